// Kinds that a learner looks at and the cluster makes nothing of: they are kept as they come, and have their own columns.

import { catalogued } from "../../../api/catalogue.ts";
import type { AnyObject } from "../../../api/types.ts";
import { AGE, NAME, NONE, text } from "./columns.ts";
import { type Column, defineKind, type KindDefinition } from "./kind.ts";

/** The value at a path, or undefined. */
function at(object: AnyObject, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], object);
}

function value(name: string, path: string, otherwise = ""): Column<AnyObject> {
  return text(name, (object) => String(at(object, path) ?? otherwise));
}

function count(name: string, path: string): Column<AnyObject> {
  return {
    name,
    type: "integer",
    cell: (object) => {
      const list = at(object, path);
      return Array.isArray(list) ? list.length : 0;
    },
  };
}

function shown(
  group: string,
  resource: string,
  columns: readonly Column<AnyObject>[],
  hasGeneration = false,
): KindDefinition {
  return defineKind<AnyObject>({
    get resource() {
      return catalogued(group, resource);
    },
    columns,
    hasGeneration,
  });
}

export const csiNodes = shown("storage.k8s.io", "csinodes", [NAME, count("Drivers", "spec.drivers"), AGE]);

export const csiStorageCapacities = shown("storage.k8s.io", "csistoragecapacities", [
  NAME,
  value("StorageClassName", "storageClassName"),
  value("Capacity", "capacity"),
]);

export const volumeAttachments = shown("storage.k8s.io", "volumeattachments", [
  NAME,
  value("Attacher", "spec.attacher"),
  value("PV", "spec.source.persistentVolumeName"),
  value("Node", "spec.nodeName"),
  { name: "Attached", type: "boolean", cell: (object) => at(object, "status.attached") === true },
  AGE,
]);

const FLOW_CONTROL = "flowcontrol.apiserver.k8s.io";
export const flowSchemas = shown(
  FLOW_CONTROL,
  "flowschemas",
  [
    NAME,
    value("PriorityLevel", "spec.priorityLevelConfiguration.name"),
    {
      name: "MatchingPrecedence",
      type: "integer",
      cell: (object) => Number(at(object, "spec.matchingPrecedence") ?? 0),
    },
    value("DistinguisherMethod", "spec.distinguisherMethod.type", NONE),
    AGE,
    text("MissingPL", (object) => {
      const list = (at(object, "status.conditions") ?? []) as readonly { type: string; status: string }[];
      return list.find(({ type }) => type === "Dangling")?.status ?? "?";
    }),
  ],
  true,
);

const QUEUING = "spec.limited.limitResponse.queuing";
export const priorityLevels = shown(
  FLOW_CONTROL,
  "prioritylevelconfigurations",
  [
    NAME,
    value("Type", "spec.type"),
    value("NominalConcurrencyShares", "spec.limited.nominalConcurrencyShares", NONE),
    value("Queues", `${QUEUING}.queues`, NONE),
    value("HandSize", `${QUEUING}.handSize`, NONE),
    value("QueueLengthLimit", `${QUEUING}.queueLengthLimit`, NONE),
    AGE,
  ],
  true,
);

export const componentStatuses = shown("", "componentstatuses", [
  NAME,
  text("Status", (object) => {
    const healthy = ((at(object, "conditions") ?? []) as readonly { type: string; status: string }[]).find(
      ({ type }) => type === "Healthy",
    );
    return healthy?.status === "True" ? "Healthy" : "Unhealthy";
  }),
  value("Message", "conditions.0.message"),
  value("Error", "conditions.0.error"),
]);
