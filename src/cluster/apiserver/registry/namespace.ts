// Namespaces.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1123LabelErrors } from "../../../api/names.ts";
import type { Draft, Namespace } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { invalid } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

const NAME_LABEL = "kubernetes.io/metadata.name";
const IMMORTAL = ["default", "kube-system", "kube-public"];

// Network policies select namespaces by labels, so each has its name as one.
function applyDefaults({ metadata }: Draft<Namespace>): void {
  metadata.labels = { ...metadata.labels, [NAME_LABEL]: metadata.name };
}

function prepareForCreate(namespace: Draft<Namespace>): void {
  namespace.spec = { finalizers: ["kubernetes"] };
  namespace.status = { phase: "Active" };
}

function prepareForUpdate(next: Draft<Namespace>, previous: Namespace): void {
  // Only the finalize subresource takes these away.
  next.spec = { finalizers: [...(previous.spec?.finalizers ?? [])] };
}

const LEVELS = ["privileged", "baseline", "restricted"];

function validate({ metadata }: Namespace): FieldError[] {
  return ["enforce", "audit", "warn"].flatMap((mode) => {
    const key = `pod-security.kubernetes.io/${mode}`;
    const level = metadata.labels?.[key];
    const version = metadata.labels?.[`${key}-version`];
    const errors: FieldError[] = [];
    if (level !== undefined && !LEVELS.includes(level)) {
      errors.push(invalid(`metadata.labels[${key}]`, level, `must be one of ${LEVELS.join(", ")}`));
    }
    if (version !== undefined && !/^(latest|v1\.(0|[1-9]\d*))$/.test(version)) {
      errors.push(invalid(`metadata.labels[${key}-version]`, version, 'must be "latest" or "v1.x"'));
    }
    return errors;
  });
}

export const namespaces = defineKind<Namespace>({
  get resource() {
    return catalogued("", "namespaces");
  },
  applyDefaults,
  prepareForCreate,
  prepareForUpdate,
  validateName: dns1123LabelErrors,
  validate,
  columns: [NAME, text("Status", ({ status }) => status?.phase ?? ""), AGE],
  selectableFields: { "status.phase": ({ status }) => status?.phase ?? "" },
  hasStatus: true,
  hasGeneration: false,
  refuseDelete: ({ metadata }) => (IMMORTAL.includes(metadata.name) ? "this namespace may not be deleted" : undefined),
});
