// CustomResourceDefinitions: the rules without which a definition could not be served.

import { catalogued } from "../../../api/catalogue.ts";
import { dns1035LabelErrors, dns1123SubdomainErrors } from "../../../api/names.ts";
import type { KubeObject } from "../../../api/types.ts";
import { CREATED_AT, NAME } from "./columns.ts";
import { forbidden, invalid, invalidEach, notSupported, required } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

interface Version {
  readonly name?: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: object };
}

interface Definition extends KubeObject {
  readonly spec: {
    readonly group?: string;
    readonly scope?: string;
    readonly names?: { readonly plural?: string; readonly singular?: string; readonly kind?: string };
    readonly versions?: readonly Version[];
  };
}

function validate({ metadata, spec }: Definition): FieldError[] {
  const { group = "", names = {}, versions = [], scope = "" } = spec;
  const name = `${names.plural ?? ""}.${group}`;
  const storages = versions.filter(({ storage }) => storage === true).length;
  return [
    ...(metadata.name === name
      ? []
      : [invalid("metadata.name", metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...validateGroup(group),
    ...validateScope(scope),
    ...(storages === 1
      ? []
      : [invalid("spec.versions", versions, "must have exactly one version marked as storage version")]),
    ...versions.flatMap(validateVersion),
    ...(names.plural
      ? invalidEach("spec.names.plural", names.plural, dns1035LabelErrors(names.plural))
      : [required("spec.names.plural")]),
    ...(names.kind
      ? invalidEach("spec.names.kind", names.kind, dns1035LabelErrors(names.kind.toLowerCase()))
      : [required("spec.names.kind")]),
  ];
}

function validateGroup(group: string): FieldError[] {
  if (group === "") return [required("spec.group")];
  const errors = invalidEach("spec.group", group, dns1123SubdomainErrors(group));
  if (errors.length > 0 || group.includes(".")) return errors;
  return [invalid("spec.group", group, "should be a domain with at least one dot")];
}

function validateScope(scope: string): FieldError[] {
  if (scope === "") return [required("spec.scope")];
  return scope === "Cluster" || scope === "Namespaced"
    ? []
    : [notSupported("spec.scope", scope, ["Cluster", "Namespaced"])];
}

function validateVersion(version: Version, index: number): FieldError[] {
  const field = `spec.versions[${index}]`;
  const { name = "", schema } = version;
  const nameErrors =
    name === "" ? [required(`${field}.name`)] : invalidEach(`${field}.name`, name, dns1035LabelErrors(name));
  return schema?.openAPIV3Schema === undefined
    ? [...nameErrors, required(`${field}.schema.openAPIV3Schema`, "schemas are required")]
    : nameErrors;
}

export const customResourceDefinitions = defineKind<Definition>({
  get resource() {
    return catalogued("apiextensions.k8s.io", "customresourcedefinitions");
  },
  validate,
  validateUpdate: (next, previous) =>
    next.spec.group === previous.spec.group ? [] : [forbidden("spec.group", "field is immutable")],
  columns: [NAME, CREATED_AT],
});
