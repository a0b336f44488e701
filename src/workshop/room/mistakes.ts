// What goes wrong at a step, over all learners: the instructor sees the most frequent first.

import type { LearnerEvent } from "../protocol/events.ts";
import type { StepView } from "../protocol/view.ts";
import { placeOf } from "./learner.ts";

type Attempt = Extract<LearnerEvent, { kind: "attempt" }>;
type Mistake = StepView["mistakes"][number];

const SHOWN = 6;
/** Nobody makes the host remember more than people do wrong. */
const MOST_PLACES = 2000;
const MOST_AT_A_PLACE = 500;

/** Counts by place, then by what went wrong: who did it, each learner once. */
export class Mistakes {
  private readonly places = new Map<
    string,
    Map<string, { readonly mistake: Omit<Mistake, "learners">; readonly who: Set<string> }>
  >();

  note(learner: string, { lesson, step, open, error, feedback }: Attempt): void {
    const place = placeOf(lesson, step);
    const known = this.places.get(place) ?? new Map();
    if (known.size === 0 && this.places.size >= MOST_PLACES) return;
    this.places.set(place, known);
    const add = (kind: Mistake["kind"], what: string) => {
      const key = `${kind} ${what}`;
      if (!known.has(key) && known.size >= MOST_AT_A_PLACE) return;
      const entry = known.get(key) ?? { mistake: { kind, what }, who: new Set<string>() };
      entry.who.add(learner);
      known.set(key, entry);
    };
    if (feedback !== undefined) add("feedback", feedback);
    if (error !== undefined) add("error", error);
    for (const what of open) add("open", what);
  }

  forget(learner: string): void {
    for (const known of this.places.values()) {
      for (const [key, { who }] of known) if (who.delete(learner) && who.size === 0) known.delete(key);
    }
  }

  at(lesson: string, step: number): readonly Mistake[] {
    const known = [...(this.places.get(placeOf(lesson, step))?.values() ?? [])];
    return known
      .map(({ mistake, who }) => ({ ...mistake, learners: who.size }))
      .sort((a, b) => b.learners - a.learners || a.what.localeCompare(b.what, "en"))
      .slice(0, SHOWN);
  }
}
