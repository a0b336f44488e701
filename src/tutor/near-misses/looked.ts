// The learner has looked, or asked, but not quite there: another object, another namespace, another kind of information.

import type { EventSpec } from "../checks/event.ts";
import type { HttpSpec } from "../checks/http.ts";
import type { ObservedSpec } from "../checks/observed.ts";
import { type NetworkOrigin, textsOf } from "../world.ts";
import { elsewhere, type Finding, trouble } from "./finding.ts";
import { destinationOf } from "./request.ts";
import { eventsAbout, nameOf, type Scene } from "./scene.ts";

export async function lookedElsewhere(observed: ObservedSpec, scene: Scene): Promise<Finding | undefined> {
  const { world } = scene;
  const subject = observed.of;
  const seen = world.observations(world.attemptStart ?? world.stepStart.at);
  // Who describes an object reads its events, too.
  const latest = seen.at(-1);
  if (latest === undefined || subject === undefined) return undefined;
  const atOnce = seen.filter(({ at }) => at === latest.at);
  const ofKind = atOnce.findLast(({ resource }) => resource === subject.kind);
  const last = atOnce.findLast(({ kind }) => kind === "describe") ?? ofKind ?? latest;
  const id = `looked ${observed.kind} ${subject.kind}/${subject.name ?? ""}`;
  // Who lists all kinds has not mistaken one for another.
  const isOfMany = new Set(atOnce.map(({ resource }) => resource)).size > 2;
  if (isOfMany && ofKind === undefined) return elsewhere(id, (says) => says.sawManyKinds(subject.kind));
  const { resource } = last;
  if (resource !== undefined && resource !== subject.kind)
    return elsewhere(id, (says) => says.sawOtherKind(resource, subject.kind));
  if (subject.name === undefined) return undefined;
  const wanted = `${subject.kind} \`${subject.name}\``;
  const places = (await scene.all(subject.kind)).filter(({ metadata }) => metadata.name === subject.name);
  const place = places[0]?.metadata.namespace;
  const { namespace } = last;
  if (
    place !== undefined &&
    namespace !== undefined &&
    !places.some(({ metadata }) => metadata.namespace === namespace)
  )
    return elsewhere(id, (says) => says.sawOtherNamespace(namespace, wanted, place));
  if (last.names.length > 0 && !last.names.includes(subject.name))
    return elsewhere(id, (says) => says.sawOtherOne(`${subject.kind} \`${last.names[0]}\``));
  if (observed.kind === last.kind || !last.names.includes(subject.name)) return undefined;
  const { nouns } = textsOf(world).checks;
  return elsewhere(id, (says) => says.sawOtherThing(nouns[last.kind], wanted, nouns[observed.kind]));
}

/** What was reported last about the object, where the event that is asked for has not come. */
export async function otherEvent({ involved, reason }: EventSpec, scene: Scene): Promise<Finding | undefined> {
  if (involved === undefined) return undefined;
  const objects = await scene.living(involved.kind, scene.world.namespace);
  const object = objects.find(({ metadata }) => metadata.name === involved.name);
  const last = object && (await eventsAbout(object, scene)).at(-1);
  if (object === undefined || last === undefined || last.reason === reason) return undefined;
  return trouble(`event ${involved.kind}/${involved.name} ${last.reason}`, (says) =>
    says.lastEvent(nameOf(object), last.reason ?? "", (last.message ?? "").split("\n")[0] ?? ""),
  );
}

/** A request was sent, but from elsewhere, or to another port. */
export function askedElsewhere(http: HttpSpec, { world }: Scene): Finding | undefined {
  const sent = world.networkLog(world.attemptStart ?? world.stepStart.at).at(-1);
  if (sent === undefined) return undefined;
  const id = `asked ${http.to ?? http.url ?? ""}`;
  const to = destinationOf(http);
  const isThere =
    to === undefined ||
    sent.service?.name === to.name ||
    sent.answeredBy?.name === to.name ||
    sent.host.split(".")[0] === to.name;
  if (!isThere) return elsewhere(id, (says) => says.askedOther(sent.host, sent.port));
  if (http.from !== undefined && http.from.split("/")[1] !== placeOf(sent.from))
    return elsewhere(id, (says) => says.askedFrom(placeOf(sent.from)));
  if (to?.kind === "service" && sent.port !== to.port && http.to?.includes(":") === true)
    return elsewhere(id, (says) => says.askedPort(sent.port));
  return undefined;
}

function placeOf(from: NetworkOrigin): string | undefined {
  return from === "laptop" ? undefined : from.name;
}
