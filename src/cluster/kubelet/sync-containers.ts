// Brings the containers of a pod to what the pod asks for: volumes, sandbox, what must end, what gets other limits, what must start.

import type { Container, Pod, Secret } from "../../api/types.ts";
import type { Sandbox } from "../container-runtime/runtime.ts";
import { runtimeResources } from "./container-resources.ts";
import type { StartFailure } from "./container-statuses.ts";
import type { KubeletContext } from "./context.ts";
import { mountVolumes } from "./mount-volumes.ts";
import { createSandbox, presentSandbox } from "./pod-sandbox.ts";
import { pullSecretsOf } from "./pull-secrets.ts";
import type { SeenPod } from "./runtime-status.ts";
import { backOffKey, startContainer } from "./start-container.ts";
import type { Steps } from "./steps.ts";
import { computePodActions, type PodActions, type ProbeResults } from "./sync-pod.ts";
import { killContainer, killPod } from "./termination.ts";
import type { PodVolumes } from "./volumes.ts";

/** A pod while it is synced; it may change, and be seen to have changed, while that takes its time. */
export interface SyncedPod {
  readonly pod: Pod;
  readonly seen: SeenPod;
  readonly probes: ProbeResults;
  readonly volumes: PodVolumes;
  /** Why containers could not be started, by name. */
  readonly failures: Map<string, StartFailure>;
}

/** A pod that asks for something else than it has gets it, if the node has room; what held its containers back is forgotten. */
export function resizePod({ allocations, clock, restartBackOff }: KubeletContext, pod: Pod): void {
  if (!allocations.resize(pod, clock.now())) return;
  for (const container of pod.spec.containers) restartBackOff.forget(backOffKey(pod, container));
}

export function* syncContainers(context: KubeletContext, synced: SyncedPod): Steps<"done" | "failed"> {
  const given = context.allocations.podOf(synced.pod);
  if (!(yield* mountVolumes(context, given, synced.volumes, () => synced.seen.sandbox?.ip ?? ""))) return "failed";
  const pullSecrets = pullSecretsOf(context, synced.pod);
  const actions = computePodActions(given, synced.seen, synced.probes);
  if (actions.killPod) yield* killPod(context, synced.pod);
  else {
    for (const { id, container, message, because } of actions.toKill)
      yield* killContainer(context, synced.pod, container, id, { message, because });
  }
  const sandbox = actions.createSandbox
    ? yield* createSandbox(context, synced.pod, actions.sandboxAttempt)
    : presentSandbox(context, synced.pod);
  if (sandbox === "failed") return "failed";
  for (const { id, container } of actions.toUpdate) context.runtime.updateContainer(id, runtimeResources(container));
  return sandbox === undefined ? "done" : yield* startAll(context, synced, actions, sandbox, pullSecrets);
}

function* startAll(
  context: KubeletContext,
  synced: SyncedPod,
  actions: PodActions,
  sandbox: Sandbox,
  pullSecrets: readonly Secret[],
): Steps<"done" | "failed"> {
  const start = (container: Container) => startOne(context, synced, container, sandbox, pullSecrets);
  let outcome: "done" | "failed" = "done";
  for (const container of actions.ephemeralToStart) yield* start(container);
  for (const container of actions.initToStart) {
    if (yield* start(container)) continue;
    outcome = "failed";
    if (container.restartPolicy !== "Always") return outcome;
  }
  for (const container of actions.toStart) if (!(yield* start(container))) outcome = "failed";
  return outcome;
}

function* startOne(
  context: KubeletContext,
  { pod, seen, volumes, failures }: SyncedPod,
  container: Container,
  sandbox: Sandbox,
  pullSecrets: readonly Secret[],
): Steps<boolean> {
  const given = context.allocations.podOf(pod);
  const failure = yield* startContainer(context, { pod: given, container, seen, sandbox, volumes, pullSecrets });
  if (failure === undefined) failures.delete(container.name);
  else failures.set(container.name, failure);
  return failure === undefined;
}
