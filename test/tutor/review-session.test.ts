import { describe, expect, it } from "vitest";
import type { Drill } from "../../src/tutor/drill.ts";
import { type CardState, mergeReviews, type Review, rateTask } from "../../src/tutor/review.ts";
import {
  beginReview,
  isNothingDue,
  planReview,
  type ReviewEffect,
  type ReviewInput,
  updateReview,
} from "../../src/tutor/review-session.ts";

const DAY = 86_400_000;
const NOW = 100 * DAY;

function card(id: string, concept: string, dueAt = NOW - DAY): CardState {
  return { id, front: `front of ${id}`, back: `back of ${id}`, concept, lesson: "l", stage: 0, dueAt };
}

function drill(id: string, ...teaches: string[]): Drill {
  return { id, teaches, minutes: 2 } as unknown as Drill;
}

function reviewOf(...cards: CardState[]): Review {
  return { cards: Object.fromEntries(cards.map((one) => [`${one.lesson}/${one.id}`, one])) };
}

describe("what is due", () => {
  const drills = [drill("t1", "a"), drill("t2", "b"), drill("t3", "a", "c"), drill("t4", "z")];

  it.each<[string, Review, string[], string[]]>([
    ["nothing at all", reviewOf(), [], []],
    [
      "cards, oldest first, with tasks of their concepts",
      reviewOf(card("x", "a"), card("y", "q", 0)),
      ["y", "x"],
      ["t1", "t3"],
    ],
    ["nothing before its day", reviewOf(card("x", "a", NOW + 1)), [], []],
    ["no task that was done a moment ago", rateTask(reviewOf(card("x", "a")), "t1", true, NOW), ["x"], ["t3"]],
    [
      "a task whose own day has come, although its cards wait",
      rateTask(reviewOf(card("x", "b", NOW + DAY)), "t2", false, NOW - 2 * DAY),
      [],
      ["t2"],
    ],
    ["no task of a concept that was not met", reviewOf(card("x", "y")), ["x"], []],
  ])("%s", (_, review, cards, tasks) => {
    const plan = planReview(review, drills, NOW);
    expect(plan.cards.map(({ id }) => id)).toEqual(cards);
    expect(plan.tasks).toEqual(tasks);
    expect(isNothingDue(plan)).toBe(cards.length + tasks.length === 0);
  });
});

describe("a review", () => {
  function play(inputs: readonly (string | ReviewInput)[], cards: CardState[], tasks: string[] = []): ReviewEffect[] {
    let { state, effects } = beginReview({ cards, tasks });
    const all = [...effects];
    for (const input of inputs) {
      ({ state, effects } = updateReview(state, typeof input === "string" ? { kind: "line", text: input } : input));
      all.push(...effects);
    }
    return all;
  }
  const shown = (effects: readonly ReviewEffect[]) =>
    effects.map((effect) => {
      if (effect.kind === "front" || effect.kind === "back") return `${effect.kind} ${effect.card.id}`;
      if (effect.kind === "rate-card") return `${effect.key} ${effect.remembered}`;
      if (effect.kind === "rate-task") return `${effect.id} ${effect.remembered}`;
      if (effect.kind === "play") return `play ${effect.id}`;
      return effect.kind === "over"
        ? `over ${effect.remembered}/${effect.forgotten.length}/${effect.tasksDone}`
        : effect.kind;
    });

  it("turns cards, and asks those again that were forgotten, without rating them twice", () => {
    const effects = play(["", "maybe", "y", "a guess", "no", "", "y"], [card("a", "c"), card("b", "c")]);
    expect(shown(effects)).toEqual([
      "front a",
      "back a",
      "ask-again",
      "l/a true",
      "front b",
      "back b",
      "l/b false",
      "front b",
      "back b",
      "over 1/1/0",
    ]);
  });

  it.each([
    ["solo", "t true", "over 1/0/1"],
    ["assisted", "t false", "over 1/0/1"],
    ["left", "t false", "over 1/0/0"],
  ] as const)("a task that was %s", (outcome, rating, over) => {
    const effects = play(["", "y", { kind: "task-over", outcome }], [card("a", "c")], ["t"]);
    expect(shown(effects)).toEqual(["front a", "back a", "l/a true", "play t", rating, over]);
  });
});

describe("two machines", () => {
  it("keep what was reviewed last", () => {
    const here = reviewOf({ ...card("a", "c"), ratedAt: 5, stage: 1 }, { ...card("b", "c"), ratedAt: 9, stage: 3 });
    const there = reviewOf(
      { ...card("a", "c"), ratedAt: 7, stage: 0 },
      { ...card("b", "c"), stage: 2 },
      card("n", "c"),
    );
    const { cards, tasks } = mergeReviews(rateTask(here, "t", true, 1), rateTask(there, "t", false, 2));
    expect([cards["l/a"]?.stage, cards["l/b"]?.stage, cards["l/n"]?.stage]).toEqual([0, 3, 0]);
    expect(tasks?.t?.ratedAt).toBe(2);
  });
});
