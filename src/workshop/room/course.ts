// The lessons of a room, as far as the host needs them: their order, and what their steps are called.

import type { Lesson } from "../../tutor/lesson.ts";

export interface RoomLesson {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly RoomStep[];
}

interface RoomStep {
  readonly id: string;
  readonly task: string;
  /** What the lesson allows for it: its minutes shared among its steps. */
  readonly estimateMs: number;
}

/** @param lessons in the order of the workshop. */
export function roomLessons(lessons: readonly Lesson[]): readonly RoomLesson[] {
  return lessons.map(({ id, title, minutes, steps }) => ({
    id,
    title,
    steps: steps.map((step) => ({ id: step.id, task: step.task, estimateMs: (minutes * 60_000) / steps.length })),
  }));
}

/** Orders places: negative when the first comes before the second. Lessons that are not the room's come last. */
export function comparePlaces(
  lessons: readonly RoomLesson[],
  one: { readonly lesson: string; readonly step: number },
  other: { readonly lesson: string; readonly step: number },
): number {
  return rank(lessons, one.lesson) - rank(lessons, other.lesson) || one.step - other.step;
}

function rank(lessons: readonly RoomLesson[], lesson: string): number {
  const index = lessons.findIndex(({ id }) => id === lesson);
  return index < 0 ? lessons.length : index;
}
