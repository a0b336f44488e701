// How a client wants to see objects: as they are, as rows of a Table, or as their metadata only.

import { queryValue } from "../../api/request.ts";
import { ApiError, failure } from "../../api/status.ts";
import type { AnyObject, KubeList } from "../../api/types.ts";
import { shownForm } from "./conversion.ts";
import type { Scope } from "./core.ts";
import { refuseInvalidOptions } from "./invalid.ts";
import type { Transform } from "./negotiate.ts";
import { invalid } from "./registry/field-error.ts";
import type { ServedResource } from "./resource-table.ts";
import { DEFAULT_COLUMNS, type IncludeObject, table } from "./table.ts";

export interface Presentation {
  object(object: AnyObject): unknown;
  list(items: readonly AnyObject[], metadata: KubeList["metadata"]): unknown;
  /** One object of a watch event. */
  watched(object: AnyObject): unknown;
  bookmark(revision: number, annotations?: Readonly<Record<string, string>>): unknown;
}

export function presentation(scope: Scope): Presentation {
  const { transform } = scope;
  if (transform === undefined) return plain(scope);
  return transform.kind === "Table" ? asTable(scope, transform) : asMetadata(scope, transform);
}

function plain({ resource }: Scope): Presentation {
  const apiVersion = resource.apiVersion;
  const kind = resource.info.kind;
  if (resource.isCustom) return untyped(resource);
  return {
    object: (object) => shownForm(resource, object),
    list: (items, metadata) => ({
      kind: resource.listKind,
      apiVersion,
      metadata,
      items: resource.storedAs === undefined ? items : items.map((item) => shownForm(resource, item)),
    }),
    watched: (object) => shownForm(resource, object),
    bookmark: (revision, annotations) => ({ kind, apiVersion, metadata: bookmarkMetadata(revision, annotations) }),
  };
}

/** Where Go has no type, fields come sorted by name, and a list says that it does not go on. */
function untyped(resource: ServedResource): Presentation {
  const { apiVersion, listKind } = resource;
  const one = (object: AnyObject): unknown => shownForm(resource, object);
  return {
    object: one,
    list: (items, { continue: rest = "", ...metadata }) => ({
      apiVersion,
      items: items.map(one),
      kind: listKind,
      metadata: { continue: rest, ...metadata },
    }),
    watched: one,
    bookmark: (revision, annotations = {}) => {
      const marks = Object.keys(annotations).length === 0 ? {} : { annotations };
      return { apiVersion, kind: resource.info.kind, metadata: { ...marks, resourceVersion: String(revision) } };
    },
  };
}

function bookmarkMetadata(revision: number, annotations: Readonly<Record<string, string>> = {}): object {
  const marks = Object.keys(annotations).length === 0 ? {} : { annotations };
  return { resourceVersion: String(revision), creationTimestamp: null, ...marks };
}

const INCLUDES: readonly IncludeObject[] = ["Metadata", "Object", "None"];

/** What a row of a table carries besides its cells; throws Invalid where the request asks for something else. */
export function includedObject({ request }: Pick<Scope, "request">): IncludeObject {
  const wanted = queryValue(request.query, "includeObject") || "Metadata";
  const found = INCLUDES.find((each) => each === wanted);
  if (found !== undefined) return found;
  const why = "must be 'Metadata', 'Object', 'None', or empty";
  return refuseInvalidOptions("TableOptions", [invalid("includeObject", wanted, why)]);
}

function asTable(scope: Scope, { version }: Transform): Presentation {
  const { resource, core } = scope;
  const columns = (resource.storedAs ?? resource).definition.columns ?? DEFAULT_COLUMNS;
  const include = includedObject(scope);
  const show = (items: readonly AnyObject[], metadata: object, headers = true): unknown => {
    const embedded = (item: AnyObject): AnyObject => shownForm(resource, item);
    // The columns of a custom resource are those of its version.
    const read = resource.isCustom ? items.map(embedded) : items;
    return table({ columns, items: read, metadata, include, embedded, nowMs: core.clock.now(), headers, version });
  };
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

function asMetadata({ resource }: Scope, { kind: wanted, version }: Transform): Presentation {
  const apiVersion = `meta.k8s.io/${version}`;
  const kind = "PartialObjectMetadata";
  const one = ({ metadata }: AnyObject): unknown => ({ kind, apiVersion, metadata });
  const goType = `*${resource.info.group.split(".")[0] || "core"}.${resource.info.kind}`;
  return {
    object: (object) => {
      if (wanted === kind) return one(object);
      throw notAcceptable(`you requested ${wanted}, but the requested object is not a list (${goType})`);
    },
    list: (items, metadata) => {
      if (wanted === kind)
        throw notAcceptable(`you requested ${kind}, but the requested object is a list (${goType}List)`);
      return { kind: wanted, apiVersion, metadata, items: items.map(one) };
    },
    watched: one,
    bookmark: (revision, annotations) => ({ kind, apiVersion, metadata: bookmarkMetadata(revision, annotations) }),
  };
}

function notAcceptable(message: string): ApiError {
  return new ApiError(failure(406, "NotAcceptable", message));
}
