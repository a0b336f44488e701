// The pod template inside Deployments and the like.

import type { PodTemplateSpec } from "../../api/types.ts";
import { writeContainers } from "./container.ts";
import type { LevelWriter } from "./description-writer.ts";
import { writeAnnotations, writeLabels } from "./labels.ts";
import { writeSpreadConstraints, writeTolerations } from "./scheduling.ts";
import { writeVolumes } from "./volume.ts";

const INDENT = "  ";

export function writePodTemplate(writer: LevelWriter, template: PodTemplateSpec | undefined): void {
  writer.line(0, "Pod Template:");
  if (template === undefined) {
    writer.write(1, "<unset>");
    return;
  }
  const { metadata, spec } = template;
  writeLabels(writer, "  Labels", metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0)
    writeAnnotations(writer, "  Annotations", metadata?.annotations);
  if (spec?.serviceAccountName) writer.field(1, "Service Account", spec.serviceAccountName);
  const section = { fieldValue: () => "", indent: INDENT };
  const initContainers = spec?.initContainers ?? [];
  if (initContainers.length > 0)
    writeContainers(writer, { ...section, title: "Init Containers", containers: initContainers });
  writeContainers(writer, { ...section, title: "Containers", containers: spec?.containers ?? [] });
  writeVolumes(writer, spec?.volumes, INDENT);
  writeSpreadConstraints(writer, spec?.topologySpreadConstraints, INDENT);
  if (spec?.priorityClassName) writer.field(1, "Priority Class Name", spec.priorityClassName);
  writeLabels(writer, "  Node-Selectors", spec?.nodeSelector);
  writeTolerations(writer, "  Tolerations", spec?.tolerations);
}
