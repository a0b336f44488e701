// Whether a definition can be served, in the order and the words of apiextensions-apiserver.

import { dns1035LabelErrors, dns1123SubdomainErrors } from "../../../../api/names.ts";
import { immutable, invalid, notSupported, required } from "../../registry/field-error.ts";
import { goText } from "../../registry/go-syntax.ts";
import { goValue } from "../../registry/go-value.ts";
import type { FieldError } from "../../registry/kind.ts";
import { type Schema, someSchema } from "../schema/schema.ts";
import { approvalErrors } from "./api-approval.ts";
import { conversionErrors } from "./conversion-errors.ts";
import { type Definition, isTrue, type Spec, type Version } from "./definition.ts";
import { type Hoisted, hoisted } from "./hoisted.ts";
import { labelErrors, missingNames, namesErrors } from "./names-errors.ts";
import { schemaDefinitionErrors } from "./schema-errors.ts";
import { columnErrors, deprecationErrors, selectableFieldErrors, subresourceErrors } from "./version-errors.ts";

/** @param previous the definition that this one takes the place of. */
export function definitionErrors(next: Definition, previous: Definition | undefined): FieldError[] {
  const { metadata, spec, status } = next;
  const name = `${spec.names.plural}.${spec.group}`;
  return [
    ...(metadata.name === name
      ? []
      : [invalid("metadata.name", metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...specErrors(spec),
    ...(previous === undefined ? [] : changeErrors(spec, previous)),
    ...namesErrors(status?.acceptedNames ?? {}, "status.acceptedNames"),
    ...storedVersionErrors(next),
    ...approvalErrors(next, previous),
    ...preservationErrors(spec, previous?.spec),
  ];
}

/** Through the door of the status. */
export function definitionStatusErrors(next: Definition): FieldError[] {
  return [...namesErrors(next.status?.acceptedNames ?? {}, "status.acceptedNames"), ...storedVersionErrors(next)];
}

function changeErrors(spec: Spec, { spec: old, ...previous }: Definition): FieldError[] {
  return [
    ...(isTrue(previous, "Established")
      ? [
          ...immutable("spec.scope", spec.scope, old.scope),
          ...immutable("spec.names.kind", spec.names.kind, old.names.kind),
        ]
      : []),
    ...immutable("spec.group", spec.group, old.group),
    ...immutable("spec.names.plural", spec.names.plural, old.names.plural),
  ];
}

function specErrors(spec: Spec): FieldError[] {
  const parts = hoisted(spec);
  const { group, scope = "", versions, names } = spec;
  const [first] = versions;
  return [
    ...groupErrors(group),
    ...(scope === "" ? [required("spec.scope")] : []),
    ...(["", "Cluster", "Namespaced"].includes(scope)
      ? []
      : [notSupported("spec.scope", scope, ["Cluster", "Namespaced"])]),
    ...(spec.preserveUnknownFields === true && parts.schemas.some(({ value }) => hasDefaults(value))
      ? [invalid("spec.preserveUnknownFields", true, "must be false in order to use defaults in the schema")]
      : []),
    ...missingSchemas(versions),
    ...versions.flatMap((version, index) => versionErrors(version, index, parts)),
    ...versionListErrors(versions, parts),
    ...labelErrors("spec.version", first?.name),
    ...missingNames(names),
    ...namesErrors(names, "spec.names"),
    ...partErrors(parts, undefined, versions.some(hasStatus)),
    ...conversionErrors(spec),
  ];
}

function hasStatus({ subresources }: Version): boolean {
  return subresources?.status !== undefined;
}

function groupErrors(group: string): FieldError[] {
  if (!group) return [required("spec.group")];
  const messages = dns1123SubdomainErrors(group);
  if (messages.length > 0) return [invalid("spec.group", group, messages.join(","))];
  return group.includes(".") ? [] : [invalid("spec.group", group, "should be a domain with at least one dot")];
}

function missingSchemas(versions: readonly Version[]): FieldError[] {
  return versions.flatMap(({ schema }, index) =>
    schema?.openAPIV3Schema === undefined
      ? [required(`spec.versions[${index}].schema.openAPIV3Schema`, "schemas are required")]
      : [],
  );
}

function versionErrors(version: Version, index: number, parts: Hoisted): FieldError[] {
  const path = `spec.versions[${index}]`;
  const names = version.name
    ? labelErrors(`${path}.name`, version.name)
    : // An empty name is as wrong as any other.
      [invalid(`${path}.name`, "", dns1035LabelErrors("").join(","))];
  return [...names, ...deprecationErrors(version, path), ...partErrors(parts, version, hasStatus(version))];
}

/** @param version whose parts; undefined for those that all versions share. */
function partErrors(parts: Hoisted, version: Version | undefined, withStatus: boolean): FieldError[] {
  const own = <T extends { readonly version: Version | undefined }>(each: T): boolean => each.version === version;
  return [
    ...parts.schemas.filter(own).flatMap(({ value, path }) => schemaDefinitionErrors(value, path, withStatus)),
    ...parts.subresources.filter(own).flatMap(({ value, path }) => subresourceErrors(value, path)),
    ...parts.columns.filter(own).flatMap(({ value, path }) => columnErrors(value, path)),
    ...parts.selectableFields
      .filter(own)
      .flatMap(({ value, path, schema }) => selectableFieldErrors(value, schema, path)),
  ];
}

function versionListErrors(versions: readonly Version[], parts: Hoisted): FieldError[] {
  const areUnique = new Set(versions.map(({ name }) => name)).size === versions.length;
  const storages = versions.filter(({ storage }) => storage === true).length;
  const refuse = (why: string): FieldError => invalid("spec.versions", goText(goVersions(versions, parts)), why);
  return [
    ...(areUnique ? [] : [refuse("must contain unique version names")]),
    ...(storages === 1 ? [] : [refuse("must have exactly one version marked as storage version")]),
  ];
}

/** What all versions share is no part of them any more where they are printed. */
function goVersions(versions: readonly Version[], { shared }: Hoisted): string {
  const own = versions.map((version) => {
    const { schema, subresources, additionalPrinterColumns, selectableFields, ...rest } = version;
    return {
      ...rest,
      ...(shared.schemas ? {} : { schema }),
      ...(shared.subresources ? {} : { subresources }),
      ...(shared.columns ? {} : { additionalPrinterColumns }),
      ...(shared.selectableFields ? {} : { selectableFields }),
    };
  });
  return goValue("[]apiextensions.CustomResourceDefinitionVersion", own);
}

function storedVersionErrors({ spec, status }: Definition): FieldError[] {
  return (status?.storedVersions ?? []).flatMap((name, index) => {
    if (spec.versions.some((version) => version.name === name)) return [];
    const was = `${name} was previously a storage version, and must remain in spec.versions`;
    const until = `until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    return [invalid(`status.storedVersions[${index}]`, name, `missing from spec.versions; ${was} ${until}`)];
  });
}

function preservationErrors(spec: Spec, old: Spec | undefined): FieldError[] {
  if (spec.preserveUnknownFields !== true || old?.preserveUnknownFields === true) return [];
  const why = "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
  return [invalid("spec.preserveUnknownFields", true, why)];
}

function hasDefaults(schema: Schema): boolean {
  return someSchema(schema, (each) => each.default !== undefined);
}
