// A Pod that has begun, but does not keep going or does not get ready.

import type { AnyObject, Pod } from "../../api/types.ts";
import { goingSentence } from "./absent-gone.ts";
import { type Finding, firstOf, progress, trouble } from "./finding.ts";
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
    const what = isInit ? "Init container" : "Container";
    const times = restartCount + 1;
    const ends = `${what} \`${name}\` of ${nameOf(pod)} has ended ${times === 1 ? "once" : `${times} times`}, the last time with exit code ${failure.exitCode} (${failure.reason ?? "Error"}).`;
    return trouble(`crash ${id(pod)}/${name}`, `${ends} ${advice(failure, pod, name)}`);
  }
  return undefined;
}

function advice({ exitCode, reason }: Terminated, pod: AnyObject & Pod, container: string): string {
  if (reason === "OOMKilled")
    return "It needed more memory than its limit allows. Compare the limit with what it uses.";
  if (exitCode === 0)
    return "Its program comes to an end by itself; a container that shall go on needs one that does not.";
  if (exitCode === 127 || exitCode === 126)
    return "The shell did not find or could not run the program: look at the command's words.";
  const which = statusesOf(pod).length > 1 ? ` -c ${container}` : "";
  return `What it said last stands in its logs (${pod.metadata.name}${which}), those of its previous life.`;
}

function ended(pod: AnyObject & Pod): Finding | undefined {
  const { phase, reason, message } = pod.status;
  if (phase === "Succeeded")
    return trouble(
      `ended ${id(pod)}`,
      `${nameOf(pod)} has done its work and ended (Succeeded), so it does not get ready. Should its program go on?`,
    );
  if (phase !== "Failed") return undefined;
  const why = reason === undefined ? "" : ` (${reason}${message === undefined ? "" : `: ${plainly(message)}`})`;
  return trouble(
    `ended ${id(pod)}`,
    `${nameOf(pod)} has failed for good${why}. Its logs and its description say more.`,
  );
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
  const start = `Container \`${waiting.name}\` of ${nameOf(pod)} runs, but its ${which} probe has not passed`;
  if (last === undefined) return progress(`probe ${id(pod)}`, `${start} yet. It is asked again every few seconds.`);
  return trouble(
    `probe ${id(pod)}`,
    `${start}. The kubelet says: ${plainly(last)}. Compare the path and port that it asks with what the container offers.`,
  );
}

function id({ metadata }: AnyObject): string {
  return `Pod/${metadata.name}`;
}
