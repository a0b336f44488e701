// Stands for `kubectl describe statefulset`.

import { formatLabelSelector } from "../../api/selector.ts";
import type { PersistentVolumeClaim, StatefulSet } from "../../api/types.ts";
import { storageClassOf } from "./claim.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeMarks, writeName } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { writeLabels } from "./labels.ts";
import { podCounts } from "./pod-counts.ts";
import { writePodTemplate } from "./pod-template.ts";
import { goList } from "./values.ts";

export async function describeStatefulSet(set: StatefulSet, context: DescribeContext): Promise<string> {
  const { metadata, spec, status } = set;
  const selector = formatLabelSelector(spec.selector);
  const counts = await podCounts(context.reader, set, selector);
  const writer = new DescriptionWriter();
  writeName(writer, set);
  writer.field(0, "CreationTimestamp", formatInstant(metadata.creationTimestamp));
  writer.field(0, "Selector", selector);
  writeMarks(writer, set);
  writer.field(0, "Replicas", `${spec.replicas ?? 1} desired | ${status?.replicas ?? 0} total`);
  writeUpdateStrategy(writer, set);
  writer.field(0, "Pods Status", counts);
  writePodTemplate(writer, spec.template);
  writeClaimTemplates(writer, (spec.volumeClaimTemplates ?? []) as unknown as readonly PersistentVolumeClaim[]);
  await writeEventsOf(writer, [subjectOf(set)], context);
  return writer.text();
}

function writeUpdateStrategy(writer: DescriptionWriter, { spec }: StatefulSet): void {
  writer.field(0, "Update Strategy", spec.updateStrategy?.type ?? "");
  const rolling = spec.updateStrategy?.rollingUpdate;
  if (!rolling || rolling.partition === undefined) return;
  writer.field(1, "Partition", rolling.partition);
  if (rolling.maxUnavailable !== undefined) writer.field(1, "MaxUnavailable", rolling.maxUnavailable);
}

function writeClaimTemplates(writer: DescriptionWriter, templates: readonly PersistentVolumeClaim[]): void {
  writer.line(0, templates.length === 0 ? "Volume Claims:\t<none>" : "Volume Claims:");
  for (const template of templates) {
    const { metadata, spec } = template;
    writer.field(1, "Name", metadata.name);
    writer.field(1, "StorageClass", storageClassOf(template));
    writeLabels(writer, "Labels", metadata.labels, "  ");
    writeLabels(writer, "Annotations", metadata.annotations, "  ");
    writer.field(1, "Capacity", spec.resources?.requests?.storage ?? "<default>");
    writer.field(1, "Access Modes", goList(spec.accessModes));
  }
}
