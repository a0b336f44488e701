// Spaced review: cards come back after 1, 3, 7 and 21 days. A fixed schedule serves as well as a clever one.

import type { Card } from "./lesson.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const INTERVAL_DAYS = [1, 3, 7, 21] as const;

export interface CardState extends Card {
  readonly lesson: string;
  /** How many reviews in a row were remembered. */
  readonly stage: number;
  /** Wall time in milliseconds since the Unix epoch. */
  readonly dueAt: number;
}

export interface Review {
  /** By `lesson/card`. */
  readonly cards: Readonly<Record<string, CardState>>;
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
  return { cards: { ...review.cards, ...Object.fromEntries(added) } };
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
  const stage = remembered ? Math.min(card.stage + 1, INTERVAL_DAYS.length) : 0;
  return { cards: { ...review.cards, [key]: { ...card, stage, dueAt: dueAfter(stage, now) } } };
}

export function keyOf(card: CardState): string {
  return `${card.lesson}/${card.id}`;
}

function dueAfter(stage: number, now: number): number {
  const days = INTERVAL_DAYS[Math.min(stage, INTERVAL_DAYS.length - 1)] ?? 1;
  return now + days * DAY_MS;
}
