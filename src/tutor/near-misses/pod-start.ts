// A Pod that has not begun: no node takes it, its image does not come, what it refers to is not there.

import type { AnyObject, Pod } from "../../api/types.ts";
import type { Texts } from "../language/english.ts";
import { stateOfClaim } from "./claim-state.ts";
import { type Finding, firstOf, progress, type Say, trouble } from "./finding.ts";
import { wrongReference } from "./pod-references.ts";
import { describing, eventsAbout, nameOf, type Scene } from "./scene.ts";

export function notBegun(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  return firstOf([gated, unscheduled, refersInVain, withoutImage, cannotStart, beingMade], pod, scene);
}

function gated(pod: AnyObject & Pod): Finding | undefined {
  const gate = pod.spec.schedulingGates?.[0]?.name;
  if (gate === undefined) return undefined;
  return trouble(`gated ${id(pod)}`, (says) => says.gated(nameOf(pod), gate));
}

async function unscheduled(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  const said = pod.status.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (said === undefined) return undefined;
  const message = said.message === undefined ? "" : schedulersReason(said.message);
  const isOfClaim = /persistentvolumeclaim/i.test(message);
  const claim = isOfClaim ? await openClaim(pod, scene) : undefined;
  const start: Say = (says) => says.noNode(nameOf(pod), message === "" ? says.noNodeFits : message);
  const look: Say = claim?.say ?? ((says) => (isOfClaim ? says.lookAtClaims : says.compareWithNodes));
  return trouble(`unscheduled ${id(pod)}`, (says) => `${start(says)} ${look(says)}`);
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
  const rest: Say = reference ?? ((says) => says.kubeletSays(plainly(message), describing(pod)));
  return trouble(`reference ${id(pod)}`, (says) => `${says.refersInVain(nameOf(pod))} ${rest(says)}`);
}

function withoutImage(pod: AnyObject & Pod): Finding | undefined {
  const stuck = statusesOf(pod).find(({ state }) => /Image/.test(state?.waiting?.reason ?? ""));
  if (stuck === undefined) return undefined;
  const { reason = "", message = "" } = stuck.state?.waiting ?? {};
  // A message that is older than the image says nothing about it: it was just changed.
  const backedOff = /^Back-off pulling image "([^"]*)"/.exec(message)?.[1] ?? stuck.image;
  if (backedOff !== imageOf(pod, stuck.name)) return undefined;
  const advice = imageAdvice(reason, message);
  return trouble(
    `image ${id(pod)} ${stuck.image}`,
    (says) => `${says.noImage(nameOf(pod), stuck.image, reason)} ${says.imageAdvice[advice]}`,
  );
}

function imageOf({ spec }: Pod, container: string): string | undefined {
  return [...(spec.initContainers ?? []), ...spec.containers].find(({ name }) => name === container)?.image;
}

function imageAdvice(reason: string, message: string): keyof Texts["near"]["imageAdvice"] {
  if (reason === "InvalidImageName") return "invalid";
  if (reason === "ErrImageNeverPull") return "never";
  if (/no such host|dial tcp/.test(message)) return "registry";
  if (
    /401|403|unauthorized|no basic auth|forbidden/i.test(message) &&
    !/access denied|insufficient_scope/.test(message)
  )
    return "login";
  if (/denied|does not exist|insufficient_scope/.test(message)) return "repository";
  if (/not found/.test(message)) return "tag";
  return "other";
}

function cannotStart(pod: AnyObject & Pod): Finding | undefined {
  const stuck = statusesOf(pod).find(({ state }) =>
    /^(RunContainer|CreateContainer)Error$/.test(state?.waiting?.reason ?? ""),
  );
  if (stuck === undefined) return undefined;
  const { message } = stuck.state?.waiting ?? {};
  return trouble(`start ${id(pod)}/${stuck.name}`, (says) =>
    says.cannotStart(stuck.name, nameOf(pod), message && plainly(message)),
  );
}

async function beingMade(pod: AnyObject & Pod, scene: Scene): Promise<Finding | undefined> {
  if (pod.status.phase !== "Pending") return undefined;
  const init = initAtWork(pod);
  if (init !== undefined) return init;
  const last = (await eventsAbout(pod, scene)).at(-1);
  const pulls = last?.reason === "Pulling" ? plainly(last.message ?? "") : undefined;
  return progress(`making ${id(pod)}`, (says) => says.beingMade(nameOf(pod), pulls));
}

function initAtWork(pod: AnyObject & Pod): Finding | undefined {
  const statuses = pod.status.initContainerStatuses ?? [];
  const at = statuses.findIndex(({ state }) => state?.running !== undefined);
  const running = statuses[at];
  const spec = pod.spec.initContainers?.find(({ name }) => name === running?.name);
  if (running === undefined || spec?.restartPolicy === "Always") return undefined;
  const command = `kubectl logs ${pod.metadata.name} -c ${running.name}`;
  return progress(`init ${id(pod)}/${running.name}`, (says) =>
    says.initAtWork(nameOf(pod), running.name, at + 1, statuses.length, command),
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
