// Stands for `kubectl describe horizontalpodautoscaler`.

import type { HorizontalPodAutoscaler } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeHeader } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { orUnset } from "./values.ts";

type Spec = HorizontalPodAutoscaler["spec"];
type Metric = NonNullable<Spec["metrics"]>[number];
type Current = NonNullable<HorizontalPodAutoscaler["status"]["currentMetrics"]>[number] | undefined;
type Rules = NonNullable<NonNullable<Spec["behavior"]>["scaleUp"]>;

interface MetricValues {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

const UNKNOWN = "<unknown>";

// Whatever version was asked for, kubectl describes autoscaling/v2.
async function inNewestVersion(
  asked: HorizontalPodAutoscaler,
  { reader }: DescribeContext,
): Promise<HorizontalPodAutoscaler> {
  if (asked.apiVersion === "autoscaling/v2") return asked;
  const { name, namespace = "" } = asked.metadata;
  return reader.get(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`);
}

export async function describeHorizontalPodAutoscaler(
  asked: HorizontalPodAutoscaler,
  context: DescribeContext,
): Promise<string> {
  const writer = new DescriptionWriter();
  const hpa = await inNewestVersion(asked, context);
  const { metadata, spec, status } = hpa;
  writeHeader(writer, hpa);
  writer.field(0, "CreationTimestamp", formatInstant(metadata.creationTimestamp));
  writer.field(0, "Reference", `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
  writer.line(0, "Metrics:\t( current / target )");
  for (const [index, metric] of (spec.metrics ?? []).entries()) {
    writer.line(1, formatMetric(metric, status?.currentMetrics?.[index]));
  }
  writer.field(0, "Min replicas", orUnset(spec.minReplicas));
  writer.field(0, "Max replicas", spec.maxReplicas);
  if (spec.behavior) {
    writer.line(0, "Behavior:");
    if (spec.behavior.scaleUp) writeRules(writer, "Scale Up", spec.behavior.scaleUp);
    if (spec.behavior.scaleDown) writeRules(writer, "Scale Down", spec.behavior.scaleDown);
  }
  const { currentReplicas = 0, desiredReplicas = 0 } = status ?? {};
  writer.field(0, `${spec.scaleTargetRef.kind} pods`, `${currentReplicas} current / ${desiredReplicas} desired`);
  writeConditions(writer, hpa);
  await writeEventsOf(writer, [subjectOf(hpa)], context);
  return writer.text();
}

function formatMetric(metric: Metric, current: Current): string {
  const { resource, containerResource, pods, object, external } = metric;
  if (resource) return `resource ${resource.name} on pods${formatUsage(resource.target, current?.resource?.current)}`;
  if (containerResource) {
    const { name, container, target } = containerResource;
    return `resource ${name} of container "${container}" on pods${formatUsage(target, current?.containerResource?.current)}`;
  }
  if (pods)
    return `"${pods.metric.name}" on pods:\t${pair(current?.pods?.current.averageValue, pods.target.averageValue)}`;
  if (object) {
    const title = `"${object.metric.name}" on ${object.describedObject.kind}/${object.describedObject.name}`;
    return `${title} ${formatTarget(object.target.type === "AverageValue", object.target, current?.object?.current)}`;
  }
  if (external) {
    const { metric: source, target } = external;
    return `"${source.name}" ${formatTarget(target.averageValue !== undefined, target, current?.external?.current)}`;
  }
  return `<unknown metric type "${metric.type}">`;
}

function formatUsage(target: MetricValues, current: MetricValues | undefined): string {
  if (target.averageValue !== undefined) return `:\t${pair(current?.averageValue, target.averageValue)}`;
  const used = current?.averageUtilization;
  const shown = used === undefined ? UNKNOWN : `${used}% (${current?.averageValue ?? "<nil>"})`;
  const wanted = target.averageUtilization === undefined ? "<auto>" : `${target.averageUtilization}%`;
  return `  (as a percentage of request):\t${shown} / ${wanted}`;
}

function formatTarget(average: boolean, target: MetricValues, current: MetricValues | undefined): string {
  if (average) return `(target average value):\t${pair(current?.averageValue, target.averageValue)}`;
  return `(target value):\t${pair(current?.value, target.value)}`;
}

function pair(current: string | undefined, target: string | undefined): string {
  return `${current ?? UNKNOWN} / ${target ?? "<nil>"}`;
}

function writeRules(writer: DescriptionWriter, title: string, rules: Rules): void {
  writer.line(1, `${title}:`);
  if (rules.stabilizationWindowSeconds !== undefined) {
    writer.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`);
  }
  const policies = rules.policies ?? [];
  if (policies.length === 0) return;
  writer.line(2, `Select Policy: ${rules.selectPolicy ?? "Max"}`);
  writer.line(2, "Policies:");
  for (const { type, value, periodSeconds } of policies) {
    writer.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
  }
}

function writeConditions(writer: DescriptionWriter, { status }: HorizontalPodAutoscaler): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, "Conditions:");
  writer.line(1, "Type\tStatus\tReason\tMessage");
  writer.line(1, "----\t------\t------\t-------");
  for (const { type, status: state, reason = "", message = "" } of conditions) {
    writer.line(1, [type, state, reason, message].join("\t"));
  }
}
