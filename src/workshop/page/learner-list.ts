// Which learners are listed, and in which order: those who need somebody come first. Pure.

import type { LearnerView, RoomView } from "../protocol/view.ts";

/** What one sees of a learner at a glance. */
export type Mark = "hand" | "stuck" | "working" | "done" | "waiting";
export type SortKey = "need" | "name" | "progress";
export type Shown = "all" | Mark | "away";

export function markOf(learner: LearnerView): Mark {
  if (learner.hand !== undefined) return "hand";
  if (learner.standing === undefined) return "waiting";
  return learner.mood;
}

export function countMarks(learners: Iterable<LearnerView>): Readonly<Record<Mark, number>> {
  const counts = { hand: 0, stuck: 0, working: 0, done: 0, waiting: 0 };
  for (const learner of learners) counts[markOf(learner)]++;
  return counts;
}

export interface Listing {
  readonly sort: SortKey;
  readonly shown: Shown;
  readonly find: string;
}

export function listLearners(
  learners: Iterable<LearnerView>,
  { sort, shown, find }: Listing,
  lessons: RoomView["lessons"],
): readonly LearnerView[] {
  const wanted = find.trim().toLowerCase();
  const listed = [...learners].filter(
    (learner) =>
      (shown === "all" || (shown === "away" ? !learner.isConnected : markOf(learner) === shown)) &&
      learner.name.toLowerCase().includes(wanted),
  );
  const ranks = new Map(listed.map((learner) => [learner, placeRank(learner, lessons)]));
  const progress = (learner: LearnerView) => ranks.get(learner) ?? 0;
  const by = {
    need: (a: LearnerView, b: LearnerView) => need(a) - need(b) || waiting(a) - waiting(b) || progress(a) - progress(b),
    name: () => 0,
    progress: (a: LearnerView, b: LearnerView) => progress(b) - progress(a),
  }[sort];
  return listed.sort((a, b) => by(a, b) || compare(a.name, b.name) || compare(a.id, b.id));
}

/** Those with a raised hand, who waits longest first. */
export function queueOfHands(learners: Iterable<LearnerView>): readonly LearnerView[] {
  return [...learners]
    .filter(({ hand }) => hand !== undefined)
    .sort((a, b) => waiting(a) - waiting(b) || compare(a.id, b.id));
}

/** How far somebody is, in the order of the room's lessons; negative before the first. */
export function placeRank({ standing }: LearnerView, lessons: RoomView["lessons"]): number {
  if (standing === undefined) return -1;
  const index = lessons.findIndex(({ id }) => id === standing.lesson);
  return (index < 0 ? lessons.length : index) * 1000 + placeIn(standing);
}

/** Who needs somebody most comes first. */
export const NEEDS: readonly Mark[] = ["hand", "stuck", "working", "waiting", "done"];

function need(learner: LearnerView): number {
  return NEEDS.indexOf(markOf(learner));
}

function waiting({ hand, mood, standing }: LearnerView): number {
  return hand?.since ?? (mood === "stuck" ? (standing?.stepSince ?? 0) : 0);
}

function placeIn({ phase, step }: NonNullable<LearnerView["standing"]>): number {
  return phase === "steps" ? step : phase === "quiz" ? 998 : 999;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
