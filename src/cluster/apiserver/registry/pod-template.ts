// PodTemplates and ControllerRevisions: templates that are kept as objects of their own.

import { catalogued } from "../../../api/catalogue.ts";
import type { ControllerRevision, KubeObject, PodTemplateSpec } from "../../../api/types.ts";
import { AGE, labelsText, NAME, NONE, text } from "./columns.ts";
import { deepEqual, invalid, nonNegative, required } from "./field-error.ts";
import { goText } from "./go-syntax.ts";
import { defineKind } from "./kind.ts";
import { defaultPodTemplate, templateLabels, validatePodTemplate } from "./pod/template.ts";
import { templateWarnings } from "./pod/warnings.ts";

interface PodTemplate extends KubeObject {
  readonly template?: PodTemplateSpec;
}

const containersOf = ({ template }: PodTemplate) => template?.spec?.containers ?? [];

export const podTemplates = defineKind<PodTemplate>({
  get resource() {
    return catalogued("", "podtemplates");
  },
  applyDefaults: (object) => {
    object.template ??= {};
    const template = object.template;
    defaultPodTemplate(template);
  },
  validate: ({ template }) => validatePodTemplate(template ?? {}, "template"),
  warnings: ({ template = {} }, previous) => templateWarnings(template, template, previous?.template, "template"),
  columns: [
    NAME,
    text("Containers", (object) =>
      containersOf(object)
        .map(({ name }) => name)
        .join(","),
    ),
    text("Images", (object) =>
      containersOf(object)
        .map(({ image }) => image ?? "")
        .join(","),
    ),
    text("Pod Labels", ({ template }) => labelsText(templateLabels(template))),
  ],
  hasGeneration: true,
});

function controllerText({ metadata }: ControllerRevision): string {
  const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
  if (owner === undefined) return NONE;
  const group = owner.apiVersion.includes("/") ? `.${owner.apiVersion.split("/")[0]}` : "";
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}

export const controllerRevisions = defineKind<ControllerRevision>({
  get resource() {
    return catalogued("apps", "controllerrevisions");
  },
  validate: ({ data, revision }) => [
    ...(data === undefined ? [required("data", "data is mandatory")] : []),
    ...nonNegative("revision", revision),
  ],
  validateUpdate: (next, previous) =>
    deepEqual(next.data, previous.data)
      ? []
      : [invalid("data", goText("runtime.RawExtension{}"), "field is immutable")],
  columns: [
    NAME,
    text("Controller", controllerText),
    { name: "Revision", type: "integer", cell: ({ revision }) => revision },
    AGE,
  ],
});
