// Nodes.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, Node } from "../../../api/types.ts";
import { AGE, NAME, NONE, text, wide } from "./columns.ts";
import { deepEqual, forbidden } from "./field-error.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";
import { validateTaints } from "./pod/tolerations.ts";

const columns: readonly Column<Node>[] = [
  NAME,
  text("Status", statusText),
  text("Roles", rolesText),
  AGE,
  text("Version", ({ status }) => status?.nodeInfo?.kubeletVersion ?? ""),
  wide("Internal-IP", (node) => addressOf(node, "InternalIP")),
  wide("External-IP", (node) => addressOf(node, "ExternalIP")),
  wide("OS-Image", ({ status }) => status?.nodeInfo?.osImage || "<unknown>"),
  wide("Kernel-Version", ({ status }) => status?.nodeInfo?.kernelVersion || "<unknown>"),
  wide("Container-Runtime", ({ status }) => status?.nodeInfo?.containerRuntimeVersion || "<unknown>"),
];

function statusText({ spec, status }: Node): string {
  const ready = (status?.conditions ?? []).find(({ type }) => type === "Ready");
  const text = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return spec?.unschedulable === true ? `${text},SchedulingDisabled` : text;
}

const ROLE_PREFIX = "node-role.kubernetes.io/";

function rolesText({ metadata }: Node): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return [key.slice(ROLE_PREFIX.length)];
    return key === "kubernetes.io/role" ? [value] : [];
  });
  return [...new Set(roles.filter((role) => role !== ""))].sort().join(",") || NONE;
}

function addressOf({ status }: Node, type: string): string {
  return (status?.addresses ?? []).find((each) => each.type === type)?.address ?? NONE;
}

function applyDefaults(node: Draft<Node>): void {
  node.spec ??= {};
  const { spec, status } = node;
  // The single range is the first of the list; where the two differ, it is meant.
  if (spec.podCIDR !== undefined && spec.podCIDRs?.[0] !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR];
  if (status?.capacity !== undefined && status.allocatable === undefined)
    node.status = { ...status, allocatable: status.capacity };
}

// Kubernetes names the wrong parent here, and so must we.
const validate = ({ spec }: Node): FieldError[] => validateTaints(spec?.taints ?? [], "metadata.taints");

function validateUpdate({ spec: next }: Node, { spec: previous }: Node): FieldError[] {
  const errors: FieldError[] = [];
  const text = (what: string) => `node updates may not change ${what} except from "" to valid`;
  if ((previous?.podCIDRs ?? []).length > 0 && !deepEqual(next?.podCIDRs, previous.podCIDRs)) {
    errors.push(forbidden("spec.podCIDRs", text("podCIDR")));
  }
  if (previous?.providerID && next?.providerID !== previous.providerID) {
    errors.push(forbidden("spec.providerID", text("providerID")));
  }
  return errors;
}

export const nodes = defineKind<Node>({
  get resource() {
    return catalogued("", "nodes");
  },
  applyDefaults,
  validate,
  validateUpdate,
  columns,
  selectableFields: { "spec.unschedulable": ({ spec }) => String(spec?.unschedulable ?? false) },
  hasStatus: true,
  hasGeneration: false,
});
