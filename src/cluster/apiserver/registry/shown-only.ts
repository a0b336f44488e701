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

function joined(name: string, path: string, otherwise: string): Column<AnyObject> {
  return text(name, (object) => {
    const list = at(object, path);
    return Array.isArray(list) && list.length > 0 ? list.join(",") : otherwise;
  });
}

function shown(
  group: string,
  resource: string,
  columns: readonly Column<AnyObject>[],
  hasGeneration = false,
  warning?: string,
): KindDefinition {
  return defineKind<AnyObject>({
    get resource() {
      return catalogued(group, resource);
    },
    columns,
    hasGeneration,
    warnings: () => (warning === undefined ? [] : [warning]),
  });
}

function kindAndName(path: string): Column<AnyObject>["cell"] {
  return (object) => {
    const reference = at(object, path) as { name?: string; namespace?: string; selector?: unknown } | undefined;
    if (reference === undefined) return "<unset>";
    return reference.namespace ? `${reference.namespace}/${reference.name ?? "*"}` : (reference.name ?? "*");
  };
}

function parentText(object: AnyObject): string {
  const {
    resource = "",
    group = "",
    namespace = "",
    name = "",
  } = (at(object, "spec.parentRef") ?? {}) as Record<string, string>;
  const kind = group === "" ? resource : `${resource}.${group}`;
  return [kind, namespace, name].filter((each) => each !== "").join("/");
}

function serviceText(object: AnyObject): string {
  const service = at(object, "spec.service") as { namespace?: string; name?: string } | undefined;
  return service === undefined ? "Local" : `${service.namespace}/${service.name}`;
}

function availableText(object: AnyObject): string {
  const conditions = (at(object, "status.conditions") ?? []) as readonly {
    type: string;
    status: string;
    reason?: string;
  }[];
  const available = conditions.find(({ type }) => type === "Available");
  if (available === undefined) return "Unknown";
  return available.status === "True" ? "True" : `${available.status} (${available.reason ?? ""})`;
}

export const runtimeClasses = shown("node.k8s.io", "runtimeclasses", [NAME, value("Handler", "handler"), AGE]);

export const csiDrivers = shown("storage.k8s.io", "csidrivers", [
  NAME,
  value("AttachRequired", "spec.attachRequired", "true"),
  value("PodInfoOnMount", "spec.podInfoOnMount", "false"),
  value("StorageCapacity", "spec.storageCapacity", "false"),
  text("TokenRequests", (object) => {
    const list = (at(object, "spec.tokenRequests") ?? []) as readonly { audience?: string }[];
    return list.map(({ audience = "" }) => audience).join(",") || "<unset>";
  }),
  value("RequiresRepublish", "spec.requiresRepublish", "false"),
  joined("Modes", "spec.volumeLifecycleModes", "Persistent"),
  AGE,
]);

export const csiNodes = shown("storage.k8s.io", "csinodes", [NAME, count("Drivers", "spec.drivers"), AGE]);

export const csiStorageCapacities = shown("storage.k8s.io", "csistoragecapacities", [
  NAME,
  value("StorageClass", "storageClassName"),
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

// Simplified: webhooks and admission policies are kept and never asked; the answer to each write of one warns of that.
const NO_WEBHOOKS = "k8s-tutor keeps this object and never calls its webhooks";
const NO_POLICIES = "k8s-tutor keeps this object and never evaluates its expressions";

const WEBHOOKS = [NAME, count("Webhooks", "webhooks"), AGE];
const ADMISSION = "admissionregistration.k8s.io";
export const mutatingWebhooks = shown(ADMISSION, "mutatingwebhookconfigurations", WEBHOOKS, true, NO_WEBHOOKS);
export const validatingWebhooks = shown(ADMISSION, "validatingwebhookconfigurations", WEBHOOKS, true, NO_WEBHOOKS);

export const validatingAdmissionPolicies = shown(
  ADMISSION,
  "validatingadmissionpolicies",
  [
    NAME,
    count("Validations", "spec.validations"),
    text("ParamKind", (object) => {
      const kind = at(object, "spec.paramKind") as { apiVersion?: string; kind?: string } | undefined;
      return kind === undefined ? "<unset>" : `${kind.apiVersion}/${kind.kind}`;
    }),
    AGE,
  ],
  true,
  NO_POLICIES,
);

export const validatingAdmissionPolicyBindings = shown(
  ADMISSION,
  "validatingadmissionpolicybindings",
  [NAME, value("PolicyName", "spec.policyName"), text("ParamRef", kindAndName("spec.paramRef")), AGE],
  true,
  NO_POLICIES,
);

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

export const ipAddresses = shown("networking.k8s.io", "ipaddresses", [NAME, text("ParentRef", parentText), AGE]);
export const serviceCIDRs = shown("networking.k8s.io", "servicecidrs", [NAME, joined("CIDRs", "spec.cidrs", ""), AGE]);

export const apiServices = defineKind<AnyObject>({
  get resource() {
    return catalogued("apiregistration.k8s.io", "apiservices");
  },
  columns: [NAME, text("Service", serviceText), text("Available", availableText), AGE],
  hasGeneration: false,
  applyDefaults: (apiService) => {
    const service = at(apiService, "spec.service") as { port?: number } | undefined | null;
    if (service) service.port ??= 443;
  },
});

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
