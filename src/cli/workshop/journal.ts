// What a learner has done in their lessons, folded from what their tutor has told: played again it makes their cluster.

import type { LoggedInput } from "../../tutor/state.ts";
import type { LearnerEvent, Standing } from "../../workshop/protocol/events.ts";

export interface Journal {
  readonly lesson: string;
  readonly seed: number;
  readonly inputs: readonly LoggedInput[];
}

/** As much as it takes to go on with a lesson on another machine. */
export interface Work extends Journal {
  readonly standing: Standing;
}

type Told = readonly { readonly event: LearnerEvent }[];
type Growing = { lesson: string; seed: number; inputs: LoggedInput[]; standing?: Standing };

/** The inputs of the present lesson. */
export function journalOf(events: Told): Journal | undefined {
  return fold(events).at(-1);
}

/** Each lesson as it stood last. */
export function worksOf(events: Told): readonly Work[] {
  const works = new Map<string, Work>();
  for (const { standing, ...journal } of fold(events))
    if (standing !== undefined) works.set(journal.lesson, { ...journal, standing });
  return [...works.values()];
}

/** One entry for each time that a lesson began. */
function fold(events: Told): readonly Growing[] {
  const begun: Growing[] = [];
  for (const { event } of events) {
    const last = begun.at(-1);
    if (event.kind === "began") begun.push({ lesson: event.lesson, seed: event.seed, inputs: [] });
    else if (event.kind === "standing" && event.lesson === last?.lesson) last.standing = event;
    else if (event.kind === "journal" && event.lesson === last?.lesson) {
      last.inputs.length = Math.min(last.inputs.length, event.from);
      for (const input of event.inputs) last.inputs.push(input);
    }
  }
  return begun;
}
