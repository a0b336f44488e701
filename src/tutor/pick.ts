// Stands for chance in lessons, review tasks and exams: what stands under `pick` is chosen by a seed, placeholders are filled with it, and items
// with `only` stay or go. All of it happens on the parsed file, before its shape is read, so that each slip keeps its line and column.

import { chance } from "../api/chance.ts";
import { type Chosen, fill } from "./format/placeholder.ts";
import { type Located, Problems } from "./format/source.ts";

/** What stands under one name of `pick`. */
export interface Pick {
  readonly name: string;
  readonly values: readonly Located[];
  readonly ids: readonly string[];
  /** `{choose, of}`: that many values, as a list. Absent: one value. */
  readonly choose?: number;
}

/** The indices of the chosen values by the pick's name, in the order in which the values are written. */
export type Choice = ReadonlyMap<string, readonly number[]>;

const TRIED_SEEDS = 300;

export function hasPick(document: Located): boolean {
  return document.kind === "map" && document.entries.has("pick");
}

/** The picks of a document; undefined after adding problems. */
export function readPicks(document: Located, problems: Problems): readonly Pick[] | undefined {
  const node = document.kind === "map" ? document.entries.get("pick")?.value : undefined;
  if (node === undefined) return [];
  if (node.kind !== "map") {
    problems.add(node, "Expected names with their values, as `fruit: [apple, pear]`.");
    return undefined;
  }
  const before = problems.found.length;
  const picks = [...node.entries].flatMap(([name, { key, value }]) => {
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name))
      problems.add(key, `\`${name}\` cannot be named in a placeholder. Use letters, digits, \`-\` and \`_\`.`);
    return readPick(name, value, problems) ?? [];
  });
  return problems.found.length > before ? undefined : picks;
}

function readPick(name: string, node: Located, problems: Problems): Pick | undefined {
  if (node.kind === "list") return withIds(name, node, problems);
  const of = node.kind === "map" ? node.entries.get("of")?.value : undefined;
  const choose = node.kind === "map" ? node.entries.get("choose")?.value : undefined;
  if (of?.kind !== "list" || choose?.kind !== "scalar" || (node.kind === "map" && node.entries.size > 2)) {
    problems.add(node, "Expected a list of values, or `{choose: 2, of: [values]}`.");
    return undefined;
  }
  const pick = withIds(name, of, problems);
  const amount = Number(choose.value);
  if (pick === undefined) return undefined;
  if (Number.isInteger(choose.value) && amount >= 1 && amount <= pick.values.length) return { ...pick, choose: amount };
  problems.add(choose, `\`choose\` is a whole number from 1 to ${pick.values.length}: so many values stand in \`of\`.`);
  return undefined;
}

function withIds(name: string, node: Extract<Located, { kind: "list" }>, problems: Problems): Pick | undefined {
  if (node.items.length === 0) {
    problems.add(node, "There is nothing to choose from. Add values.");
    return undefined;
  }
  const ids = node.items.map((value) => {
    const id = value.kind === "map" ? value.entries.get("id")?.value : value;
    if (id?.kind === "scalar" && id.value !== null) return String(id.value);
    problems.add(value, "A value is a text, a number, or a mapping with an `id`. Give it an `id`.");
    return undefined;
  });
  const known = ids.filter((id) => id !== undefined);
  if (known.length < ids.length) return undefined;
  const twice = known.findIndex((id, index) => known.indexOf(id) !== index);
  if (twice < 0) return { name, values: node.items, ids: known };
  problems.add(node.items[twice] ?? node, `\`${known[twice]}\` stands here twice. Give each value its own id.`);
  return undefined;
}

/** What a seed chooses. A pick's choice depends on its own name only, so that a pick that is added changes no other. */
export function choose(picks: readonly Pick[], seed: number): Choice {
  return new Map(picks.map((pick) => [pick.name, chooseOf(pick, seed)]));
}

function chooseOf(pick: Pick, seed: number): readonly number[] {
  const left = pick.values.map((_, index) => index);
  const chosen: number[] = [];
  for (let count = 0; count < (pick.choose ?? 1); count++) {
    const at = chance(seed, `${pick.name}/${count}`) % left.length;
    chosen.push(...left.splice(at, 1));
  }
  return chosen.sort((a, b) => a - b);
}

/** The document as this seed makes it, without `pick`; undefined after adding problems. One without `pick` stays as it is. */
export function drawDocument(document: Located, seed: number, problems: Problems): Located | undefined {
  const picks = readPicks(document, problems);
  return picks && fillDocument(document, picks, choose(picks, seed), problems);
}

/** Placeholders in a pick's own values speak of the picks above it. */
export function fillDocument(
  document: Located,
  picks: readonly Pick[],
  choice: Choice,
  problems: Problems,
): Located | undefined {
  const chosen = new Map<string, Chosen>();
  for (const pick of picks) {
    const value = fill(chosenValue(pick, choice.get(pick.name) ?? []), chosen, problems);
    if (value === undefined) return undefined;
    chosen.set(pick.name, { value, ids: idsOf(pick, choice), known: pick.ids });
  }
  return fill(withoutPick(document), chosen, problems);
}

function chosenValue({ values, choose: amount }: Pick, indices: readonly number[]): Located {
  const chosen = indices.flatMap((index) => values[index] ?? []);
  const [first] = chosen;
  if (first === undefined) throw new Error("a pick without values was not refused");
  return amount === undefined ? first : { line: first.line, column: first.column, kind: "list", items: chosen };
}

function withoutPick(document: Located): Located {
  if (document.kind !== "map" || !hasPick(document)) return document;
  return { ...document, entries: new Map([...document.entries].filter(([name]) => name !== "pick")) };
}

export function idsOf({ name, ids }: Pick, choice: Choice): readonly string[] {
  return (choice.get(name) ?? []).flatMap((index) => ids[index] ?? []);
}

/** Seeds that together choose every value at least once, as few as a greedy search finds; none for a document without `pick`.
 * For tests, which play a lesson once for each of them.
 * @param matters whether a pick has to be met with each of its values. */
export function seedsFor(document: Located, matters: (pick: Pick) => boolean = () => true): readonly number[] {
  const picks = readPicks(document, new Problems("")) ?? [];
  if (picks.length > 0 && !picks.some(matters)) return [1];
  const open = new Set(picks.filter(matters).flatMap(({ name, ids }) => ids.map((_, index) => `${name}/${index}`)));
  const seeds = Array.from({ length: TRIED_SEEDS }, (_, index) => index + 1).map((seed) => ({
    seed,
    covers: [...choose(picks, seed)].flatMap(([name, chosen]) => chosen.map((index) => `${name}/${index}`)),
  }));
  const found: number[] = [];
  while (open.size > 0) {
    const news = (one: (typeof seeds)[number]) => one.covers.filter((value) => open.has(value)).length;
    const best = seeds.reduce((a, b) => (news(b) > news(a) ? b : a));
    // A pick of hundreds of values is not covered by so few seeds; what is left is still loaded by `lint`.
    if (news(best) === 0) return found;
    found.push(best.seed);
    for (const value of best.covers) open.delete(value);
  }
  return found;
}

/** Single words only, and nothing is left out for one of them: the lesson is the same under other names and numbers. */
export function isOfNames({ name, values, choose: amount }: Pick, document: Located): boolean {
  return amount === undefined && values.every(isWords) && !namesInOnly(document).has(name);
}

function isWords(value: Located): boolean {
  if (value.kind === "map") return [...value.entries.values()].every((entry) => isWord(entry.value));
  return isWord(value);
}

function isWord(value: Located): boolean {
  return value.kind === "scalar" && /^[^\s$]+$/.test(String(value.value));
}

function namesInOnly(node: Located): ReadonlySet<string> {
  if (node.kind === "scalar") return new Set();
  if (node.kind === "list") return new Set(node.items.flatMap((item) => [...namesInOnly(item)]));
  return new Set(
    [...node.entries].flatMap(([key, { value }]) =>
      key === "only" && value.kind === "map" ? [...value.entries.keys()] : [...namesInOnly(value)],
    ),
  );
}
