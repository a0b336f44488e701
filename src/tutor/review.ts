// Spaced review: cards and small tasks come back after 1, 3, 7 and 21 days. A fixed schedule serves as well as a clever one.

import type { Card } from "./lesson.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const INTERVAL_DAYS = [1, 3, 7, 21] as const;

interface Scheduled {
  /** How many reviews in a row were remembered. */
  readonly stage: number;
  /** Wall time in milliseconds since the Unix epoch. */
  readonly dueAt: number;
  /** When it was last reviewed; absent before the first review, and in files of earlier versions. */
  readonly ratedAt?: number;
}

export interface CardState extends Card, Scheduled {
  readonly lesson: string;
}

export interface TaskState extends Scheduled {
  /** How often it was done. */
  readonly times: number;
}

export interface Review {
  /** By `lesson/card`. */
  readonly cards: Readonly<Record<string, CardState>>;
  /** Review tasks that were done, by id. */
  readonly tasks?: Readonly<Record<string, TaskState>>;
}

/** Puts a finished lesson's cards on the schedule. Who was wrong in the quiz meets them at once. */
export function addCards(review: Review, lesson: string, cards: readonly Card[], missed: boolean, now: number): Review {
  const added = cards.map((card): [string, CardState] => {
    const key = `${lesson}/${card.id}`;
    const known = review.cards[key];
    const stage = missed ? 0 : (known?.stage ?? 0);
    const dueAt = missed ? now : (known?.dueAt ?? dueAfter(stage, now));
    return [key, { ...card, lesson, stage, dueAt }];
  });
  return { ...review, cards: { ...review.cards, ...Object.fromEntries(added) } };
}

/** The cards that are due, longest overdue first. */
export function dueCards(review: Review, now: number): readonly CardState[] {
  return Object.values(review.cards)
    .filter(({ dueAt }) => dueAt <= now)
    .sort((a, b) => a.dueAt - b.dueAt);
}

/** The schedule after one answer: a remembered card waits longer, a forgotten one begins again. */
export function rateCard(review: Review, key: string, remembered: boolean, now: number): Review {
  const card = review.cards[key];
  if (card === undefined) return review;
  return { ...review, cards: { ...review.cards, [key]: { ...card, ...rated(card.stage, remembered, now) } } };
}

/** The schedule after a task: one that needed the solution begins again. */
export function rateTask(review: Review, id: string, remembered: boolean, now: number): Review {
  const task = review.tasks?.[id];
  const state: TaskState = { times: (task?.times ?? 0) + 1, ...rated(task?.stage ?? 0, remembered, now) };
  return { ...review, tasks: { ...review.tasks, [id]: state } };
}

function rated(stage: number, remembered: boolean, now: number): Required<Scheduled> {
  const next = remembered ? Math.min(stage + 1, INTERVAL_DAYS.length) : 0;
  return { stage: next, dueAt: dueAfter(next, now), ratedAt: now };
}

/** Both machines' schedules: of each card and task what was reviewed last. */
export function mergeReviews(here: Review, there: Review): Review {
  const cards = latest(here.cards, there.cards);
  if (here.tasks === undefined && there.tasks === undefined) return { ...there, ...here, cards };
  return { ...there, ...here, cards, tasks: latest(here.tasks ?? {}, there.tasks ?? {}) };
}

function latest<T extends Scheduled>(
  here: Readonly<Record<string, T>>,
  there: Readonly<Record<string, T>>,
): Record<string, T> {
  const merged = { ...there, ...here };
  for (const [key, theirs] of Object.entries(there)) {
    const own = here[key];
    if (own !== undefined && (theirs.ratedAt ?? 0) > (own.ratedAt ?? 0)) merged[key] = theirs;
  }
  return merged;
}

export function keyOf(card: CardState): string {
  return `${card.lesson}/${card.id}`;
}

function dueAfter(stage: number, now: number): number {
  const days = INTERVAL_DAYS[Math.min(stage, INTERVAL_DAYS.length - 1)] ?? 1;
  return now + days * DAY_MS;
}
