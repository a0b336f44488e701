// pods/eviction: a delete that asks the pod's disruption budget first.

import type { ApiResponse } from "../../../api/request.ts";
import { type LabelSelectorObject, matchesSelector } from "../../../api/selector.ts";
import { ApiError, badRequest, failure, forbidden, internalError, success } from "../../../api/status.ts";
import type { AnyObject, Pod, PodDisruptionBudget } from "../../../api/types.ts";
import { type Scope, stored, timestamp } from "../core.ts";
import { type DeleteOptions, remove } from "../verbs/delete.ts";

const BUDGETS = "poddisruptionbudgets.policy";
const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
/** Soon the controller will have looked at the budget; how long a budget stays used up nobody knows, so clients are told nothing. */
const RETRY_SECONDS = 10;

export function evictPod(request: Scope): ApiResponse {
  const options = deleteOptionsOf(request);
  // A dry run may be asked for by the options of the deletion, as drain does.
  const scope = options.dryRun?.includes("All") === true ? { ...request, dryRun: true } : request;
  const asked = (scope.request.body as { metadata?: { name?: string } } | undefined)?.metadata?.name;
  if (asked !== scope.info.name) throw new ApiError(badRequest("name in URL does not match name in Eviction object"));
  const object = scope.core.storage.get(scope.resource, scope.namespace, scope.info.name);
  const pod = object as unknown as Pod;
  if (!isAlreadyGoing(pod)) askBudget(scope, pod);
  remove(scope, markEvicted(scope, object), options);
  return { kind: "object", status: 201, body: { ...success(), code: 201 } };
}

function deleteOptionsOf({ request }: Scope): DeleteOptions {
  return (request.body as { deleteOptions?: DeleteOptions } | undefined)?.deleteOptions ?? {};
}

function isAlreadyGoing({ metadata, status }: Pod): boolean {
  const phase = status?.phase;
  return metadata.deletionTimestamp !== undefined || phase === "Succeeded" || phase === "Failed" || phase === "Pending";
}

function askBudget(scope: Scope, pod: Pod): void {
  const budgets = (
    stored(scope.core, BUDGETS, pod.metadata.namespace) as readonly unknown[] as readonly PodDisruptionBudget[]
  ).filter(({ spec }) => matchesSelector(spec.selector as LabelSelectorObject | undefined, pod.metadata.labels));
  const [budget] = budgets;
  if (budget === undefined) return;
  if (budgets.length > 1) {
    throw new ApiError(
      internalError("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."),
    );
  }
  if (!isReady(pod) && mayEvictUnready(budget)) return;
  checkAndDecrement(scope, pod, budget);
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some((each) => each.type === "Ready" && each.status === "True") === true;
}

/** A pod that does not run well protects nothing, as long as the others suffice. */
function mayEvictUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  return (status?.currentHealthy ?? 0) >= (status?.desiredHealthy ?? 0) && (status?.desiredHealthy ?? 0) > 0;
}

function checkAndDecrement(scope: Scope, pod: Pod, budget: PodDisruptionBudget): void {
  const { name, generation = 0 } = budget.metadata;
  const status = budget.status;
  if ((status?.observedGeneration ?? 0) < generation)
    throw tooManyRequests(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
  const allowed = status?.disruptionsAllowed ?? 0;
  if (allowed < 0)
    throw new ApiError(
      forbidden({ group: "policy", resource: "poddisruptionbudgets" }, name, "pdb disruptions allowed is negative"),
    );
  if (allowed === 0) {
    throw tooManyRequests(
      `The disruption budget ${name} needs ${status?.desiredHealthy ?? 0} healthy pods and has ${status?.currentHealthy ?? 0} currently`,
    );
  }
  const disruptedPods = {
    ...(status?.disruptedPods as object | undefined),
    [pod.metadata.name]: timestamp(scope.core.clock.now()),
  };
  const resource = scope.core.resources.named(BUDGETS);
  if (resource === undefined || scope.dryRun) return;
  const previous = budget as unknown as AnyObject;
  scope.core.storage.update(resource, previous, {
    ...previous,
    status: { ...status, disruptionsAllowed: allowed - 1, disruptedPods },
  });
}

function tooManyRequests(message: string, retryAfterSeconds?: number): ApiError {
  const causes = [{ reason: "DisruptionBudget", message }];
  const details = { causes, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  return new ApiError(failure(429, "TooManyRequests", VIOLATES, details));
}

function markEvicted(scope: Scope, object: AnyObject): AnyObject {
  if (scope.dryRun) return object;
  const status = (object.status ?? {}) as { conditions?: readonly { type: string }[] };
  const condition = {
    type: "DisruptionTarget",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: timestamp(scope.core.clock.now()),
    reason: "EvictionByEvictionAPI",
    message: "Eviction API: evicting",
  };
  const conditions = [...(status.conditions ?? []).filter((each) => each.type !== condition.type), condition];
  return scope.core.storage.update(scope.resource, object, { ...object, status: { ...status, conditions } });
}
