// The check `event`: the cluster has reported such an Event.

import { type Fields, integer, object, optional, required, type Shape, text } from "../format/shape.ts";
import { kindAndName, regularExpression, since } from "../format/values.ts";
import { findObjects } from "../objects.ts";
import { textsOf, type World } from "../world.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";

export interface EventSpec {
  readonly reason: string;
  readonly involved?: { readonly kind: string; readonly name: string };
  readonly contains?: RegExp;
  readonly min?: number;
  /** Ever when absent. */
  readonly since?: "step" | "lesson";
}

export interface EventCheck {
  readonly event: EventSpec;
}

function specShape(): Shape<EventSpec> {
  return object<EventSpec>({
    reason: required(text(), "the event's reason, as in `Unhealthy`"),
    involved: optional(kindAndName(), "the object it is about: `Pod/web`"),
    contains: optional(regularExpression(), "a regular expression that the message contains"),
    min: optional(integer(), "how often at least; once when absent"),
    since: optional(since(), "`step`: reported since it began; `lesson` (usual): ever"),
  });
}

export const eventFields = (): Fields<EventCheck> => ({ event: required(specShape(), "an Event of the cluster") });

interface EventObject {
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}

export async function checkEvent({ event }: EventCheck, world: World): Promise<CheckResult> {
  const all = (await findObjects(world.read, { kind: "Event" }, world.namespace)) as readonly EventObject[];
  const found = all.filter(
    ({ reason, message = "", involvedObject }) =>
      reason === event.reason &&
      (event.involved === undefined ||
        (involvedObject?.kind === event.involved.kind && involvedObject.name === event.involved.name)) &&
      (event.contains?.test(message) ?? true),
  );
  const start = event.since === "step" ? world.stepStart.at : 0;
  const times = found.reduce((sum, one) => sum + timesSince(one, start), 0);
  if (times >= (event.min ?? 1)) return PASSED;
  const about = event.involved && `${event.involved.kind} \`${event.involved.name}\``;
  return failed(textsOf(world).checks.event(event.reason, about, times, event.min ?? 1));
}

/** How often it was reported since then. Of a series that had begun before, only that it goes on is known. */
function timesSince({ count = 1, firstTimestamp, lastTimestamp, eventTime }: EventObject, start: number): number {
  const isSince = (time: string | null | undefined) => Date.parse(time ?? eventTime ?? "") >= wholeSecond(start);
  if (start === 0 || isSince(firstTimestamp)) return count;
  return isSince(lastTimestamp) ? 1 : 0;
}

// Events tell their instants in whole seconds.
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
