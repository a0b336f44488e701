// Stands for `kubectl describe poddisruptionbudget` and `priorityclass`.

import type { PodDisruptionBudget, PriorityClass } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeName } from "./header.ts";
import { formatLabels, formatSelector } from "./labels.ts";

export async function describePodDisruptionBudget(
  budget: PodDisruptionBudget,
  context: DescribeContext,
): Promise<string> {
  const writer = new DescriptionWriter();
  const { spec, status } = budget;
  writeName(writer, budget);
  if (spec.minAvailable !== undefined) writer.field(0, "Min available", spec.minAvailable);
  else if (spec.maxUnavailable !== undefined) writer.field(0, "Max unavailable", spec.maxUnavailable);
  writer.field(0, "Selector", spec.selector ? formatSelector(spec.selector) : "<unset>");
  writer.line(0, "Status:");
  writer.field(2, "Allowed disruptions", status?.disruptionsAllowed ?? 0);
  writer.field(2, "Current", status?.currentHealthy ?? 0);
  writer.field(2, "Desired", status?.desiredHealthy ?? 0);
  writer.field(2, "Total", status?.expectedPods ?? 0);
  await writeEventsOf(writer, [subjectOf(budget)], context);
  return writer.text();
}

export async function describePriorityClass(priorityClass: PriorityClass, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writer.field(0, "Name", priorityClass.metadata.name);
  writer.field(0, "Value", priorityClass.value);
  writer.field(0, "GlobalDefault", priorityClass.globalDefault === true);
  writer.field(0, "PreemptionPolicy", priorityClass.preemptionPolicy ?? "PreemptLowerPriority");
  writer.field(0, "Description", priorityClass.description ?? "");
  writer.field(0, "Annotations", formatLabels(priorityClass.metadata.annotations));
  await writeEventsOf(writer, [subjectOf(priorityClass)], context);
  return writer.text();
}
