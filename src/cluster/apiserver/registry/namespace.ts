// Namespaces.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, Namespace } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { defineKind } from "./kind.ts";

const NAME_LABEL = "kubernetes.io/metadata.name";
const IMMORTAL = ["default", "kube-system", "kube-public"];

// Network policies select namespaces by labels, so each has its name as one.
function applyDefaults({ metadata }: Draft<Namespace>): void {
  // A name that is still to be made comes with its label when the namespace is.
  if (!metadata.name) return;
  metadata.labels = { ...metadata.labels, [NAME_LABEL]: metadata.name };
}

function prepareForCreate(namespace: Draft<Namespace>): void {
  applyDefaults(namespace);
  namespace.spec = { finalizers: ["kubernetes"] };
  namespace.status = { phase: "Active" };
}

function prepareForUpdate(next: Draft<Namespace>, previous: Namespace): void {
  // Only the finalize subresource takes these away.
  next.spec = { finalizers: [...(previous.spec?.finalizers ?? [])] };
}

export const namespaces = defineKind<Namespace>({
  get resource() {
    return catalogued("", "namespaces");
  },
  applyDefaults,
  prepareForCreate,
  prepareForUpdate,
  columns: [NAME, text("Status", ({ status }) => status?.phase ?? ""), AGE],
  selectableFields: { "status.phase": ({ status }) => status?.phase ?? "" },
  hasStatus: true,
  hasGeneration: false,
  refuseDelete: ({ metadata }) => (IMMORTAL.includes(metadata.name) ? "this namespace may not be deleted" : undefined),
});
