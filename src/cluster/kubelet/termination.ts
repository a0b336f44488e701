// Ends containers the polite way: preStop hook, the stop signal, the grace period, then KILL.

import type { Container, Pod } from "../../api/types.ts";
import { Settable } from "../../shell/waitable.ts";
import type { Container as RunningContainer } from "../container-runtime/container.ts";
import { containerEvent, type KubeletContext, podEvent } from "./context.ts";
import { runHook } from "./hooks.ts";
import { allContainersOf, isSidecar } from "./pod-spec.ts";
import { inParallel, pause, type Steps } from "./steps.ts";

/** Every container gets this much time after the signal, whatever has used up the rest. */
const MINIMUM_GRACE_SECONDS = 2;
/** What containerd takes to clean up after an ended container. */
const CLEAN_UP_MS = 40;

export interface KillOptions {
  readonly message?: string;
  readonly because?: "definition" | "livenessProbe" | "startupProbe" | "postStartHook" | "resize";
  /** Before the signal is sent, these must have ended: how sidecars outlive the main containers. */
  readonly after?: readonly Settable[];
}

export function* killContainer(
  context: KubeletContext,
  pod: Pod,
  container: Container,
  id: string,
  options: KillOptions = {},
): Steps<void> {
  const target = context.runtime.container(id);
  if (target === undefined) return;
  containerEvent(
    context,
    pod,
    container,
    "Normal",
    "Killing",
    options.message ?? `Stopping container ${container.name}`,
  );
  let graceSeconds = gracePeriodSeconds(pod, container, options.because);
  const preStop = container.lifecycle?.preStop;
  if (preStop !== undefined && graceSeconds > 0 && target.isRunning) {
    const startedAt = context.clock.now();
    const outcome = yield* runHook(context, pod, container, target, preStop, graceSeconds * 1000);
    if (outcome.kind !== "success" && !outcome.output.startsWith("command timed out")) {
      containerEvent(context, pod, container, "Warning", "FailedPreStopHook", "PreStopHook failed");
    }
    graceSeconds -= Math.floor((context.clock.now() - startedAt) / 1000);
  }
  if (options.after !== undefined && graceSeconds > 0)
    graceSeconds -= yield* waitForTurn(context, options.after, graceSeconds);
  const waitMs = Math.max(graceSeconds, MINIMUM_GRACE_SECONDS) * 1000;
  if (target.isRunning) {
    target.signal(target.config.stopSignal);
    yield { until: [target.exited], forMs: waitMs };
    if (target.isRunning) target.kill();
  }
  yield* pause(CLEAN_UP_MS);
}

function* waitForTurn(context: KubeletContext, others: readonly Settable[], graceSeconds: number): Steps<number> {
  const startedAt = context.clock.now();
  const deadline = startedAt + graceSeconds * 1000;
  for (const other of others) {
    const left = deadline - context.clock.now();
    if (left <= 0) break;
    yield { until: [other], forMs: left };
  }
  return Math.floor((context.clock.now() - startedAt) / 1000);
}

/** The same pod with as little grace as a pod can be given. */
export function hurried(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 1 } };
}

/** What a pod that ends is given: at least a second, since with none nothing could end in order. */
export function podGraceSeconds({ metadata, spec }: Pod): number {
  return Math.max(1, metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30);
}

/** What the kubelet says of a termination that it has broken off, to begin it again with less grace. */
export function tellInterruption(context: KubeletContext, pod: Pod): void {
  const ending = context.runtime.containersOf(pod.metadata.uid).filter(({ isRunning }) => isRunning);
  podEvent(context, pod, "Warning", "FailedKillPod", interruptionText(pod, ending));
}

function interruptionText(pod: Pod, ending: readonly RunningContainer[]): string {
  const why = `"rpc error: code = Canceled desc = context canceled"`;
  const failed = (action: string, target: string): string =>
    `failed to "${action}" for "${target}" with ${action}Error: ${why}`;
  const all = ending.map(({ config }) => failed("KillContainer", config.name));
  return `error killing pod: [${[...all, failed("KillPodSandbox", pod.metadata.uid)].join(", ")}]`;
}

function gracePeriodSeconds(pod: Pod, container: Container, because: KillOptions["because"]): number {
  if (pod.metadata.deletionGracePeriodSeconds !== undefined) return podGraceSeconds(pod);
  const probe =
    because === "livenessProbe"
      ? container.livenessProbe
      : because === "startupProbe"
        ? container.startupProbe
        : undefined;
  return probe?.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}

/** Ends all containers, then the sandbox. Main containers go together, then the sidecars, the last one first. */
export function* killPod(context: KubeletContext, pod: Pod): Steps<void> {
  const { runtime, clock } = context;
  const uid = pod.metadata.uid;
  const running = runtime.containersOf(uid).filter((container) => container.isRunning);
  const ended = new Map(running.map((container) => [container.config.name, new Settable()]));
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name);
  const kills = running.map((target) => {
    const { name } = target.config;
    const spec = allContainersOf(pod).find((container) => container.name === name) ?? { name };
    const position = sidecars.indexOf(name);
    const isBefore = (other: string): boolean => !sidecars.includes(other) || sidecars.indexOf(other) > position;
    const after =
      position < 0 ? undefined : [...ended].filter(([other]) => isBefore(other)).map(([, settable]) => settable);
    return killAndTell(context, pod, spec, target.id, ended.get(name), after);
  });
  yield* inParallel(clock, kills);
  for (const sandbox of runtime.sandboxesOf(uid)) runtime.stopPodSandbox(sandbox.id);
}

function* killAndTell(
  context: KubeletContext,
  pod: Pod,
  container: Container,
  id: string,
  ended: Settable | undefined,
  after: readonly Settable[] | undefined,
): Steps<void> {
  yield* killContainer(context, pod, container, id, after === undefined ? {} : { after });
  ended?.set();
}
