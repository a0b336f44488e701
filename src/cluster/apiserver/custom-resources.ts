// Stands for apiextensions-apiserver: a CustomResourceDefinition makes the server serve one more kind of object.
// Simplified: objects are stored as they are sent, not held to the definition's schema, and all versions show the same fields;
// what a definition is for, and how its objects are listed, watched, patched and deleted, is the same.

import type { ResourceInfo, Verb } from "../../api/catalogue.ts";
import { humanAge } from "../../api/duration.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Change } from "../etcd/history.ts";
import { type Core, timestamp } from "./core.ts";
import { type JsonSchema, mergeOfDefinition } from "./custom-merge.ts";
import { type Column, defineKind, type KindDefinition } from "./registry/kind.ts";

const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
const VERBS: readonly Verb[] = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly priority?: number;
  readonly description?: string;
}

interface Version {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

interface Names {
  readonly plural: string;
  readonly singular?: string;
  readonly kind: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface Spec {
  readonly group: string;
  readonly scope: string;
  readonly names: Names;
  readonly versions: readonly Version[];
}

/** Serves what definitions define, from now on. */
export function serveCustomResources(core: Core): void {
  const definitions = core.resources.named(DEFINITIONS);
  if (definitions === undefined) return;
  const react = (change: Change<AnyObject>): void => {
    for (const info of infosOf(core, change.previous?.value)) core.resources.remove(info.resource);
    for (const info of infosOf(core, change.entry?.value)) core.resources.add(info.resource, info, true);
    if (change.entry !== undefined) accept(core, change.entry.value);
  };
  core.storage.etcd.watch(definitions.prefix, 0, react);
}

function infosOf(core: Core, definition: AnyObject | undefined): KindDefinition[] {
  if (definition === undefined) return [];
  const spec = definition.spec as Spec;
  return spec.versions.filter(({ served = true }) => served).map((version) => kindOf(core, spec, version));
}

function kindOf(core: Core, { group, scope, names }: Spec, version: Version): KindDefinition {
  const resource: ResourceInfo = {
    group,
    version: version.name,
    kind: names.kind,
    resource: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    namespaced: scope === "Namespaced",
    verbs: VERBS,
    categories: names.categories ?? [],
    subresources: (["status", "scale"] as const).filter((name) => version.subresources?.[name] !== undefined),
  };
  const scale = version.subresources?.scale;
  const columns = version.additionalPrinterColumns;
  const shown: readonly Column<AnyObject>[] = [NAME, ...(columns?.map(columnOf) ?? [AGE])];
  return defineKind<AnyObject>({
    resource,
    hasGeneration: true,
    columns: shown,
    merge: () => mergeOfDefinition(core, version.schema?.openAPIV3Schema ?? {}),
    ...(scale === undefined ? {} : { scale: scaleAt(scale) }),
    ...(names.listKind === undefined ? {} : { listKind: names.listKind }),
  });
}

function scaleAt({ specReplicasPath, statusReplicasPath, labelSelectorPath }: ScalePaths) {
  return {
    replicas: (object: AnyObject) => at(object, specReplicasPath) as number | undefined,
    statusReplicas: (object: AnyObject) => Number(at(object, statusReplicasPath) ?? 0),
    selector: (object: AnyObject) => String((labelSelectorPath && at(object, labelSelectorPath)) ?? ""),
    path: specReplicasPath.split(".").slice(1),
  };
}

const NAME: Column<AnyObject> = { name: "Name", type: "string", format: "name", cell: ({ metadata }) => metadata.name };
const AGE: Column<AnyObject> = {
  name: "Age",
  type: "date",
  cell: ({ metadata }, nowMs) => humanAge(metadata.creationTimestamp, nowMs),
};

function columnOf({ name, type, jsonPath, priority = 0, description = "" }: PrinterColumn): Column<AnyObject> {
  return {
    name,
    type: type as Column<AnyObject>["type"],
    description,
    priority: priority === 0 ? 0 : 1,
    cell: (object, nowMs) => {
      const value = at(object, jsonPath);
      if (type === "date") return typeof value === "string" ? humanAge(value, nowMs) : "";
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
      return value === undefined ? "" : JSON.stringify(value);
    },
  };
}

/** Follows a simple path: `.spec.size`, `.status.conditions[0].type`. */
function at(object: AnyObject, jsonPath: string): unknown {
  let value: unknown = object;
  for (const [, name, index] of jsonPath.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)) {
    value = (value as Record<string, unknown> | undefined)?.[name ?? index ?? ""];
  }
  return value;
}

/** Notes on the definition that it is served. */
function accept(core: Core, definition: AnyObject): void {
  const resource = core.resources.named(DEFINITIONS);
  const spec = definition.spec as Spec;
  const status = (definition.status ?? {}) as { conditions?: readonly object[] };
  if (resource === undefined || status.conditions?.length) return;
  const lastTransitionTime = timestamp(core.clock.now());
  const condition = (type: string, reason: string, message: string): object => ({
    type,
    status: "True",
    lastTransitionTime,
    reason,
    message,
  });
  const names = {
    ...spec.names,
    singular: spec.names.singular ?? spec.names.kind.toLowerCase(),
    listKind: spec.names.listKind ?? `${spec.names.kind}List`,
  };
  core.storage.update(resource, definition, {
    ...definition,
    spec: { ...spec, names },
    status: {
      acceptedNames: names,
      conditions: [
        condition("NamesAccepted", "NoConflicts", "no conflicts found"),
        condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
      ],
      storedVersions: spec.versions.filter(({ storage }) => storage === true).map(({ name }) => name),
    },
  });
}
