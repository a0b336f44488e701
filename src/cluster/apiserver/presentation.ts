// How a client wants to see objects: as they are, as rows of a Table, or as their metadata only.

import { queryValue } from "../../api/request.ts";
import type { AnyObject, KubeList } from "../../api/types.ts";
import { shownForm } from "./conversion.ts";
import type { Scope } from "./core.ts";
import { DEFAULT_COLUMNS, type IncludeObject, table } from "./table.ts";

export interface Presentation {
  object(object: AnyObject): unknown;
  list(items: readonly AnyObject[], metadata: KubeList["metadata"]): unknown;
  /** One object of a watch event. */
  watched(object: AnyObject): unknown;
  bookmark(revision: number, annotations?: Readonly<Record<string, string>>): unknown;
}

const META = "meta.k8s.io/v1";

export function presentation(scope: Scope): Presentation {
  const accept = scope.request.accept ?? "";
  if (accept === "") return plain(scope);
  switch (wantedKind(accept)) {
    case "Table":
      return asTable(scope);
    case "PartialObjectMetadata":
    case "PartialObjectMetadataList":
      return asMetadata(scope);
    default:
      return plain(scope);
  }
}

/** The first alternative of the Accept header that this server has. */
function wantedKind(accept: string): string | undefined {
  for (const alternative of accept.split(",")) {
    const words = alternative.split(";").map((word) => word.trim());
    const kind = words.find((word) => word.startsWith("as="))?.slice(3);
    if (kind === undefined) return undefined;
    if (words.includes("g=meta.k8s.io") && words.includes("v=v1")) return kind;
  }
  return undefined;
}

function plain({ resource }: Scope): Presentation {
  const apiVersion = resource.apiVersion;
  const kind = resource.info.kind;
  return {
    object: (object) => shownForm(resource, object),
    list: (items, metadata) => ({
      apiVersion,
      kind: `${kind}List`,
      metadata,
      items: resource.storedAs === undefined ? items : items.map((item) => shownForm(resource, item)),
    }),
    watched: (object) => shownForm(resource, object),
    bookmark: (revision, annotations) => ({ apiVersion, kind, metadata: bookmarkMetadata(revision, annotations) }),
  };
}

function bookmarkMetadata(revision: number, annotations: Readonly<Record<string, string>> | undefined): object {
  return { resourceVersion: String(revision), creationTimestamp: null, ...(annotations && { annotations }) };
}

function asTable(scope: Scope): Presentation {
  const { resource, core, request } = scope;
  const columns = (resource.storedAs ?? resource).definition.columns ?? DEFAULT_COLUMNS;
  const include = (queryValue(request.query, "includeObject") || "Metadata") as IncludeObject;
  const show = (items: readonly AnyObject[], metadata: object, headers = true): unknown =>
    table({ columns, items, metadata, include, nowMs: core.clock.now(), headers });
  const versionOf = (object: AnyObject): object => ({ resourceVersion: object.metadata.resourceVersion });
  let isFirst = true;
  return {
    object: (object) => show([object], versionOf(object)),
    list: (items, metadata) => show(items, metadata),
    watched: (object) => {
      const shown = show([object], versionOf(object), isFirst);
      isFirst = false;
      return shown;
    },
    bookmark: (revision, annotations) => show([], bookmarkMetadata(revision, annotations), isFirst),
  };
}

function asMetadata(_scope: Scope): Presentation {
  const one = ({ metadata }: AnyObject): unknown => ({ apiVersion: META, kind: "PartialObjectMetadata", metadata });
  return {
    object: one,
    list: (items, metadata) => ({
      apiVersion: META,
      kind: "PartialObjectMetadataList",
      metadata,
      items: items.map(one),
    }),
    watched: one,
    bookmark: (revision, annotations) => ({
      apiVersion: META,
      kind: "PartialObjectMetadata",
      metadata: bookmarkMetadata(revision, annotations),
    }),
  };
}
