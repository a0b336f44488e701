// What the metrics of a HorizontalPodAutoscaler ask for: a number of replicas, or the reason why nobody can tell.

import { amountsOf, podRequests } from "../../../api/pod-requests.ts";
import { ApiError } from "../../../api/status.ts";
import type { HorizontalPodAutoscaler, KubeObject, Pod } from "../../../api/types.ts";
import type { Client, ResourceAddress } from "../../client/client.ts";
import { isReady } from "../pod-state.ts";

type Status = HorizontalPodAutoscaler["status"];
type MetricSpec = NonNullable<HorizontalPodAutoscaler["spec"]["metrics"]>[number];
export type MetricStatus = NonNullable<Status["currentMetrics"]>[number];

const TOLERANCE = 0.1;

interface PodMetrics extends KubeObject {
  readonly containers: readonly { readonly usage: Readonly<Record<string, string>> }[];
}

export type Proposal =
  | {
      readonly kind: "replicas";
      readonly replicas: number;
      readonly reason: string;
      readonly current: readonly MetricStatus[];
    }
  | { readonly kind: "unknown"; readonly reason: string; readonly message: string };

/** The highest of what the metrics ask for, or why nobody can tell. @param pods those of the target. */
export function propose(
  client: Client,
  autoscaler: HorizontalPodAutoscaler,
  pods: readonly Pod[],
  current: number,
): Proposal {
  const namespace = autoscaler.metadata.namespace ?? "";
  let best: Proposal | undefined;
  for (const metric of autoscaler.spec.metrics ?? []) {
    const proposal = proposeFor(client, metric, pods, namespace, current);
    if (proposal.kind === "unknown") return proposal;
    if (best === undefined || (best.kind === "replicas" && proposal.replicas > best.replicas)) best = proposal;
  }
  return best ?? { kind: "replicas", replicas: current, reason: "no metric", current: [] };
}

function proposeFor(
  client: Client,
  { type, resource }: MetricSpec,
  pods: readonly Pod[],
  namespace: string,
  current: number,
): Proposal {
  if (type !== "Resource" || resource === undefined) {
    return {
      kind: "unknown",
      reason: "InvalidMetricSourceType",
      message: `k8s-tutor does not simulate metrics of type "${type}"`,
    };
  }
  const { name, target } = resource;
  const unknown = (why: string): Proposal => ({
    kind: "unknown",
    reason: "FailedGetResourceMetric",
    message: `the HPA was unable to compute the replica count: failed to get ${name} ${target.type === "Utilization" ? "utilization" : "usage"}: ${why}`,
  });
  const usage = usageByPod(client, namespace, name);
  if (typeof usage === "string") return unknown(usage);
  const measured = pods.filter((pod) => isReady(pod) && usage.has(pod.metadata.name));
  if (measured.length === 0) return unknown("no metrics returned from resource metrics API");
  const used = measured.reduce((sum, pod) => sum + (usage.get(pod.metadata.name) ?? 0), 0);
  const asked = measured.map((pod) => podRequests(pod).get(name) ?? 0);
  const missing = asked.indexOf(0);
  const byShare = target.averageUtilization !== undefined;
  if (byShare && missing !== -1) {
    const pod = measured[missing];
    return unknown(
      `missing request for ${name} in container ${pod?.spec.containers[0]?.name} of Pod ${pod?.metadata.name}`,
    );
  }
  const average = used / measured.length;
  const total = asked.reduce((sum, each) => sum + each, 0);
  const wanted = byShare
    ? (target.averageUtilization ?? 0)
    : (amountsOf({ [name]: target.averageValue ?? "0" }).get(name) ?? 0);
  const ratio = (byShare ? (100 * used) / total : average) / wanted;
  const replicas = Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(ratio * measured.length);
  const averageValue = name === "cpu" ? `${Math.round(average)}m` : String(Math.round(average));
  const share = byShare ? { averageUtilization: Math.floor((100 * used) / total) } : {};
  const reason = `${name} resource ${byShare ? "utilization (percentage of request)" : ""}`.trim();
  return {
    kind: "replicas",
    replicas,
    reason,
    current: [{ type: "Resource", resource: { name, current: { averageValue, ...share } } }],
  };
}

/** What each pod uses, or why nobody knows. */
function usageByPod(client: Client, namespace: string, resource: string): ReadonlyMap<string, number> | string {
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
