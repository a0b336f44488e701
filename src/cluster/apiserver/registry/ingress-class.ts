// IngressClasses.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1123LabelErrors, dns1123SubdomainErrors } from "../../../api/names.ts";
import type { IngressClass } from "../../../api/types.ts";
import { AGE, NAME, NONE, text } from "./columns.ts";
import { forbidden, immutable, invalid, invalidEach, notSupported, required, tooLong } from "./field-error.ts";
import { typedReferenceErrors } from "./ingress.ts";
import { defineKind, type FieldError } from "./kind.ts";

const MAX_CONTROLLER = 250;

function parametersText({ spec }: IngressClass): string {
  const parameters = spec?.parameters;
  if (parameters === undefined) return NONE;
  const kind = parameters.apiGroup ? `${parameters.kind}.${parameters.apiGroup}` : parameters.kind;
  return `${kind}/${parameters.name}`;
}

const SCOPES = ["Cluster", "Namespace"];

function validate({ spec }: IngressClass): FieldError[] {
  return [...controllerErrors(spec), ...parameterErrors(spec?.parameters, "spec.parameters")];
}

function parameterErrors(parameters: Parameters | undefined, field: string): FieldError[] {
  if (parameters === undefined) return [];
  const { scope = "", namespace } = parameters;
  const errors = typedReferenceErrors(parameters, field);
  const place = `${field}.namespace`;
  if (!SCOPES.includes(scope)) return [...errors, notSupported(`${field}.scope`, scope, SCOPES)];
  const text = `\`parameters.scope\` is set to '${scope}'`;
  if (scope === "Cluster") return namespace === undefined ? errors : [...errors, forbidden(place, text)];
  if (namespace === undefined) return [...errors, required(place, text)];
  return [...errors, ...invalidEach(place, namespace, dns1123LabelErrors(namespace))];
}

type Parameters = NonNullable<NonNullable<IngressClass["spec"]>["parameters"]>;

function controllerErrors(spec: IngressClass["spec"]): FieldError[] {
  const [field, controller] = ["spec.controller", spec?.controller ?? ""];
  const errors = controller.length > MAX_CONTROLLER ? [tooLong(field, MAX_CONTROLLER)] : [];
  if (controller === "") return [...errors, required(field)];
  const at = controller.indexOf("/");
  const [host, path] = [controller.slice(0, Math.max(0, at)), controller.slice(at + 1)];
  if (at < 1 || path === "") {
    return [...errors, invalid(field, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  errors.push(...invalidEach(field, host, dns1123SubdomainErrors(host)));
  const form = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  if (new RegExp(`^${form}$`).test(path)) return errors;
  return [...errors, invalid(field, path, `Invalid path (regex used for validation is '${form}')`)];
}

export const ingressClasses = defineKind<IngressClass>({
  get resource() {
    return catalogued("networking.k8s.io", "ingressclasses");
  },
  applyDefaults: (ingressClass) => {
    if (ingressClass.spec?.parameters) ingressClass.spec.parameters.scope ??= "Cluster";
  },
  validate,
  validateUpdate: (next, previous) => immutable("spec.controller", next.spec?.controller, previous.spec?.controller),
  columns: [NAME, text("Controller", ({ spec }) => spec?.controller ?? ""), text("Parameters", parametersText), AGE],
});
