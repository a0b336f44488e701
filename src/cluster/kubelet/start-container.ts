// Starts one container: image, configuration, creation, start, postStart hook. Every failure has its reason and its event.

import { ApiError } from "../../api/status.ts";
import type { Container, Pod, Secret } from "../../api/types.ts";
import { RuntimeError } from "../container-runtime/errors.ts";
import type { Sandbox } from "../container-runtime/runtime.ts";
import { containerConfig } from "./container-config.ts";
import type { StartFailure } from "./container-statuses.ts";
import { containerEvent, type KubeletContext } from "./context.ts";
import { ConfigError } from "./environment.ts";
import { hookFailureText, runHook } from "./hooks.ts";
import { podText, specHashOf } from "./pod-spec.ts";
import { latestOf, type SeenPod } from "./runtime-status.ts";
import { pause, type Steps } from "./steps.ts";
import { killContainer } from "./termination.ts";
import type { PodVolumes } from "./volumes.ts";

const CREATE_MS = 40;
const START_MS = 40;

export interface StartRequest {
  readonly pod: Pod;
  readonly container: Container;
  readonly seen: SeenPod;
  readonly sandbox: Sandbox;
  readonly volumes: PodVolumes;
  /** What the pod may show to registries. */
  readonly pullSecrets: readonly Secret[];
}

/** Undefined when it has started. */
export function* startContainer(context: KubeletContext, request: StartRequest): Steps<StartFailure | undefined> {
  const held = heldBack(context, request);
  if (held !== undefined) return held;
  const { pod, container, seen, sandbox, volumes, pullSecrets } = request;
  const event = (type: "Normal" | "Warning", reason: string, message: string): void =>
    containerEvent(context, pod, container, type, reason, message);
  const fail = (reason: string, message: string): StartFailure => {
    event("Warning", "Failed", `Error: ${message}`);
    return { reason, message };
  };
  const image = yield* context.pulls.ensure(pod, container, pullSecrets, event);
  if ("reason" in image) {
    event("Warning", "Failed", `Error: ${image.reason}`);
    return image;
  }
  const latest = latestOf(seen, container.name);
  const attempt = latest === undefined ? 0 : latest.attempt + 1;
  let id: string;
  try {
    const config = containerConfig(context, { pod, container, attempt, image, sandbox, volumes });
    yield* pause(CREATE_MS);
    id = context.runtime.createContainer(sandbox.id, config).id;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ApiError)
      return fail("CreateContainerConfigError", error.message);
    if (error instanceof RuntimeError) return fail("CreateContainerError", error.message);
    throw error;
  }
  forgetOldest(context, pod, container);
  event("Normal", "Created", `Created container: ${container.name}`);
  yield* pause(START_MS);
  try {
    context.runtime.startContainer(id);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return fail("RunContainerError", error.message);
  }
  event("Normal", "Started", `Started container ${container.name}`);
  return yield* postStart(context, request, id);
}

function* postStart(
  context: KubeletContext,
  { pod, container }: StartRequest,
  id: string,
): Steps<StartFailure | undefined> {
  const handler = container.lifecycle?.postStart;
  const target = context.runtime.container(id);
  if (handler === undefined || target === undefined) return undefined;
  const outcome = yield* runHook(context, pod, container, target, handler, Number.POSITIVE_INFINITY);
  if (outcome.kind === "success") return undefined;
  containerEvent(context, pod, container, "Warning", "FailedPostStartHook", "PostStartHook failed");
  yield* killContainer(context, pod, container, id, { message: "FailedPostStartHook", because: "postStartHook" });
  return { reason: "PostStartHookError", message: hookFailureText(pod, container, handler, outcome) };
}

/** Under which the pauses between restarts of a container are remembered. */
export function backOffKey(pod: Pod, container: Container): string {
  return `${pod.metadata.uid} ${specHashOf(container)}`;
}

/** The first restart comes at once; then the pauses double, counted from the end of the last run. */
function heldBack(context: KubeletContext, { pod, container, seen }: StartRequest): StartFailure | undefined {
  const ended = seen.containers.find(({ name, state }) => name === container.name && state.kind === "exited");
  if (ended?.state.kind !== "exited") return undefined;
  const key = backOffKey(pod, container);
  const { restartBackOff, clock } = context;
  const now = clock.now();
  if (restartBackOff.isHeld(key, ended.state.finishedAt, now)) {
    const text = `failed container ${container.name} in pod ${podText(pod)}`;
    containerEvent(context, pod, container, "Warning", "BackOff", `Back-off restarting ${text}`);
    const delay = formatSeconds(restartBackOff.delayMs(key));
    return {
      reason: "CrashLoopBackOff",
      message: `back-off ${delay} restarting failed container=${container.name} pod=${podText(pod)}`,
    };
  }
  restartBackOff.next(key, ended.state.finishedAt, now);
  return undefined;
}

/** `10s`, `1m20s`, `5m0s`. */
function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** Of each container the runtime keeps the present and the last incarnation. */
function forgetOldest({ runtime }: KubeletContext, pod: Pod, container: Container): void {
  const incarnations = runtime.containersOf(pod.metadata.uid).filter(({ config }) => config.name === container.name);
  for (const old of incarnations.slice(2)) runtime.removeContainer(old.id);
}
