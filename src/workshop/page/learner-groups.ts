// A room of hundreds, in groups of those who are at the same step and get on alike. Pure.

import type { LearnerView, RoomView } from "../protocol/view.ts";
import { type Mark, markOf, NEEDS, placeRank, type SortKey } from "./learner-list.ts";
import { whereIs } from "./words.ts";

/** Beyond so many nobody reads a list of names. */
export const GROUPED_FROM = 200;

export interface Group {
  readonly key: string;
  /** "step 2 of 6", with the lesson's title where the room has several. */
  readonly where: string;
  readonly mark: Mark;
  readonly learners: readonly LearnerView[];
  readonly away: number;
}

export type Row =
  | { readonly kind: "group"; readonly group: Group; readonly isOpen: boolean }
  | { readonly kind: "learner"; readonly learner: LearnerView };

/** The group that somebody belongs to. */
export function groupOf(learner: LearnerView): string {
  const { standing } = learner;
  const place = standing === undefined ? "" : `${standing.lesson}/${standing.phase}/${standing.step}`;
  return `${markOf(learner)} ${place}`;
}

/** @param listed in the order that they have within their groups. @param keyOf `groupOf`, or where they were when somebody began to point. */
export function groupLearners(
  listed: readonly LearnerView[],
  sort: SortKey,
  lessons: RoomView["lessons"],
  keyOf: (learner: LearnerView) => string = groupOf,
): readonly Group[] {
  const members = new Map<string, LearnerView[]>();
  for (const learner of listed) {
    const key = keyOf(learner);
    const known = members.get(key);
    if (known === undefined) members.set(key, [learner]);
    else known.push(learner);
  }
  const groups = [...members].flatMap(([key, learners]) => {
    const [first] = learners;
    return first === undefined ? [] : { group: madeOf(key, learners, first, lessons), rank: placeRank(first, lessons) };
  });
  const need = ({ group }: (typeof groups)[number]) => NEEDS.indexOf(group.mark);
  const by = {
    need: (a: (typeof groups)[number], b: (typeof groups)[number]) => need(a) - need(b) || a.rank - b.rank,
    name: (a: (typeof groups)[number], b: (typeof groups)[number]) => a.rank - b.rank || need(a) - need(b),
    progress: (a: (typeof groups)[number], b: (typeof groups)[number]) => b.rank - a.rank || need(a) - need(b),
  }[sort];
  return groups.sort(by).map(({ group }) => group);
}

export function rowsOf(groups: readonly Group[], open: ReadonlySet<string>): readonly Row[] {
  return groups.flatMap((group): readonly Row[] => {
    const isOpen = open.has(group.key);
    const inside = isOpen ? group.learners.map((learner): Row => ({ kind: "learner", learner })) : [];
    return [{ kind: "group", group, isOpen }, ...inside];
  });
}

function madeOf(
  key: string,
  learners: readonly LearnerView[],
  first: LearnerView,
  lessons: RoomView["lessons"],
): Group {
  const title = lessons.length > 1 && first.standing !== undefined ? `, ${first.standing.title}` : "";
  const away = learners.filter(({ isConnected }) => !isConnected).length;
  return { key, where: `${whereIs(first)}${title}`, mark: markOf(first), learners, away };
}
