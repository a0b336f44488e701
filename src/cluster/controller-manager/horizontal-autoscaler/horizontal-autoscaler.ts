// Stands for the horizontal pod autoscaler: compares what pods use with what they ask for, and resizes their controller.

import { catalogue, parseApiVersion } from "../../../api/catalogue.ts";
import { matchesLabels, parseLabelSelector } from "../../../api/selector.ts";
import { ApiError } from "../../../api/status.ts";
import type { HorizontalPodAutoscaler, KubeObject, Pod } from "../../../api/types.ts";
import type { ResourceAddress } from "../../client/client.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { keyOf } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { isActive } from "../pod-state.ts";
import { ConditionList } from "./condition-list.ts";
import { propose } from "./metrics.ts";

const SYNC_PERIOD_MS = 15_000;
const DOWNSCALE_WINDOW_MS = 300_000;

type Status = HorizontalPodAutoscaler["status"];

interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

export function startHorizontalPodAutoscalers(context: ControllerContext): void {
  const { client, clock } = context;
  const recorder = context.recorder("horizontal-pod-autoscaler");
  const autoscalers = context.informers.of<HorizontalPodAutoscaler>(resources.horizontalpodautoscalers);
  const pods = context.informers.of<Pod>(resources.pods);
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
    if (scale === undefined) {
      write(autoscaler, { ...autoscaler.status, conditions: conditions.all() });
      return;
    }
    conditions.set(
      "AbleToScale",
      "True",
      "SucceededGetScale",
      "the HPA controller was able to get the target's current scale",
    );
    const current = scale.spec.replicas ?? 0;
    let desired = current;
    let reason = "";
    let metrics = autoscaler.status?.currentMetrics;
    if (current === 0 && minReplicas !== 0) {
      conditions.set(
        "ScalingActive",
        "False",
        "ScalingDisabled",
        "scaling is disabled since the replica count of the target is zero",
      );
      write(autoscaler, statusOf(autoscaler, current, 0, conditions, metrics));
      return;
    }
    if (current > maxReplicas) [desired, reason] = [maxReplicas, "Current number of replicas above Spec.MaxReplicas"];
    else if (current < minReplicas)
      [desired, reason] = [minReplicas, "Current number of replicas below Spec.MinReplicas"];
    else {
      const proposal = propose(client, autoscaler, podsOf(autoscaler, scale), current);
      if (proposal.kind === "unknown") {
        conditions.set("ScalingActive", "False", proposal.reason, proposal.message);
        announceUnknown(autoscaler, proposal.reason, proposal.message);
        write(autoscaler, statusOf(autoscaler, current, autoscaler.status?.desiredReplicas ?? 0, conditions, metrics));
        return;
      }
      metrics = proposal.current;
      conditions.set(
        "ScalingActive",
        "True",
        "ValidMetricFound",
        `the HPA was able to successfully calculate a replica count from ${proposal.reason}`,
      );
      desired = bounded(
        stabilized(autoscaler, current, proposal.replicas, conditions),
        minReplicas,
        maxReplicas,
        conditions,
      );
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
      conditions.set(
        "AbleToScale",
        "False",
        "FailedGetScale",
        `the HPA controller was unable to get the target's current scale: ${message}`,
      );
    }
  }

  function podsOf(autoscaler: HorizontalPodAutoscaler, scale: Scale): Pod[] {
    const requirements = parseLabelSelector(scale.status.selector ?? "");
    const all = pods.list(autoscaler.metadata.namespace);
    return all.filter((pod) => matchesLabels(requirements, pod.metadata.labels) && isActive(pod));
  }

  function announceUnknown(autoscaler: HorizontalPodAutoscaler, reason: string, message: string): void {
    const detail = message.replace("the HPA was unable to compute the replica count: ", "");
    recorder.record({ object: autoscaler }, "Warning", reason, detail);
    const summary = `invalid metrics (1 invalid out of ${autoscaler.spec.metrics?.length ?? 1}), first error is: failed to get ${autoscaler.spec.metrics?.[0]?.resource?.name ?? "metric"} resource metric value: ${detail}`;
    recorder.record({ object: autoscaler }, "Warning", "FailedComputeMetricsReplicas", summary);
  }

  function stabilized(
    { metadata: { uid } }: HorizontalPodAutoscaler,
    current: number,
    proposed: number,
    conditions: ConditionList,
  ): number {
    const recent = (proposals.get(uid) ?? []).filter(({ atMs }) => clock.now() - atMs < DOWNSCALE_WINDOW_MS);
    recent.push({ atMs: clock.now(), replicas: proposed });
    proposals.set(uid, recent);
    const highest = Math.max(...recent.map(({ replicas }) => replicas));
    const wanted = proposed >= current ? proposed : Math.min(current, highest);
    if (wanted > proposed)
      conditions.set(
        "AbleToScale",
        "True",
        "ScaleDownStabilized",
        "recent recommendations were higher than current one, applying the highest recent recommendation",
      );
    else conditions.set("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size");
    // At most twice as many, or four, at a time.
    return Math.min(wanted, Math.max(2 * current, current + 4));
  }

  function bounded(wanted: number, low: number, high: number, conditions: ConditionList): number {
    if (wanted < low)
      conditions.set(
        "ScalingLimited",
        "True",
        "TooFewReplicas",
        "the desired replica count is less than the minimum replica count",
      );
    else if (wanted > high)
      conditions.set(
        "ScalingLimited",
        "True",
        "TooManyReplicas",
        "the desired replica count is more than the maximum replica count",
      );
    else
      conditions.set(
        "ScalingLimited",
        "False",
        "DesiredWithinRange",
        "the desired count is within the acceptable range",
      );
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
    conditions.set(
      "AbleToScale",
      "True",
      "SucceededRescale",
      `the HPA controller was able to update the target scale to ${replicas}`,
    );
  }

  function statusOf(
    autoscaler: HorizontalPodAutoscaler,
    current: number,
    desired: number,
    conditions: ConditionList,
    metrics: Status["currentMetrics"],
    scaled = false,
  ): Status {
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
