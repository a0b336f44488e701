// IngressClasses.

import { catalogued } from "../../../api/catalogue.ts";
import type { IngressClass } from "../../../api/types.ts";
import { AGE, NAME, NONE, text } from "./columns.ts";
import { immutable, invalid, required, tooLong } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

const MAX_CONTROLLER = 250;

function parametersText({ spec }: IngressClass): string {
  const parameters = spec?.parameters;
  if (parameters === undefined) return NONE;
  const kind = parameters.apiGroup ? `${parameters.kind}.${parameters.apiGroup}` : parameters.kind;
  return `${kind}/${parameters.name}`;
}

function validate({ spec }: IngressClass): FieldError[] {
  const controller = spec?.controller ?? "";
  if (controller === "") return [required("spec.controller")];
  if (controller.length > MAX_CONTROLLER) return [tooLong("spec.controller", MAX_CONTROLLER)];
  if (/^[a-z0-9.-]+\/\S+$/.test(controller)) return [];
  return [invalid("spec.controller", controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
}

export const ingressClasses = defineKind<IngressClass>({
  get resource() {
    return catalogued("networking.k8s.io", "ingressclasses");
  },
  validate,
  validateUpdate: (next, previous) => immutable("spec.controller", next.spec?.controller, previous.spec?.controller),
  columns: [NAME, text("Controller", ({ spec }) => spec?.controller ?? ""), text("Parameters", parametersText), AGE],
});
