// Stands for the placement check: a few questions and tasks through the tracks, after which who knows a lesson may skip it. It adapts: who
// misses twice in a track is asked no more of it, and who knows nothing of two tracks in a row has seen enough.

import { flag, list, object, oneOf, optional, required, type Shape, text } from "./format/shape.ts";
import { Problems, parseSource } from "./format/source.ts";
import { identifier } from "./format/values.ts";
import type { Option } from "./lesson.ts";
import { inOrder, type Loaded } from "./load.ts";
import { type Translation, translated } from "./translation/translation.ts";

const MOST_MISSES = 2;
const TRACKS_IN_VAIN = 2;

export interface Placement {
  readonly format: "k8s-tutor-placement/v1";
  readonly tracks: readonly PlacementTrack[];
}

interface PlacementTrack {
  readonly track: string;
  readonly questions: readonly PlacementQuestion[];
  /** For who has missed nothing in this track. */
  readonly task?: { readonly drill: string; readonly lessons: readonly string[] };
}

export interface PlacementQuestion {
  readonly id: string;
  readonly ask: string;
  readonly options: readonly Option[];
  /** Told after a wrong answer. */
  readonly explain?: string;
  /** What a right answer speaks for. */
  readonly lessons: readonly string[];
}

export type PlacementItem = { readonly key: string; readonly track: string; readonly lessons: readonly string[] } & (
  | { readonly kind: "question"; readonly question: PlacementQuestion }
  | { readonly kind: "task"; readonly drill: string }
);

/** What was asked so far, by the item's key: right or not. */
export type PlacementResults = Readonly<Record<string, boolean>>;

/** @param translation its texts in another language. */
export function loadPlacement(file: string, content: string, translation?: Translation): Loaded<Placement> {
  const problems = new Problems(file);
  const source = parseSource(content, problems);
  const told = source && translation ? translated(source, translation) : source;
  const placement = told && placementShape().read(told, problems);
  for (const { questions } of placement?.tracks ?? []) {
    for (const { id, options } of questions) {
      if (source === undefined) continue;
      if (options.filter(({ correct }) => correct === true).length !== 1)
        problems.add(
          source,
          `The question \`${id}\` needs exactly one correct option. Mark it with \`correct: true\`.`,
        );
      if (options.some(({ correct, misconception }) => correct !== true && misconception === undefined))
        problems.add(
          source,
          `Each wrong option of \`${id}\` names the belief behind it. Add \`misconception: some-id\`.`,
        );
    }
  }
  return placement === undefined || problems.found.length > 0
    ? { problems: inOrder(problems.found) }
    : { value: placement, problems: [] };
}

export function placementShape(): Shape<Placement> {
  const option = object<Option>({
    text: required(text(), "the option"),
    correct: optional(flag(), "true for the right one"),
    misconception: optional(identifier(), "for a wrong one: the id of the mistaken belief"),
  });
  const question = object<PlacementQuestion>({
    id: required(identifier(), "the question's id, unique in its track"),
    ask: required(text("text (Markdown)"), "the question"),
    options: required(list(option, { min: 3, max: 4 }), "three or four options"),
    explain: optional(text("text (Markdown)"), "why the right one is right: told after a wrong answer"),
    lessons: required(list(identifier(), { min: 1 }), "lessons that a right answer speaks for"),
  });
  const task = object<NonNullable<PlacementTrack["task"]>>({
    drill: required(identifier(), "the id of a review task"),
    lessons: required(list(identifier(), { min: 1 }), "lessons that it speaks for"),
  });
  const track = object<PlacementTrack>({
    track: required(identifier(), "the track's id"),
    questions: required(list(question, { min: 1 }), "the easiest first"),
    task: optional(task, "a review task, for who has missed nothing"),
  });
  return object<Placement>({
    format: required(oneOf("k8s-tutor-placement/v1"), "the version of this format"),
    tracks: required(list(track, { min: 1 }), "in the order of the course"),
  });
}

/** What comes next; undefined when enough is known. */
export function nextItem(placement: Placement, results: PlacementResults): PlacementItem | undefined {
  let inVain = 0;
  for (const track of placement.tracks) {
    const items = itemsOf(track);
    const given = items.flatMap(({ key }) => results[key] ?? []);
    const misses = given.filter((right) => !right).length;
    const next = items.find((item) => results[item.key] === undefined && isOpen(item, misses));
    if (next !== undefined) return next;
    inVain = given.includes(true) ? 0 : inVain + 1;
    if (inVain >= TRACKS_IN_VAIN) return undefined;
  }
  return undefined;
}

function isOpen(item: PlacementItem, misses: number): boolean {
  return misses < (item.kind === "task" ? 1 : MOST_MISSES);
}

function itemsOf({ track, questions, task }: PlacementTrack): readonly PlacementItem[] {
  const asked = questions.map((question): PlacementItem => {
    return { kind: "question", key: `${track}/${question.id}`, track, question, lessons: question.lessons };
  });
  if (task === undefined) return asked;
  return [...asked, { kind: "task", key: `${track}/${task.drill}`, track, drill: task.drill, lessons: task.lessons }];
}

/** Lessons that everything which speaks for them has shown to be known. */
export function knownLessons({ tracks }: Placement, results: PlacementResults): readonly string[] {
  const items = tracks.flatMap(itemsOf);
  const named = [...new Set(items.flatMap(({ lessons }) => lessons))];
  return named.filter((lesson) =>
    items.filter(({ lessons }) => lessons.includes(lesson)).every(({ key }) => results[key] === true),
  );
}

/** How many items there are at most: to say how far one is. */
export function mostItems({ tracks }: Placement): number {
  return tracks.flatMap(itemsOf).length;
}
