// pods/binding: how the scheduler gives a pod its node.

import type { ApiResponse } from "../../../api/request.ts";
import { ApiError, conflict, success } from "../../../api/status.ts";
import type { Pod, PodCondition } from "../../../api/types.ts";
import { type Scope, timestamp } from "../core.ts";

interface Binding {
  readonly target?: { readonly name?: string };
}

export function bindPod(scope: Scope): ApiResponse {
  const { core, resource, info, request } = scope;
  const stored = core.storage.get(resource, scope.namespace, info.name);
  const pod = stored as unknown as Pod;
  const nodeName = (request.body as Binding).target?.name ?? "";
  const refuse = (why: string): never => {
    throw new ApiError(conflict({ group: "", resource: "pods/binding" }, info.name, why));
  };
  if (pod.metadata.deletionTimestamp !== undefined)
    refuse(`pod ${info.name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) refuse(`pod ${info.name} is already assigned to node "${pod.spec.nodeName}"`);
  const next = {
    ...pod,
    spec: { ...pod.spec, nodeName },
    status: { ...pod.status, conditions: withScheduled(pod.status?.conditions ?? [], timestamp(core.clock.now())) },
  };
  if (!scope.dryRun) core.storage.update(resource, stored, next as unknown as typeof stored);
  return { kind: "object", status: 201, body: { ...success(), code: 201 } };
}

/** The API server itself notes that the pod is scheduled. */
function withScheduled(conditions: readonly PodCondition[], now: string): readonly PodCondition[] {
  const scheduled = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null as unknown as string,
    lastTransitionTime: now,
  };
  return [...conditions.filter((each) => each.type !== "PodScheduled"), scheduled];
}
