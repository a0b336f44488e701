// Stands for the horizontal pod autoscaler: compares what pods use with what they ask for, and resizes their controller.

import { catalogue, parseApiVersion } from "../../api/catalogue.ts";
import { amountsOf, podRequests } from "../../api/pod-requests.ts";
import { parseLabelSelector, matchesLabels } from "../../api/selector.ts";
import { ApiError } from "../../api/status.ts";
import type { HorizontalPodAutoscaler, KubeObject, Pod } from "../../api/types.ts";
import type { ResourceAddress } from "../client/client.ts";
import { timestamp } from "../client/event-recorder.ts";
import { keyOf } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ControllerContext } from "./controller.ts";
import { deepEqual } from "./deep-equal.ts";
import { isActive, isReady } from "./pod-state.ts";

const SYNC_PERIOD_MS = 15_000;
const TOLERANCE = 0.1;
const DOWNSCALE_WINDOW_MS = 300_000;

type Status = HorizontalPodAutoscaler["status"];
type Condition = NonNullable<Status["conditions"]>[number];
type MetricSpec = NonNullable<HorizontalPodAutoscaler["spec"]["metrics"]>[number];
type MetricStatus = NonNullable<Status["currentMetrics"]>[number];

interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

interface PodMetrics extends KubeObject {
  readonly containers: readonly { readonly usage: Readonly<Record<string, string>> }[];
}

type Proposal =
  | { readonly kind: "replicas"; readonly replicas: number; readonly reason: string; readonly current: readonly MetricStatus[] }
  | { readonly kind: "unknown"; readonly reason: string; readonly message: string };

export function startHorizontalPodAutoscalers(context: ControllerContext): void {
  const { client, clock } = context;
  const recorder = context.recorder("horizontal-pod-autoscaler");
  const autoscalers = context.informers.of<HorizontalPodAutoscaler>(resources.horizontalpodautoscalers);
  /** What was proposed lately, by uid: a fall waits until nothing higher has been proposed for five minutes. */
  const proposals = new Map<string, { atMs: number; replicas: number }[]>();
  const queue = context.queue(reconcile, { latencyMs: SYNC_PERIOD_MS });

  autoscalers.onChange((next, previous) => {
    if (next === undefined) proposals.delete(previous?.metadata.uid ?? "");
    else if (previous === undefined) queue.add(`${next.metadata.namespace}/${next.metadata.name}`);
  });

  function reconcile(key: string) {
    const [namespace = "", name = ""] = key.split("/");
    const autoscaler = autoscalers.get({ namespace, name });
    if (autoscaler === undefined) return {};
    sync(autoscaler);
    return { requeueAfterMs: SYNC_PERIOD_MS };
  }

  function sync(autoscaler: HorizontalPodAutoscaler): void {
    const { scaleTargetRef, minReplicas = 1, maxReplicas } = autoscaler.spec;
    const conditions = new ConditionList(autoscaler.status?.conditions ?? [], timestamp(clock.now()));
    const scale = readScale(autoscaler, conditions);
    if (scale === undefined) return write(autoscaler, { ...autoscaler.status, conditions: conditions.all() });
    conditions.set("AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale");
    const current = scale.spec.replicas ?? 0;
    let desired = current;
    let reason = "";
    let metrics = autoscaler.status?.currentMetrics;
    if (current === 0 && minReplicas !== 0) {
      conditions.set("ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero");
      return write(autoscaler, statusOf(autoscaler, current, 0, conditions, metrics));
    }
    if (current > maxReplicas) [desired, reason] = [maxReplicas, "Current number of replicas above Spec.MaxReplicas"];
    else if (current < minReplicas) [desired, reason] = [minReplicas, "Current number of replicas below Spec.MinReplicas"];
    else {
      const proposal = propose(autoscaler, scale, current);
      if (proposal.kind === "unknown") {
        conditions.set("ScalingActive", "False", proposal.reason, proposal.message);
        announceUnknown(autoscaler, proposal.reason, proposal.message);
        return write(autoscaler, statusOf(autoscaler, current, autoscaler.status?.desiredReplicas ?? 0, conditions, metrics));
      }
      metrics = proposal.current;
      conditions.set("ScalingActive", "True", "ValidMetricFound", `the HPA was able to successfully calculate a replica count from ${proposal.reason}`);
      desired = bounded(stabilized(autoscaler, current, proposal.replicas, conditions), minReplicas, maxReplicas, conditions);
      reason = desired > current ? `${proposal.reason} above target` : "All metrics below target";
    }
    if (desired !== current) resize(autoscaler, scaleTargetRef, scale, desired, reason, conditions);
    write(autoscaler, statusOf(autoscaler, current, desired, conditions, metrics, desired !== current));
  }

  function readScale(autoscaler: HorizontalPodAutoscaler, conditions: ConditionList): Scale | undefined {
    const { kind, name, apiVersion = "apps/v1" } = autoscaler.spec.scaleTargetRef;
    const address = addressOf(apiVersion, kind);
    const key = { namespace: autoscaler.metadata.namespace, name: `${name}/scale` };
    try {
      if (address !== undefined) return client.get<Scale>(address, key);
      fail(`no matches for kind "${kind}" in group "${parseApiVersion(apiVersion).group}"`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fail(error.message);
    }
    return undefined;

    function fail(message: string): void {
      recorder.record({ object: autoscaler }, "Warning", "FailedGetScale", message);
      conditions.set("AbleToScale", "False", "FailedGetScale", `the HPA controller was unable to get the target's current scale: ${message}`);
    }
  }

  function propose(autoscaler: HorizontalPodAutoscaler, scale: Scale, current: number): Proposal {
    const requirements = parseLabelSelector(scale.status.selector ?? "");
    const namespace = autoscaler.metadata.namespace ?? "";
    const pods = context.informers.of<Pod>(resources.pods).list(namespace).filter((pod) => matchesLabels(requirements, pod.metadata.labels) && isActive(pod));
    let best: Proposal | undefined;
    for (const metric of autoscaler.spec.metrics ?? []) {
      const proposal = proposeFor(metric, pods, namespace, current);
      if (proposal.kind === "unknown") return proposal;
      if (best === undefined || (best.kind === "replicas" && proposal.replicas > best.replicas)) best = proposal;
    }
    return best ?? { kind: "replicas", replicas: current, reason: "no metric", current: [] };
  }

  function proposeFor({ type, resource }: MetricSpec, pods: readonly Pod[], namespace: string, current: number): Proposal {
    if (type !== "Resource" || resource === undefined) {
      return { kind: "unknown", reason: "InvalidMetricSourceType", message: `k8s-tutor does not simulate metrics of type "${type}"` };
    }
    const { name, target } = resource;
    const unknown = (why: string): Proposal => ({
      kind: "unknown",
      reason: "FailedGetResourceMetric",
      message: `the HPA was unable to compute the replica count: failed to get ${name} ${target.type === "Utilization" ? "utilization" : "usage"}: ${why}`,
    });
    const usage = usageByPod(namespace, name);
    if (typeof usage === "string") return unknown(usage);
    const measured = pods.filter((pod) => isReady(pod) && usage.has(pod.metadata.name));
    if (measured.length === 0) return unknown("no metrics returned from resource metrics API");
    const used = measured.reduce((sum, pod) => sum + (usage.get(pod.metadata.name) ?? 0), 0);
    const asked = measured.map((pod) => podRequests(pod).get(name) ?? 0);
    const missing = asked.indexOf(0);
    const byShare = target.averageUtilization !== undefined;
    if (byShare && missing !== -1) {
      const pod = measured[missing];
      return unknown(`missing request for ${name} in container ${pod?.spec.containers[0]?.name} of Pod ${pod?.metadata.name}`);
    }
    const average = used / measured.length;
    const total = asked.reduce((sum, each) => sum + each, 0);
    const wanted = byShare ? (target.averageUtilization ?? 0) : (amountsOf({ [name]: target.averageValue ?? "0" }).get(name) ?? 0);
    const ratio = (byShare ? (100 * used) / total : average) / wanted;
    const replicas = Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(ratio * measured.length);
    const averageValue = name === "cpu" ? `${Math.round(average)}m` : String(Math.round(average));
    const share = byShare ? { averageUtilization: Math.floor((100 * used) / total) } : {};
    const reason = `${name} resource ${byShare ? "utilization (percentage of request)" : ""}`.trim();
    return { kind: "replicas", replicas, reason, current: [{ type: "Resource", resource: { name, current: { averageValue, ...share } } }] };
  }

  /** What each pod uses, or why nobody knows. */
  function usageByPod(namespace: string, resource: string): ReadonlyMap<string, number> | string {
    const address: ResourceAddress = { group: "metrics.k8s.io", version: "v1beta1", resource: "pods" };
    try {
      const { items } = client.list<PodMetrics>(address, namespace);
      return new Map(
        items.map(({ metadata, containers }) => [
          metadata.name,
          containers.reduce((sum, { usage }) => sum + (amountsOf(usage).get(resource) ?? 0), 0),
        ]),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return `unable to get metrics for resource ${resource}: unable to fetch metrics from resource metrics API: ${error.message} (get pods.metrics.k8s.io)`;
    }
  }

  function announceUnknown(autoscaler: HorizontalPodAutoscaler, reason: string, message: string): void {
    const detail = message.replace("the HPA was unable to compute the replica count: ", "");
    recorder.record({ object: autoscaler }, "Warning", reason, detail);
    const summary = `invalid metrics (1 invalid out of ${autoscaler.spec.metrics?.length ?? 1}), first error is: failed to get ${autoscaler.spec.metrics?.[0]?.resource?.name ?? "metric"} resource metric value: ${detail}`;
    recorder.record({ object: autoscaler }, "Warning", "FailedComputeMetricsReplicas", summary);
  }

  function stabilized({ metadata: { uid } }: HorizontalPodAutoscaler, current: number, proposed: number, conditions: ConditionList): number {
    const recent = (proposals.get(uid) ?? []).filter(({ atMs }) => clock.now() - atMs < DOWNSCALE_WINDOW_MS);
    recent.push({ atMs: clock.now(), replicas: proposed });
    proposals.set(uid, recent);
    const highest = Math.max(...recent.map(({ replicas }) => replicas));
    const wanted = proposed >= current ? proposed : Math.min(current, highest);
    if (wanted > proposed) conditions.set("AbleToScale", "True", "ScaleDownStabilized", "recent recommendations were higher than current one, applying the highest recent recommendation");
    else conditions.set("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size");
    // At most twice as many, or four, at a time.
    return Math.min(wanted, Math.max(2 * current, current + 4));
  }

  function bounded(wanted: number, low: number, high: number, conditions: ConditionList): number {
    if (wanted < low) conditions.set("ScalingLimited", "True", "TooFewReplicas", "the desired replica count is less than the minimum replica count");
    else if (wanted > high) conditions.set("ScalingLimited", "True", "TooManyReplicas", "the desired replica count is more than the maximum replica count");
    else conditions.set("ScalingLimited", "False", "DesiredWithinRange", "the desired count is within the acceptable range");
    return Math.max(low, Math.min(high, wanted));
  }

  function resize(
    autoscaler: HorizontalPodAutoscaler,
    { apiVersion = "apps/v1", kind, name }: HorizontalPodAutoscaler["spec"]["scaleTargetRef"],
    scale: Scale,
    replicas: number,
    reason: string,
    conditions: ConditionList,
  ): void {
    const address = addressOf(apiVersion, kind);
    if (address === undefined) return;
    client.patch(address, { namespace: scale.metadata.namespace, name }, { spec: { replicas } }, "scale");
    recorder.record({ object: autoscaler }, "Normal", "SuccessfulRescale", `New size: ${replicas}; reason: ${reason}`);
    conditions.set("AbleToScale", "True", "SucceededRescale", `the HPA controller was able to update the target scale to ${replicas}`);
  }

  function statusOf(autoscaler: HorizontalPodAutoscaler, current: number, desired: number, conditions: ConditionList, metrics: Status["currentMetrics"], scaled = false): Status {
    const before = autoscaler.status?.lastScaleTime;
    const lastScaleTime = scaled ? timestamp(clock.now()) : before;
    return {
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      ...(current === 0 ? {} : { currentReplicas: current }),
      desiredReplicas: desired,
      ...(metrics === undefined ? {} : { currentMetrics: metrics }),
      conditions: conditions.all(),
    };
  }

  function write(autoscaler: HorizontalPodAutoscaler, status: Status): void {
    if (deepEqual(status, autoscaler.status)) return;
    client.patch(resources.horizontalpodautoscalers, keyOf(autoscaler), { status }, "status");
  }
}

function addressOf(apiVersion: string, kind: string): ResourceAddress | undefined {
  const { group } = parseApiVersion(apiVersion);
  return catalogue().find((each) => each.group === group && each.kind === kind);
}

class ConditionList {
  private readonly conditions: Condition[];

  constructor(
    present: readonly Condition[],
    private readonly now: string,
  ) {
    this.conditions = [...present];
  }

  all(): readonly Condition[] {
    return this.conditions;
  }

  set(type: string, status: string, reason: string, message: string): void {
    const index = this.conditions.findIndex((condition) => condition.type === type);
    const since = this.conditions[index]?.status === status ? this.conditions[index]?.lastTransitionTime : undefined;
    const condition: Condition = { type, status, lastTransitionTime: since ?? this.now, reason, message };
    if (index === -1) this.conditions.push(condition);
    else this.conditions[index] = condition;
  }
}
