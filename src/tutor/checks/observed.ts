// The check `observed`: the learner has seen something (logs, events, a list, a field), by whatever command.

import {
  byForm,
  type Fields,
  flag,
  list,
  mapped,
  object,
  oneOf,
  optional,
  required,
  type Shape,
  text,
} from "../format/shape.ts";
import { kindAndName, kindName, regularExpression, since } from "../format/values.ts";
import { findObjects } from "../objects.ts";
import { type Observation, type ObservationKind, textsOf, type World } from "../world.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";
import { startOf } from "./since.ts";

interface Subject {
  readonly kind: string;
  readonly name?: string;
  readonly selector?: string;
}

export interface ObservedSpec {
  readonly kind: ObservationKind;
  /** Of what: `Pod`, `Pod/web`, or a mapping with selector. */
  readonly of?: Subject;
  readonly container?: string;
  readonly previous?: boolean;
  readonly contains?: RegExp;
  /** Exactly these names were shown. */
  readonly only?: readonly string[];
  /** They were chosen by a label selector. */
  readonly bySelector?: boolean;
  readonly since?: "step" | "lesson";
}

export interface ObservedCheck {
  readonly observed: ObservedSpec;
}

function subjectShape(): Shape<Subject> {
  const short: Shape<Subject> = {
    ...text("a kind (`Pod`) or `Kind/name`"),
    read: (node, problems) => {
      const isNamed = node.kind === "scalar" && String(node.value).includes("/");
      if (isNamed) return kindAndName().read(node, problems);
      return mapped(kindName(), (kind): Subject => ({ kind })).read(node, problems);
    },
  };
  const full = object<Subject>({
    kind: required(kindName(), "the kind"),
    name: optional(text(), "the name"),
    selector: optional(text(), "a label selector: any of these objects"),
  });
  return byForm<Subject>({ scalar: short, map: full });
}

function specShape(): Shape<ObservedSpec> {
  return object<ObservedSpec>({
    kind: required(oneOf("logs", "events", "describe", "list", "field", "explain", "file"), "what kind of information"),
    of: optional(subjectShape(), "of which object: `Node`, `Pod/web`, or {kind, selector}"),
    container: optional(text(), "logs of this container"),
    previous: optional(flag(), "logs of the previous life"),
    contains: optional(regularExpression(), "a regular expression that the text contains"),
    only: optional(list(text()), "exactly these names were shown"),
    bySelector: optional(flag(), "they were chosen by labels, not by name"),
    since: optional(since(), "`step` (usual) or `lesson`"),
  });
}

export const observedFields = (): Fields<ObservedCheck> => ({
  observed: required(specShape(), "what the learner has seen"),
});

// Where else the same information is to be seen: describe ends with the events, and any output of a node lists it.
const ALSO: Readonly<Record<ObservationKind, readonly ObservationKind[]>> = {
  logs: ["logs"],
  events: ["events", "describe"],
  describe: ["describe"],
  list: ["list", "field", "describe"],
  field: ["field", "list", "describe"],
  explain: ["explain"],
  file: ["file"],
};

export async function checkObserved({ observed }: ObservedCheck, world: World): Promise<CheckResult> {
  const seen = world
    .observations(startOf(observed.since, world))
    .filter(({ kind }) => ALSO[observed.kind].includes(kind))
    // Who finds nothing has not looked at what is asked for, but for somebody who is asked to find nothing.
    .filter(({ names, text }) => names.length > 0 || text !== "" || observed.only?.length === 0);
  const names = await namesOf(observed, world);
  const about = seen.filter((observation) => isAbout(observation, observed, names));
  if (about.some((observation) => isEnough(observation, observed))) return PASSED;
  return failed(about.length === 0 ? notSeen(observed, world) : notEnough(observed, about, world));
}

async function namesOf({ of: subject }: ObservedSpec, world: World): Promise<ReadonlySet<string> | undefined> {
  if (subject?.name !== undefined) return new Set([subject.name]);
  if (subject?.selector === undefined) return undefined;
  const found = await findObjects(world.read, { kind: subject.kind, selector: subject.selector }, world.namespace);
  return new Set(found.map((object) => object.metadata.name));
}

function isAbout(
  observation: Observation,
  { of: subject }: ObservedSpec,
  names: ReadonlySet<string> | undefined,
): boolean {
  if (subject === undefined) return true;
  // Events of everything (`kubectl get events`) tell about this object too, if its name stands in them.
  const isGeneral = observation.kind === "events" && observation.names.length === 0;
  if (!isGeneral && observation.resource !== undefined && observation.resource !== subject.kind) return false;
  if (names === undefined) return true;
  if (isGeneral) return [...names].some((name) => observation.text.includes(name));
  return observation.names.some((name) => names.has(name));
}

function isEnough(observation: Observation, observed: ObservedSpec): boolean {
  if (observed.kind === "events" && observation.kind === "describe" && !/^Events:(?!\s+<none>)/m.test(observation.text))
    return false;
  if (observed.container !== undefined && observation.container !== observed.container) return false;
  if (observed.previous !== undefined && (observation.previous ?? false) !== observed.previous) return false;
  if (observed.bySelector === true && observation.selector === undefined) return false;
  if (observed.only !== undefined && [...observation.names].sort().join() !== [...observed.only].sort().join())
    return false;
  return observed.contains?.test(observation.text) ?? true;
}

function notSeen({ kind, of: subject }: ObservedSpec, world: World): string {
  const { checks } = textsOf(world);
  const of = subject?.name === undefined ? subject && checks.all(subject.kind) : `${subject.kind} \`${subject.name}\``;
  return checks.notSeen(checks.nouns[kind], of);
}

function notEnough(observed: ObservedSpec, about: readonly Observation[], world: World): string {
  const { checks } = textsOf(world);
  const noun = checks.nouns[observed.kind];
  if (observed.previous === true) return checks.presentLife(noun);
  if (observed.bySelector === true && about.every(({ selector }) => selector === undefined)) {
    return checks.notByLabel;
  }
  if (observed.only !== undefined) return checks.listedOthers(about.at(-1)?.names ?? [], observed.only);
  if (observed.container !== undefined) return checks.otherContainer(noun, observed.container);
  return checks.notInIt(noun);
}
