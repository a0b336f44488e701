// Stands for one review: what is due, a card after the other, with a task or two between them. A pure function, as the lesson's session is.

import type { Drill } from "./drill.ts";
import { type CardState, dueCards, keyOf, type Review } from "./review.ts";

/** A review takes 2 to 5 minutes: more would be put off. */
const MOST_CARDS = 10;
const MOST_TASKS = 2;
/** So many cards come before a task. */
const CARDS_BETWEEN = 4;
const SECONDS_PER_CARD = 15;

export type ReviewItem =
  /** `again`: it was forgotten a moment ago; the schedule knows already. */
  | { readonly kind: "card"; readonly card: CardState; readonly again: boolean }
  | { readonly kind: "task"; readonly id: string };

export interface ReviewPlan {
  readonly cards: readonly CardState[];
  readonly tasks: readonly string[];
}

export interface ReviewState {
  readonly left: readonly ReviewItem[];
  /** The present card's back is in sight. */
  readonly turned: boolean;
  readonly remembered: number;
  readonly forgotten: readonly CardState[];
  readonly tasksDone: number;
  /** Of cards, with those that are shown again. */
  readonly total: number;
}

export type ReviewInput =
  | { readonly kind: "line"; readonly text: string }
  /** The task was left: `solved` without its solution, with it, or not at all. */
  | { readonly kind: "task-over"; readonly outcome: "solo" | "assisted" | "left" };

export type ReviewEffect =
  | { readonly kind: "front"; readonly card: CardState; readonly number: number; readonly total: number }
  | { readonly kind: "back"; readonly card: CardState; readonly typed: string }
  | { readonly kind: "ask-again" }
  | { readonly kind: "rate-card"; readonly key: string; readonly remembered: boolean }
  | { readonly kind: "play"; readonly id: string }
  | { readonly kind: "rate-task"; readonly id: string; readonly remembered: boolean }
  | {
      readonly kind: "over";
      readonly remembered: number;
      readonly forgotten: readonly CardState[];
      readonly tasksDone: number;
    };

export interface ReviewUpdate {
  readonly state: ReviewState;
  readonly effects: readonly ReviewEffect[];
}

/** What is due now. A task comes when a concept of its own is due, or when it was done and is due itself. */
export function planReview(review: Review, drills: readonly Drill[], now: number): ReviewPlan {
  const cards = dueCards(review, now);
  const due = new Set(cards.map(({ concept }) => concept));
  const met = new Set(Object.values(review.cards).map(({ concept }) => concept));
  const ranked = drills.flatMap(({ id, teaches }) => {
    const state = review.tasks?.[id];
    const isMet = teaches.some((concept) => met.has(concept));
    const isDue = state === undefined ? teaches.some((concept) => due.has(concept)) : state.dueAt <= now;
    // What was done before waits longest; what is new comes behind it.
    return isMet && isDue ? [{ id, since: state?.dueAt ?? now }] : [];
  });
  const tasks = ranked.sort((a, b) => a.since - b.since).map(({ id }) => id);
  return { cards: cards.slice(0, MOST_CARDS), tasks: tasks.slice(0, MOST_TASKS) };
}

export function isNothingDue({ cards, tasks }: ReviewPlan): boolean {
  return cards.length + tasks.length === 0;
}

/** How long it will take, in whole minutes. */
export function minutesOf({ cards, tasks }: ReviewPlan, minutesOfTask: (id: string) => number): number {
  const seconds = cards.length * SECONDS_PER_CARD;
  return Math.max(1, Math.round(seconds / 60 + tasks.reduce((sum, id) => sum + minutesOfTask(id), 0)));
}

/** The instant at which the next card or task is due; undefined when there is none at all. */
export function nextDue({ cards, tasks }: Review): number | undefined {
  const instants = [...Object.values(cards), ...Object.values(tasks ?? {})].map(({ dueAt }) => dueAt);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

export function beginReview(plan: ReviewPlan): ReviewUpdate {
  const left = mixed(plan);
  const state = { left, turned: false, remembered: 0, forgotten: [], tasksDone: 0, total: plan.cards.length };
  return present(state);
}

/** Cards first; a task for a change after some of them, the other one at the end. */
function mixed({ cards, tasks }: ReviewPlan): readonly ReviewItem[] {
  const items: ReviewItem[] = cards.map((card) => ({ kind: "card", card, again: false }));
  const [first, ...others] = tasks.map((id): ReviewItem => ({ kind: "task", id }));
  if (first === undefined) return items;
  return [...items.slice(0, CARDS_BETWEEN), first, ...items.slice(CARDS_BETWEEN), ...others];
}

export function updateReview(state: ReviewState, input: ReviewInput): ReviewUpdate {
  const [item] = state.left;
  if (item === undefined) return { state, effects: [] };
  if (item.kind === "task") return input.kind === "task-over" ? taskOver(state, item.id, input.outcome) : still(state);
  if (input.kind !== "line") return still(state);
  if (!state.turned) {
    const back: ReviewEffect = { kind: "back", card: item.card, typed: input.text.trim() };
    return { state: { ...state, turned: true }, effects: [back] };
  }
  const remembered = yesOrNo(input.text);
  return remembered === undefined ? { state, effects: [{ kind: "ask-again" }] } : rated(state, item, remembered);
}

function still(state: ReviewState): ReviewUpdate {
  return { state, effects: [] };
}

function yesOrNo(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (["y", "yes", "j", "ja", "1"].includes(word)) return true;
  return ["n", "no", "nein", "0"].includes(word) ? false : undefined;
}

function rated(state: ReviewState, item: Extract<ReviewItem, { kind: "card" }>, remembered: boolean): ReviewUpdate {
  const { card, again } = item;
  const rest = state.left.slice(1);
  // Who has just read the answer can say it at the end: that is practice, and changes nothing in the schedule.
  const left = remembered || again ? rest : [...rest, { ...item, again: true }];
  const next = present({
    ...state,
    left,
    total: state.total + (left.length - rest.length),
    turned: false,
    remembered: state.remembered + (remembered && !again ? 1 : 0),
    forgotten: remembered || again ? state.forgotten : [...state.forgotten, card],
  });
  if (again) return next;
  return { ...next, effects: [{ kind: "rate-card", key: keyOf(card), remembered }, ...next.effects] };
}

function taskOver(state: ReviewState, id: string, outcome: "solo" | "assisted" | "left"): ReviewUpdate {
  const tasksDone = state.tasksDone + (outcome === "left" ? 0 : 1);
  const next = present({ ...state, left: state.left.slice(1), tasksDone });
  // A task that was left comes back tomorrow, as one that needed the solution does.
  return { ...next, effects: [{ kind: "rate-task", id, remembered: outcome === "solo" }, ...next.effects] };
}

function present(state: ReviewState): ReviewUpdate {
  const [item] = state.left;
  const { remembered, forgotten, tasksDone, total } = state;
  if (item === undefined) return { state, effects: [{ kind: "over", remembered, forgotten, tasksDone }] };
  if (item.kind === "task") return { state, effects: [{ kind: "play", id: item.id }] };
  const cardsLeft = state.left.filter(({ kind }) => kind === "card").length;
  return { state, effects: [{ kind: "front", card: item.card, number: total - cardsLeft + 1, total }] };
}
