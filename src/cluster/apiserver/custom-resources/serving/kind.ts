// One served version of a definition as a kind of the server.

import type { ResourceInfo, Verb } from "../../../../api/catalogue.ts";
import { apiVersionOf } from "../../../../api/catalogue.ts";
import type { FieldSchema } from "../../../../api/field-schema.ts";
import type { AnyObject, Draft } from "../../../../api/types.ts";
import { defineKind, type KindDefinition } from "../../registry/kind.ts";
import { isEqual } from "../../share.ts";
import { type Definition, isTrue, type Names, storageVersion, type Version } from "../definition/definition.ts";
import { compareVersions } from "../definition/versions.ts";
import { columnsOf } from "./columns.ts";
import { scaleOf, selectableFieldsOf } from "./field-access.ts";
import { customKind } from "./form.ts";
import { ObjectValidation } from "./validation.ts";

const VERBS: readonly Verb[] = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
/** What can still be done with objects whose definition is going. */
const LAST_VERBS: readonly Verb[] = ["delete", "deletecollection", "get", "list", "watch"];

/** The versions that are served, the best one last; none until the definition's names are its own. */
export function kindsOf(definition: Definition, types: () => FieldSchema): KindDefinition[] {
  const { spec, status } = definition;
  const names = status?.acceptedNames;
  if (!names?.plural || !names.kind || !isServed(definition)) return [];
  return spec.versions
    .filter(({ served }) => served === true)
    .sort((a, b) => compareVersions(b.name, a.name))
    .map((version) => kindOf(definition, names as Names, version, types));
}

function isServed(definition: Definition): boolean {
  return isTrue(definition, "NamesAccepted") || isTrue(definition, "Established");
}

function infoOf(definition: Definition, names: Names, version: Version): ResourceInfo {
  const { spec } = definition;
  const { group } = spec;
  const subresources = (["status", "scale"] as const).filter((name) => version.subresources?.[name] !== undefined);
  return {
    group,
    version: version.name,
    kind: names.kind,
    resource: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    namespaced: spec.scope === "Namespaced",
    verbs: isTrue(definition, "Terminating") ? LAST_VERBS : VERBS,
    categories: names.categories ?? [],
    subresources,
    storedIn: apiVersionOf({ group, version: storageVersion(spec)?.name ?? version.name }),
  };
}

function kindOf(definition: Definition, names: Names, version: Version, types: () => FieldSchema): KindDefinition {
  const resource = infoOf(definition, names, version);
  const { subresources = {} } = version;
  const hasStatus = subresources.status !== undefined;
  const validation = new ObjectValidation(version, resource);
  const deprecation = deprecationOf(definition, version, resource);
  return defineKind<AnyObject>({
    resource,
    hasStatus,
    hasGeneration: true,
    needsVersion: true,
    isChange: (next, previous) => !isEqual(countedPart(next, hasStatus), countedPart(previous, hasStatus)),
    columns: columnsOf(version.additionalPrinterColumns),
    selectableFields: selectableFieldsOf(version.selectableFields),
    custom: customKind(definition, version, types),
    prepareForCreate: (object) => {
      if (hasStatus) delete (object as Draft<AnyObject>).status;
    },
    validate: (object) => validation.errors(object),
    validateStatusUpdate: (next, previous) => validation.statusErrors(next, previous),
    validateUpdate: (next, previous) => validation.errors(next, previous),
    warnings: (next, previous) => [...finalizerWarnings(next), ...validation.tolerated(next, previous)],
    ...(deprecation === undefined ? {} : { deprecation }),
    ...(subresources.scale === undefined ? {} : { scale: scaleOf(subresources.scale) }),
    ...(names.listKind === undefined ? {} : { listKind: names.listKind }),
  });
}

/** What counts the generation up when it changes. */
function countedPart(object: AnyObject, hasStatus: boolean): object {
  const { metadata: _, apiVersion: __, status, ...rest } = object;
  return hasStatus || status === undefined ? rest : { ...rest, status };
}

function deprecationOf({ spec }: Definition, version: Version, resource: ResourceInfo): string | undefined {
  if (version.deprecated !== true) return undefined;
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const text = `${apiVersionOf(resource)} ${resource.kind} is deprecated`;
  const [best] = spec.versions
    .filter(({ served, deprecated }) => served === true && deprecated !== true)
    .sort((a, b) => compareVersions(a.name, b.name));
  if (best === undefined || compareVersions(best.name, version.name) > 0) return text;
  return `${text}; use ${apiVersionOf({ group: spec.group, version: best.name })} ${resource.kind}`;
}

function finalizerWarnings({ metadata }: AnyObject): string[] {
  const why = "prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers";
  const standard = ["orphan", "foregroundDeletion", "kubernetes"];
  return (metadata.finalizers ?? [])
    .filter((name) => !name.includes("/") && !standard.includes(name))
    .map((name) => `metadata.finalizers: ${JSON.stringify(name)}: ${why}`);
}
