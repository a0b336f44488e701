// Stands for `kubectl describe daemonset`.

import { formatLabelSelector } from "../../api/selector.ts";
import type { DaemonSet } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeMarks, writeName } from "./header.ts";
import { formatLabels } from "./labels.ts";
import { podCounts } from "./pod-counts.ts";
import { writePodTemplate } from "./pod-template.ts";

export async function describeDaemonSet(set: DaemonSet, context: DescribeContext): Promise<string> {
  const { spec, status } = set;
  const selector = formatLabelSelector(spec.selector);
  const counts = await podCounts(context.reader, set, selector);
  const writer = new DescriptionWriter();
  writeName(writer, set);
  writer.field(0, "Selector", selector);
  writer.field(0, "Node-Selector", formatLabels(spec.template.spec?.nodeSelector));
  writeMarks(writer, set);
  writer.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  writer.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  writer.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  writer.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  writer.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  writer.field(0, "Pods Status", counts);
  writePodTemplate(writer, spec.template);
  await writeEventsOf(writer, [subjectOf(set)], context);
  return writer.text();
}
