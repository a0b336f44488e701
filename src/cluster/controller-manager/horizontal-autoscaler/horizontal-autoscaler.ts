// Stands for the horizontal pod autoscaler: compares what pods use with what they ask for, and resizes their controller.

import { ApiError } from "../../../api/status.ts";
import type { HorizontalPodAutoscaler } from "../../../api/types.ts";
import type { EventRecorder } from "../../client/event-recorder.ts";
import { timestamp } from "../../client/event-recorder.ts";
import type { Informer } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { ConditionList } from "./condition-list.ts";
import type { MetricStatus } from "./metrics.ts";
import { keyOf, Recommendations } from "./recommendations.ts";
import { decide, ScaleHistory } from "./scaling-rules.ts";
import { readScale, type Scale, writeScale } from "./target-scale.ts";

const SYNC_PERIOD_MS = 15_000;

type Status = HorizontalPodAutoscaler["status"];

/** What one look at an autoscaler comes to. */
interface Outcome {
  readonly current: number;
  readonly desired: number;
  readonly metrics: readonly MetricStatus[] | null;
  readonly rescaled: boolean;
}

export function startHorizontalPodAutoscalers(context: ControllerContext): void {
  const autoscalers = context.informers.of<HorizontalPodAutoscaler>(resources.horizontalpodautoscalers);
  const autoscaling = new Autoscaling(context, autoscalers);
  const queue = context.queue((key) => autoscaling.reconcile(key), { latencyMs: SYNC_PERIOD_MS });
  autoscalers.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed === undefined) return;
    const key = keyOf(changed);
    if (next === undefined) autoscaling.forget(key);
    else if (previous === undefined) queue.add(key);
  });
}

class Autoscaling {
  private readonly recorder: EventRecorder;
  private readonly recommendations: Recommendations;
  private readonly histories = new Map<string, ScaleHistory>();

  constructor(
    private readonly context: ControllerContext,
    private readonly autoscalers: Informer<HorizontalPodAutoscaler>,
  ) {
    this.recorder = context.recorder("horizontal-pod-autoscaler");
    this.recommendations = new Recommendations(context, (...news) => this.warn(...news));
  }

  forget(key: string): void {
    this.histories.delete(key);
    this.recommendations.forget(key);
  }

  reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const autoscaler = this.autoscalers.get({ namespace, name });
    if (autoscaler === undefined) return {};
    this.sync(autoscaler);
    return { requeueAfterMs: SYNC_PERIOD_MS };
  }

  private sync(autoscaler: HorizontalPodAutoscaler): void {
    const now = timestamp(this.context.clock.now());
    const conditions = new ConditionList(autoscaler.status?.conditions ?? [], now);
    const scale = readScale(this.context, autoscaler);
    if (typeof scale === "string") {
      this.warn(autoscaler, "FailedGetScale", scale);
      const message = `the HPA controller was unable to get the target's current scale: ${scale}`;
      conditions.set("AbleToScale", "False", "FailedGetScale", message);
      this.write(autoscaler, { ...autoscaler.status, conditions: conditions.all() });
      return;
    }
    const able = "the HPA controller was able to get the target's current scale";
    conditions.set("AbleToScale", "True", "SucceededGetScale", able);
    const { current, desired, metrics, rescaled } = this.decide(autoscaler, scale, conditions);
    const lastScaleTime = rescaled ? now : autoscaler.status?.lastScaleTime;
    // Null, not absent, is how Kubernetes writes a list that it has not made.
    const currentMetrics = metrics as Status["currentMetrics"];
    this.write(autoscaler, {
      conditions: conditions.all(),
      ...(currentMetrics === undefined ? {} : { currentMetrics }),
      ...(current === 0 ? {} : { currentReplicas: current }),
      desiredReplicas: desired,
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
    });
  }

  private decide(autoscaler: HorizontalPodAutoscaler, scale: Scale, conditions: ConditionList): Outcome {
    const { minReplicas = 1, maxReplicas, behavior } = autoscaler.spec;
    const current = scale.spec.replicas ?? 0;
    const nowMs = this.context.clock.now();
    const history = this.historyOf(keyOf(autoscaler));
    history.begin(nowMs, current);
    if (current === 0 && minReplicas !== 0) {
      const message = "scaling is disabled since the replica count of the target is zero";
      conditions.set("ScalingActive", "False", "ScalingDisabled", message);
      return { current, desired: 0, metrics: null, rescaled: false };
    }
    const resize = (desired: number, reason: string, metrics: readonly MetricStatus[] | null): Outcome =>
      this.resize(autoscaler, { current, desired, reason, metrics }, conditions);
    if (current > maxReplicas) return resize(maxReplicas, "Current number of replicas above Spec.MaxReplicas", null);
    if (current < minReplicas) return resize(minReplicas, "Current number of replicas below Spec.MinReplicas", null);
    const { computed, metrics } = this.recommendations.compute(autoscaler, scale, conditions);
    if (computed === undefined) {
      return { current, desired: autoscaler.status?.desiredReplicas ?? 0, metrics, rescaled: false };
    }
    const wish = { current, desired: computed.replicas, min: minReplicas, max: maxReplicas, nowMs };
    const { replicas, able, limited } = decide(history, wish, behavior);
    conditions.set("AbleToScale", "True", able.reason, able.message);
    conditions.set("ScalingLimited", limited.status, limited.reason, limited.message);
    if (replicas === current) return { current, desired: current, metrics, rescaled: false };
    const reason =
      computed.replicas > current
        ? `${computed.metric} above target`
        : computed.replicas < current
          ? "All metrics below target"
          : "";
    return resize(replicas, reason, metrics);
  }

  private resize(
    autoscaler: HorizontalPodAutoscaler,
    wish: { current: number; desired: number; reason: string; metrics: readonly MetricStatus[] | null },
    conditions: ConditionList,
  ): Outcome {
    const { current, desired, reason, metrics } = wish;
    const failure = writeScale(this.context, autoscaler, desired);
    const news = `New size: ${desired}; reason: ${reason}`;
    if (failure !== undefined) {
      this.warn(autoscaler, "FailedRescale", `${news}; error: ${failure}`);
      const message = `the HPA controller was unable to update the target scale: ${failure}`;
      conditions.set("AbleToScale", "False", "FailedUpdateScale", message);
      return { current, desired: autoscaler.status?.desiredReplicas ?? 0, metrics, rescaled: false };
    }
    const message = `the HPA controller was able to update the target scale to ${desired}`;
    conditions.set("AbleToScale", "True", "SucceededRescale", message);
    this.recorder.record({ object: autoscaler }, "Normal", "SuccessfulRescale", news);
    this.historyOf(keyOf(autoscaler)).changed(this.context.clock.now(), current, desired);
    return { current, desired, metrics, rescaled: true };
  }

  private historyOf(key: string): ScaleHistory {
    const known = this.histories.get(key) ?? new ScaleHistory();
    this.histories.set(key, known);
    return known;
  }

  private warn(autoscaler: HorizontalPodAutoscaler, reason: string, message: string): void {
    this.recorder.record({ object: autoscaler }, "Warning", reason, message);
  }

  private write(autoscaler: HorizontalPodAutoscaler, status: Status): void {
    if (deepEqual(status, autoscaler.status)) return;
    try {
      this.context.client.updateStatus(resources.horizontalpodautoscalers, { ...autoscaler, status });
    } catch (error) {
      // Somebody has changed it meanwhile, or it is gone: the next look is soon enough.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
