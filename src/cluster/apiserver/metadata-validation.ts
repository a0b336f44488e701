// The rules of metadata that hold for objects of every kind.

import {
  dns1035LabelErrors,
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  pathSegmentErrors,
  qualifiedNameErrors,
} from "../../api/names.ts";
import type { AnyObject, ObjectMeta, OwnerReference } from "../../api/types.ts";
import { forbidden, invalid, invalidEach, required } from "./registry/field-error.ts";
import { goStringList } from "./registry/go-syntax.ts";
import type { FieldError } from "./registry/kind.ts";
import { validateAnnotations, validateLabels } from "./registry/labels.ts";
import type { ServedResource } from "./resource-table.ts";

const NAME_RULES: Readonly<Record<string, (name: string) => string[]>> = {
  namespaces: dns1123LabelErrors,
  services: dns1035LabelErrors,
  "statefulsets.apps": dns1123LabelErrors,
  "roles.rbac.authorization.k8s.io": pathSegmentErrors,
  "rolebindings.rbac.authorization.k8s.io": pathSegmentErrors,
  "clusterroles.rbac.authorization.k8s.io": pathSegmentErrors,
  "clusterrolebindings.rbac.authorization.k8s.io": pathSegmentErrors,
};

const MAX_ANNOTATION_BYTES = 256 * 1024;
const STANDARD_FINALIZERS = new Set(["orphan", "foregroundDeletion", "kubernetes"]);

export function validateMetadata(resource: ServedResource, { metadata }: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const { group, resource: plural } = resource.info;
  const rule = NAME_RULES[group === "" ? plural : `${plural}.${group}`] ?? dns1123SubdomainErrors;
  if (metadata.generateName)
    errors.push(
      ...invalidEach(
        "metadata.generateName",
        metadata.generateName,
        rule(`${metadata.generateName.replace(/[-.]+$/, "")}x`),
      ),
    );
  if (metadata.name === "") errors.push(required("metadata.name", "name or generateName is required"));
  else errors.push(...invalidEach("metadata.name", metadata.name, rule(metadata.name)));
  return [
    ...errors,
    ...validateLabels(metadata.labels, "metadata.labels"),
    ...annotationErrors(metadata),
    ...ownerErrors(metadata),
    ...finalizerErrors(metadata, resource.isCustom || group === "apiextensions.k8s.io"),
  ];
}

function annotationErrors({ annotations = {} }: ObjectMeta): FieldError[] {
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const errors = validateAnnotations(annotations, "metadata.annotations");
  if (size <= MAX_ANNOTATION_BYTES) return errors;
  return [
    ...errors,
    { type: "TooLong", field: "metadata.annotations", detail: `may not be more than ${MAX_ANNOTATION_BYTES} bytes` },
  ];
}

function ownerErrors({ ownerReferences = [] }: ObjectMeta): FieldError[] {
  const field = "metadata.ownerReferences";
  const controllers = ownerReferences.filter((each) => each.controller === true);
  const errors = ownerReferences.flatMap((each) => [
    ...(each.apiVersion ? [] : [invalid(`${field}.apiVersion`, each.apiVersion ?? "", "version must not be empty")]),
    ...emptyErrors(each, field),
  ]);
  if (controllers.length > 1) {
    const [first, second] = controllers;
    const text = `Only one reference can have Controller set to true. Found "true" in references for ${first?.kind}/${first?.name} and ${second?.kind}/${second?.name}`;
    errors.push(invalid(field, ownerReferences, text));
  }
  return errors;
}

function emptyErrors(reference: OwnerReference, field: string): FieldError[] {
  return (["kind", "name", "uid"] as const)
    .filter((name) => !reference[name])
    .map((name) => invalid(`${field}.${name}`, reference[name] ?? "", `${name} must not be empty`));
}

/** @param isOpen whether any name will do. */
function finalizerErrors({ finalizers = [] }: ObjectMeta, isOpen: boolean): FieldError[] {
  const errors = finalizers.flatMap((name, index) => {
    const field = `metadata.finalizers[${index}]`;
    const words = qualifiedNameErrors(name);
    if (words.length > 0) return invalidEach(field, name, words);
    if (isOpen || name.includes("/") || STANDARD_FINALIZERS.has(name)) return [];
    return [invalid(field, name, "name is neither a standard finalizer name nor is it fully qualified")];
  });
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    errors.push(
      invalid("metadata.finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set"),
    );
  }
  return errors;
}

export function validateMetadataUpdate(next: AnyObject, previous: AnyObject): FieldError[] {
  if (previous.metadata.deletionTimestamp === undefined) return [];
  const known = previous.metadata.finalizers ?? [];
  const added = (next.metadata.finalizers ?? []).filter((name) => !known.includes(name));
  if (added.length === 0) return [];
  const text = `no new finalizers can be added if the object is being deleted, found new finalizers ${goStringList(added)}`;
  return [forbidden("metadata.finalizers", text)];
}
