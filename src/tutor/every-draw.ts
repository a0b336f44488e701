// Stands for all that a document with `pick` can become: what `lint` looks at, so that no value hides a slip.

import type { Located, Problem } from "./format/source.ts";
import { Problems } from "./format/source.ts";
import { type Choice, fillDocument, idsOf, type Pick, readPicks } from "./pick.ts";

const MOST_DRAWS = 40;

/** The document for every choice there is; where there are more than 40, for so many that every value is chosen at least once. */
export function everyDraw(document: Located, problems: Problems): readonly Draw[] {
  const picks = readPicks(document, problems);
  if (picks === undefined) return [];
  return everyChoice(picks).map((choice) => {
    const own = new Problems(problems.file);
    const chosen = picks.flatMap((pick) => idsOf(pick, choice).map((id) => `${pick.name}: ${id}`));
    return { chosen, document: fillDocument(document, picks, choice, own), problems: own };
  });
}

export interface Draw {
  /** The ids of what was chosen, as `cause: oom`. */
  readonly chosen: readonly string[];
  /** Undefined when filling it in brought problems. */
  readonly document: Located | undefined;
  readonly problems: Problems;
}

function everyChoice(picks: readonly Pick[]): readonly Choice[] {
  const options = picks.map((pick) => ({ pick, sets: combinations(pick.values.length, pick.choose ?? 1) }));
  const all = options.reduce((product, { sets }) => product * sets.length, 1);
  if (all <= MOST_DRAWS)
    return options.reduce<readonly Choice[]>(
      (choices, { pick, sets }) =>
        choices.flatMap((choice) => sets.map((set) => new Map([...choice, [pick.name, set]]))),
      [new Map()],
    );
  const most = Math.max(...picks.map(({ values }) => values.length));
  return Array.from({ length: most }, (_, round) => new Map(picks.map((pick) => [pick.name, windowOf(pick, round)])));
}

/** Every value is in one of the first windows. */
function windowOf({ values, choose: amount = 1 }: Pick, round: number): readonly number[] {
  return Array.from({ length: amount }, (_, index) => (round + index) % values.length).sort((a, b) => a - b);
}

/** All ways to take `size` of the numbers below `count`; none are listed beyond what could ever be drawn in full. */
function combinations(count: number, size: number): readonly (readonly number[])[] {
  let sets: readonly (readonly number[])[] = [[]];
  for (let taken = 0; taken < size; taken++) {
    sets = sets.flatMap((set) =>
      Array.from({ length: count }, (_, index) => index)
        .filter((index) => index > (set.at(-1) ?? -1))
        .map((index) => [...set, index]),
    );
    if (sets.length > MOST_DRAWS * count) return sets;
  }
  return sets;
}

/** What the draws have found, each slip once; what only some choices bring names the value that brings it. */
export function problemsOfDraws(draws: readonly Draw[]): readonly Problem[] {
  const places = new Map<string, { readonly problem: Problem; readonly draws: Draw[] }>();
  for (const draw of draws) {
    for (const problem of draw.problems.found) {
      const key = `${problem.line}:${problem.column}:${problem.message}`;
      const place = places.get(key) ?? { problem, draws: [] };
      if (!place.draws.includes(draw)) place.draws.push(draw);
      places.set(key, place);
    }
  }
  return [...places.values()].map(({ problem, draws: found }) => {
    const causes = causesOf(found, draws);
    return causes.length === 0 ? problem : { ...problem, message: `${problem.message} (With ${causes.join("; ")}.)` };
  });
}

/** The values that all of the draws with the slip have in common, and not all others; or else those of the first. */
function causesOf(found: readonly Draw[], all: readonly Draw[]): readonly string[] {
  const [first] = found;
  if (first === undefined || found.length === all.length) return [];
  const common = first.chosen.filter(
    (value) => found.every(({ chosen }) => chosen.includes(value)) && all.some(({ chosen }) => !chosen.includes(value)),
  );
  return common.length > 0 ? common : first.chosen;
}
