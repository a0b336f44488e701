// A Pod that has not begun: no node takes it, its image does not come, what it refers to is not there.

import type { AnyObject, Pod } from "../../api/types.ts";
import { stateOfClaim } from "./claim-state.ts";
import { type Finding, firstOf, type MaybeFinding, progress, trouble } from "./finding.ts";
import { wrongReference } from "./pod-references.ts";
import { describing, eventsAbout, nameOf, type Scene } from "./scene.ts";

export function notBegun(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  return firstOf([gated, unscheduled, refersInVain, withoutImage, cannotStart, beingMade], pod, scene);
}

function gated(pod: AnyObject & Pod): Finding | undefined {
  const gate = pod.spec.schedulingGates?.[0]?.name;
  if (gate === undefined) return undefined;
  return trouble(
    `gated ${id(pod)}`,
    `${nameOf(pod)} is held back by its scheduling gate \`${gate}\`. Who takes it away?`,
  );
}

async function unscheduled(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  const said = pod.status.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (said === undefined) return undefined;
  const message = schedulersReason(said.message ?? "no node fits it");
  const claim = /PersistentVolumeClaim|persistentvolumeclaim/.test(message) ? await openClaim(pod, scene) : undefined;
  const start = `${nameOf(pod)} is Pending: no node takes it. The scheduler says: ${message}.`;
  const look =
    claim?.say ?? "Compare what it asks for (requests, nodeSelector, tolerations) with `kubectl describe nodes`.";
  return trouble(`unscheduled ${id(pod)}`, `${start} ${look}`);
}

// What preemption would bring is of no use to a beginner, and half of the message.
function schedulersReason(message: string): string {
  return message.replace(/\s*preemption:.*$/s, "").replace(/\.\s*$/, "");
}

async function openClaim(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  const names = (pod.spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  const claims = await scene.living("PersistentVolumeClaim", pod.metadata.namespace ?? "");
  const claim = claims.find(({ metadata }) => names.includes(metadata.name));
  return claim === undefined ? undefined : stateOfClaim(claim, scene);
}

/** A ConfigMap, a Secret or a key of theirs that is not there. */
async function refersInVain(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  const waiting = statusesOf(pod).map(({ state }) => state?.waiting);
  const config = waiting.find((one) => one?.reason === "CreateContainerConfigError")?.message;
  const isCreating = waiting.some((one) => one?.reason === "ContainerCreating" || one?.reason === "PodInitializing");
  const events = isCreating ? await eventsAbout(pod, scene) : [];
  const mount = events.findLast(({ reason }) => reason === "FailedMount")?.message;
  const message = config ?? mount;
  if (message === undefined) return undefined;
  const reference = await wrongReference(message, pod, scene);
  const rest = reference ?? `The kubelet says: ${plainly(message)}. Look at ${describing(pod)}.`;
  return trouble(
    `reference ${id(pod)}`,
    `${nameOf(pod)} cannot start, as something that it refers to is missing. ${rest}`,
  );
}

function withoutImage(pod: AnyObject & Pod): Finding | undefined {
  const stuck = statusesOf(pod).find(({ state }) => /Image/.test(state?.waiting?.reason ?? ""));
  if (stuck === undefined) return undefined;
  const { reason = "", message = "" } = stuck.state?.waiting ?? {};
  return trouble(
    `image ${id(pod)} ${stuck.image}`,
    `${nameOf(pod)} is not ready: its image \`${stuck.image}\` cannot be pulled (${reason}). ${imageAdvice(reason, message)}`,
  );
}

function imageAdvice(reason: string, message: string): string {
  if (reason === "InvalidImageName") return "That is no image's name at all: look at its capitals, blanks and colons.";
  if (reason === "ErrImageNeverPull") return "It is not on the node, and `imagePullPolicy: Never` forbids to fetch it.";
  if (/no such host|dial tcp/.test(message)) return "Its registry, the part before the first slash, does not exist.";
  if (
    /401|403|unauthorized|no basic auth|forbidden/i.test(message) &&
    !/access denied|insufficient_scope/.test(message)
  )
    return "The registry asks who you are: it wants a login, which the Pod can bring as an image pull secret.";
  if (/denied|does not exist|insufficient_scope/.test(message))
    return "The registry has no such repository: read the name before the colon letter by letter.";
  if (/not found/.test(message))
    return "The repository may be there, but not this tag: look at what stands behind the colon.";
  return "Read its name and its tag letter by letter.";
}

function cannotStart(pod: AnyObject & Pod): Finding | undefined {
  const stuck = statusesOf(pod).find(({ state }) =>
    /^(RunContainer|CreateContainer)Error$/.test(state?.waiting?.reason ?? ""),
  );
  if (stuck === undefined) return undefined;
  const message = plainly(stuck.state?.waiting?.message ?? "it cannot be started");
  return trouble(
    `start ${id(pod)}/${stuck.name}`,
    `Container \`${stuck.name}\` of ${nameOf(pod)} cannot be started: ${message}. Look at its command and its mounts.`,
  );
}

async function beingMade(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  if (pod.status.phase !== "Pending") return undefined;
  const init = initAtWork(pod);
  if (init !== undefined) return init;
  const last = (await eventsAbout(pod, scene)).at(-1);
  const pulls = last?.reason === "Pulling" ? ` It waits for an image: ${plainly(last.message ?? "")}.` : "";
  return progress(
    `making ${id(pod)}`,
    `${nameOf(pod)} is being set up.${pulls} Watch it with \`kubectl get pods -w\`.`,
  );
}

function initAtWork(pod: AnyObject & Pod): Finding | undefined {
  const statuses = pod.status.initContainerStatuses ?? [];
  const at = statuses.findIndex(({ state }) => state?.running !== undefined);
  const running = statuses[at];
  const spec = pod.spec.initContainers?.find(({ name }) => name === running?.name);
  if (running === undefined || spec?.restartPolicy === "Always") return undefined;
  return progress(
    `init ${id(pod)}/${running.name}`,
    `${nameOf(pod)} waits for its init container \`${running.name}\`, number ${at + 1} of ${statuses.length}, to finish. \`kubectl logs ${pod.metadata.name} -c ${running.name}\` shows what it does.`,
  );
}

export function statusesOf({ status }: Pod): NonNullable<Pod["status"]["containerStatuses"]> {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}

function id({ metadata }: AnyObject): string {
  return `Pod/${metadata.name}`;
}

/** The first line of a message, without the full stop. */
export function plainly(message: string): string {
  const [line = ""] = message.trim().split("\n");
  return line.replace(/\.$/, "");
}

export type LookAtPod = (pod: AnyObject & Pod, scene: Scene) => MaybeFinding;
