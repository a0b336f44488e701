// A Pod that has begun, but does not keep going or does not get ready.

import type { AnyObject, Pod } from "../../api/types.ts";
import { goingSentence } from "./absent-gone.ts";
import { type Finding, firstOf, progress, type Say, trouble } from "./finding.ts";
import { notBegun, plainly, statusesOf } from "./pod-start.ts";
import { eventsAbout, nameOf, type Scene } from "./scene.ts";

/** Why a Pod is not ready, and what to look at. */
export async function stateOfPod(object: AnyObject, scene: Scene): Promise<Finding | undefined> {
  const pod = object as unknown as AnyObject & Pod;
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
  if (pod.metadata.deletionTimestamp !== undefined)
    return progress(`terminating ${id(pod)}`, goingSentence("Pod", pod.metadata));
  return isReady ? undefined : firstOf([crashing, ended, notBegun, probed], pod, scene);
}

type Terminated = NonNullable<NonNullable<ReturnType<typeof statusesOf>[number]["state"]>["terminated"]>;

function crashing(pod: AnyObject & Pod): Finding | undefined {
  for (const { name, state, lastState, restartCount } of statusesOf(pod)) {
    const isWaiting = state?.waiting?.reason === "CrashLoopBackOff";
    const failure = isWaiting ? lastState?.terminated : state?.terminated;
    const isInit = pod.spec.initContainers?.some((container) => container.name === name) ?? false;
    if (failure === undefined || (failure.exitCode === 0 && (isInit || pod.spec.restartPolicy !== "Always"))) continue;
    if (!isWaiting && pod.spec.restartPolicy === "Never" && !isInit) continue;
    const { exitCode, reason = "Error" } = failure;
    const ends: Say = (says) => says.crashed(isInit, name, nameOf(pod), restartCount + 1, exitCode, reason);
    const rest = advice(failure, pod, name);
    return trouble(`crash ${id(pod)}/${name}`, (says) => `${ends(says)} ${rest(says)}`);
  }
  return undefined;
}

function advice({ exitCode, reason }: Terminated, pod: AnyObject & Pod, container: string): Say {
  if (reason === "OOMKilled") return (says) => says.moreMemory;
  if (exitCode === 0) return (says) => says.comesToAnEnd;
  if (exitCode === 127 || exitCode === 126) return (says) => says.noProgram;
  const which = statusesOf(pod).length > 1 ? ` -c ${container}` : "";
  return (says) => says.lastWords(`${pod.metadata.name}${which}`);
}

function ended(pod: AnyObject & Pod): Finding | undefined {
  const { phase, reason, message } = pod.status;
  if (phase === "Succeeded") return trouble(`ended ${id(pod)}`, (says) => says.succeeded(nameOf(pod)));
  if (phase !== "Failed") return undefined;
  const why = reason === undefined ? "" : ` (${reason}${message === undefined ? "" : `: ${plainly(message)}`})`;
  return trouble(`ended ${id(pod)}`, (says) => says.failedForGood(nameOf(pod), why));
}

async function probed(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  const waiting = statusesOf(pod).find(({ ready, state }) => !ready && state?.running !== undefined);
  if (waiting === undefined) return undefined;
  const spec = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])].find(
    ({ name }) => name === waiting.name,
  );
  const which = waiting.started === false && spec?.startupProbe !== undefined ? "startup" : "readiness";
  const events = await eventsAbout(pod, scene);
  const last = events.findLast(({ reason }) => reason === "Unhealthy")?.message;
  if (last === undefined)
    return progress(`probe ${id(pod)}`, (says) => says.probeNotYet(waiting.name, nameOf(pod), which));
  return trouble(`probe ${id(pod)}`, (says) => says.probeFails(waiting.name, nameOf(pod), which, plainly(last)));
}

function id({ metadata }: AnyObject): string {
  return `Pod/${metadata.name}`;
}
