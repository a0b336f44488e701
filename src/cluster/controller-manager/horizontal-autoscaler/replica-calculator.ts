// How many replicas a resource metric asks for. Pods that say nothing, or nothing yet, are counted so that the number moves less.

import { quantityMilliValue, quantityOf } from "../../../api/quantity.ts";
import type { Pod } from "../../../api/types.ts";
import { MetricsError, type PodMetrics } from "./resource-metrics.ts";

/** What the pods should use on average: a share of their requests, or an amount (in thousandths). */
export type Target =
  | { readonly kind: "utilization"; readonly percent: number }
  | { readonly kind: "value"; readonly milli: number };

export interface Calculation {
  readonly metrics: PodMetrics;
  /** All pods that the target's selector finds. */
  readonly pods: readonly Pod[];
  readonly current: number;
  readonly resource: string;
  readonly container: string | undefined;
  readonly target: Target;
  readonly nowMs: number;
}

export interface Recommendation {
  readonly replicas: number;
  /** Per pod, in thousandths. */
  readonly averageMilli: number;
  readonly utilization: number | undefined;
}

const TOLERANCE = 0.1;
/** A pod's processor time says little while it is starting. */
const CPU_INITIALIZATION_MS = 5 * 60_000;
const INITIAL_READINESS_MS = 30_000;

/** Throws MetricsError. */
export function recommend(calculation: Calculation): Recommendation {
  const { pods, current } = calculation;
  if (pods.length === 0) throw new MetricsError("no pods returned by selector while calculating replica count");
  const metrics: PodMetrics = new Map(calculation.metrics);
  const { ready, unready, missing, ignored } = groupPods(calculation);
  for (const name of [...ignored, ...unready]) metrics.delete(name);
  if (metrics.size === 0) {
    throw new MetricsError("did not receive metrics for targeted pods (pods might be unready)");
  }
  const measure = measureOf(calculation);
  const { ratio, averageMilli, utilization } = measure(metrics);
  const answer = (replicas: number): Recommendation => ({ replicas, averageMilli, utilization });
  const countsUnready = unready.length > 0 && ratio > 1;
  if (!countsUnready && missing.length === 0) {
    return answer(isClose(ratio) ? current : Math.ceil(ratio * ready));
  }
  const nothing = { value: 0, atMs: 0, windowMs: 0 };
  const fallback = fallbackOf(calculation);
  for (const name of missing) {
    if (ratio < 1) metrics.set(name, { ...nothing, value: fallback(name) });
    else if (ratio > 1) metrics.set(name, nothing);
  }
  if (countsUnready) for (const name of unready) metrics.set(name, nothing);
  const { ratio: again } = measure(metrics);
  const turns = (ratio < 1 && again > 1) || (ratio > 1 && again < 1);
  const replicas = Math.ceil(again * metrics.size);
  const overshoots = (again < 1 && replicas > current) || (again > 1 && replicas < current);
  return answer(isClose(again) || turns || overshoots ? current : replicas);
}

function isClose(ratio: number): boolean {
  return Math.abs(1 - ratio) <= TOLERANCE;
}

interface Measure {
  readonly ratio: number;
  readonly averageMilli: number;
  readonly utilization: number | undefined;
}

function measureOf(calculation: Calculation): (metrics: PodMetrics) => Measure {
  const { target } = calculation;
  if (target.kind === "value") {
    return (metrics) => {
      const averageMilli = Math.floor(sum([...metrics.values()].map(({ value }) => value)) / metrics.size);
      return { ratio: averageMilli / target.milli, averageMilli, utilization: undefined };
    };
  }
  const requests = requestsOf(calculation);
  return (metrics) => {
    const known = [...metrics].filter(([name]) => requests.has(name));
    const requested = sum(known.map(([name]) => requests.get(name) ?? 0));
    if (requested === 0) throw new MetricsError("no metrics returned matched known pods");
    const used = sum(known.map(([, { value }]) => value));
    const utilization = Math.floor((used * 100) / requested);
    return { ratio: utilization / target.percent, averageMilli: Math.floor(used / known.length), utilization };
  };
}

/** What a pod without metrics is taken to use when there seem to be too many. */
function fallbackOf(calculation: Calculation): (pod: string) => number {
  const { target } = calculation;
  if (target.kind === "value") return () => target.milli;
  const requests = requestsOf(calculation);
  return (pod) => Math.floor(((requests.get(pod) ?? 0) * Math.max(100, target.percent)) / 100);
}

/** Each pod's request, in thousandths. Throws MetricsError where a container asks for nothing. */
function requestsOf({ pods, container, resource }: Calculation): ReadonlyMap<string, number> {
  return new Map(
    pods.map(({ metadata, spec }) => {
      const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
      const counted = [...spec.containers, ...sidecars].filter(
        ({ name }) => container === undefined || name === container,
      );
      const amounts = counted.map(({ name, resources }) => {
        const request = resources?.requests?.[resource];
        if (request !== undefined) return quantityMilliValue(quantityOf(request));
        throw new MetricsError(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`);
      });
      return [metadata.name, sum(amounts)];
    }),
  );
}

interface Groups {
  readonly ready: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

function groupPods({ pods, metrics, resource, nowMs }: Calculation): Groups {
  const groups = { ready: 0, unready: [] as string[], missing: [] as string[], ignored: [] as string[] };
  for (const pod of pods) {
    const { name } = pod.metadata;
    const metric = metrics.get(name);
    if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === "Failed") groups.ignored.push(name);
    else if (pod.status?.phase === "Pending") groups.unready.push(name);
    else if (metric === undefined) groups.missing.push(name);
    else if (resource === "cpu" && isStarting(pod, metric, nowMs)) groups.unready.push(name);
    else groups.ready++;
  }
  return groups;
}

function isStarting({ status }: Pod, metric: { atMs: number; windowMs: number }, nowMs: number): boolean {
  const condition = status.conditions?.find(({ type }) => type === "Ready");
  if (condition === undefined || status.startTime === undefined) return true;
  const startedMs = Date.parse(status.startTime);
  const isUnready = condition.status === "False";
  const sinceMs = Date.parse(condition.lastTransitionTime ?? "");
  if (startedMs + CPU_INITIALIZATION_MS > nowMs) return isUnready || metric.atMs < sinceMs + metric.windowMs;
  // It has never been ready.
  return isUnready && startedMs + INITIAL_READINESS_MS > sinceMs;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
