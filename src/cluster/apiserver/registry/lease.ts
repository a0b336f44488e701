// Leases, by which nodes say that they live and components agree on who leads.

import { catalogued } from "../../../api/catalogue.ts";
import type { Lease } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { invalid } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

function validate({ spec }: Lease): FieldError[] {
  const errors: FieldError[] = [];
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions } = spec ?? {};
  if (seconds !== undefined && seconds <= 0) {
    errors.push(invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0"));
  }
  if (transitions !== undefined && transitions < 0) {
    errors.push(invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0"));
  }
  return errors;
}

export const leases = defineKind<Lease>({
  get resource() {
    return catalogued("coordination.k8s.io", "leases");
  },
  validate,
  columns: [NAME, text("Holder", ({ spec }) => spec?.holderIdentity ?? ""), AGE],
  hasGeneration: false,
});
