// CustomResourceDefinitions. What their schemas may say stands with the custom resources themselves.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft } from "../../../api/types.ts";
import { asTerminating } from "../custom-resources/definition/conditions.ts";
import { type Definition, storageVersion } from "../custom-resources/definition/definition.ts";
import { definitionErrors, definitionStatusErrors } from "../custom-resources/definition/validation.ts";
import { CREATED_AT, NAME } from "./columns.ts";
import { defineKind } from "./kind.ts";

function applyDefaults({ spec }: Draft<Definition>): void {
  spec.versions ??= [];
  spec.names ??= { plural: "", kind: "" };
  const { names } = spec;
  if (!names.singular && names.kind) names.singular = names.kind.toLowerCase();
  if (!names.listKind && names.kind) names.listKind = `${names.kind}List`;
  spec.conversion ??= { strategy: "None" };
  const service = spec.conversion.webhook?.clientConfig?.service;
  if (service !== undefined) service.port ??= 443;
}

/** The version that objects are stored in from now on is one of those that have been. */
function noteStorageVersion(definition: Draft<Definition>, known: readonly string[]): void {
  const stored = storageVersion(definition.spec as Definition["spec"])?.name;
  const all = stored === undefined || known.includes(stored) ? known : [...known, stored];
  definition.status = { ...definition.status, storedVersions: [...all] };
}

function prepareForCreate(definition: Draft<Definition>): void {
  definition.status = { acceptedNames: { kind: "", plural: "" }, conditions: null };
  noteStorageVersion(definition, []);
}

function prepareForUpdate(next: Draft<Definition>, { status }: Definition): void {
  next.status = status as Draft<Definition>["status"];
  noteStorageVersion(next, status?.storedVersions ?? []);
}

export const customResourceDefinitions = defineKind<Definition>({
  get resource() {
    return catalogued("apiextensions.k8s.io", "customresourcedefinitions");
  },
  hasStatus: true,
  needsVersion: true,
  applyDefaults,
  prepareForCreate,
  prepareForUpdate,
  validate: (next) => definitionErrors(next, undefined),
  validateUpdate: (next, previous) => definitionErrors(next, previous),
  validateStatusUpdate: (next) => definitionStatusErrors(next),
  beginDeletion: asTerminating,
  columns: [NAME, CREATED_AT],
});
