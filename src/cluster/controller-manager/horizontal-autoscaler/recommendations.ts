// How many replicas the metrics of an autoscaler ask for together, and what has to be said about those that ask for nothing.

import { matchesLabels, parseLabelSelector } from "../../../api/selector.ts";
import type { HorizontalPodAutoscaler, Pod } from "../../../api/types.ts";
import type { Informer } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ControllerContext } from "../controller.ts";
import type { ConditionList } from "./condition-list.ts";
import { type MetricStatus, proposalOf } from "./metrics.ts";
import type { Scale } from "./target-scale.ts";

type Warn = (autoscaler: HorizontalPodAutoscaler, reason: string, message: string) => void;

interface Recommended {
  /** Undefined where too few of the metrics say anything. */
  readonly computed: { readonly replicas: number; readonly metric: string } | undefined;
  readonly metrics: readonly MetricStatus[] | null;
}

export function keyOf({ metadata }: HorizontalPodAutoscaler): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

export class Recommendations {
  private readonly pods: Informer<Pod>;
  /** Which pods each autoscaler has found to be its own. */
  private readonly selectors = new Map<string, string>();

  constructor(
    private readonly context: ControllerContext,
    private readonly warn: Warn,
  ) {
    this.pods = context.informers.of<Pod>(resources.pods);
  }

  forget(key: string): void {
    this.selectors.delete(key);
  }

  /** The highest of what the metrics ask for. Where one is unknown, the others may still raise the number, not lower it. */
  compute(autoscaler: HorizontalPodAutoscaler, scale: Scale, conditions: ConditionList): Recommended {
    const pods = this.ownPods(autoscaler, scale, conditions);
    if (pods === undefined) return { computed: undefined, metrics: null };
    const { client, clock } = this.context;
    const namespace = autoscaler.metadata.namespace ?? "";
    const labelSelector = scale.status.selector ?? "";
    const current = scale.spec.replicas ?? 0;
    const world = { client, namespace, labelSelector, pods, current, nowMs: clock.now() };
    const proposals = (autoscaler.spec.metrics ?? []).map((spec) => proposalOf(world, spec));
    const failures = proposals.filter((each) => each.kind === "failed");
    for (const { reason, message } of failures) this.warn(autoscaler, reason, message);
    const found = proposals.filter((each) => each.kind === "replicas");
    const metrics = proposals.map((each) => (each.kind === "replicas" ? each.status : { type: "" }));
    const best = found.reduce<(typeof found)[number] | undefined>(
      (most, each) => (most === undefined || each.replicas > most.replicas ? each : most),
      undefined,
    );
    const [first] = failures;
    if (first !== undefined && (best === undefined || best.replicas < current)) {
      const message = `the HPA was unable to compute the replica count: ${first.message}`;
      conditions.set("ScalingActive", "False", first.reason, message);
      const count = `${failures.length} invalid out of ${proposals.length}`;
      const summary = `invalid metrics (${count}), first error is: ${first.summary}`;
      this.warn(autoscaler, "FailedComputeMetricsReplicas", summary);
      return { computed: undefined, metrics };
    }
    if (best === undefined) return { computed: undefined, metrics };
    const message = `the HPA was able to successfully calculate a replica count from ${best.metric}`;
    conditions.set("ScalingActive", "True", "ValidMetricFound", message);
    return { computed: best, metrics };
  }

  /** The pods that the target's selector finds; undefined, with the reason said, when it is of no use. */
  private ownPods(
    autoscaler: HorizontalPodAutoscaler,
    scale: Scale,
    conditions: ConditionList,
  ): readonly Pod[] | undefined {
    const { selector = "" } = scale.status;
    if (selector === "") {
      this.warn(autoscaler, "SelectorRequired", "selector is required");
      conditions.set("ScalingActive", "False", "InvalidSelector", "the HPA target's scale is missing a selector");
      this.warn(autoscaler, "FailedComputeMetricsReplicas", "selector is required");
      return undefined;
    }
    this.selectors.set(keyOf(autoscaler), selector);
    const { namespace } = autoscaler.metadata;
    const all = this.pods.list(namespace);
    const pods = all.filter(({ metadata }) => matchesLabels(parseLabelSelector(selector), metadata.labels));
    const rivals = [...this.selectors].filter(
      ([key, text]) =>
        key.startsWith(`${namespace}/`) &&
        pods.some(({ metadata }) => matchesLabels(parseLabelSelector(text), metadata.labels)),
    );
    if (rivals.length <= 1) return pods;
    const names = rivals.map(([key]) => `{${key.slice(key.indexOf("/") + 1)} ${namespace}}`).join(" ");
    const message = `pods by selector ${selector} are controlled by multiple HPAs: [${names}]`;
    this.warn(autoscaler, "AmbiguousSelector", message);
    conditions.set("ScalingActive", "False", "AmbiguousSelector", message);
    this.warn(autoscaler, "FailedComputeMetricsReplicas", message);
    return undefined;
  }
}
