// StorageClasses.

import { catalogued } from "../../../api/catalogue.ts";
import { qualifiedNameErrors } from "../../../api/names.ts";
import type { StorageClass } from "../../../api/types.ts";
import { AGE, text } from "./columns.ts";
import { deepEqual, duplicate, forbidden, immutable, invalidEach, notSupported, required } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

const DEFAULT_ANNOTATIONS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

function nameText({ metadata }: StorageClass): string {
  const isDefault = DEFAULT_ANNOTATIONS.some((key) => metadata.annotations?.[key] === "true");
  return isDefault ? `${metadata.name} (default)` : metadata.name;
}

const POLICIES = ["Delete", "Retain"];
const BINDING_MODES = ["Immediate", "WaitForFirstConsumer"];

function validate({
  provisioner = "",
  reclaimPolicy = "",
  volumeBindingMode = "",
  allowedTopologies: topologies,
}: StorageClass): FieldError[] {
  const errors =
    provisioner === ""
      ? [required("provisioner")]
      : invalidEach("provisioner", provisioner, qualifiedNameErrors(provisioner.toLowerCase()));
  if (!POLICIES.includes(reclaimPolicy)) errors.push(notSupported("reclaimPolicy", reclaimPolicy, POLICIES));
  if (!BINDING_MODES.includes(volumeBindingMode)) {
    errors.push(notSupported("volumeBindingMode", volumeBindingMode, BINDING_MODES));
  }
  return [...errors, ...topologyErrors(topologies)];
}

type Topologies = NonNullable<StorageClass["allowedTopologies"]>;

function topologyErrors(topologies: Topologies = []): FieldError[] {
  return topologies.flatMap(({ matchLabelExpressions = [] }, t) => {
    const keys = new Set<string>();
    return matchLabelExpressions.flatMap(({ key = "", values = [] }, i) => {
      const field = `allowedTopologies[${t}].matchLabelExpressions[${i}]`;
      const errors = values.length === 0 ? [required(`${field}.values`)] : [];
      for (const [v, value] of values.entries())
        if (values.indexOf(value) < v) errors.push(duplicate(`${field}.values[${v}]`, value));
      errors.push(...invalidEach(`${field}.key`, key, qualifiedNameErrors(key)));
      if (keys.has(key)) errors.push(duplicate(`${field}.key`, key));
      keys.add(key);
      return errors;
    });
  });
}

function validateUpdate(next: StorageClass, previous: StorageClass): FieldError[] {
  const fixed = ["parameters", "provisioner", "reclaimPolicy"] as const;
  return [
    ...fixed
      .filter((field) => !deepEqual(next[field], previous[field]))
      .map((field) => forbidden(field, `updates to ${field} are forbidden.`)),
    ...immutable("volumeBindingMode", next.volumeBindingMode, previous.volumeBindingMode),
  ];
}

export const storageClasses = defineKind<StorageClass>({
  get resource() {
    return catalogued("storage.k8s.io", "storageclasses");
  },
  applyDefaults: (storageClass) => {
    storageClass.reclaimPolicy ??= "Delete";
    storageClass.volumeBindingMode ??= "Immediate";
  },
  validate,
  validateUpdate,
  columns: [
    { name: "Name", type: "string", format: "name", cell: nameText },
    text("Provisioner", ({ provisioner }) => provisioner),
    text("ReclaimPolicy", ({ reclaimPolicy }) => reclaimPolicy ?? "Delete"),
    text("VolumeBindingMode", ({ volumeBindingMode }) => volumeBindingMode ?? "Immediate"),
    {
      name: "AllowVolumeExpansion",
      type: "boolean",
      cell: ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false,
    },
    AGE,
  ],
});
