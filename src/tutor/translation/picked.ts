// Which values under `pick` are texts for learners: those that a text names, and that are no names themselves. `web` in a task is also in a command
// and stays; a sentence stands in texts only, or is an option, whose answer is compared in English.

import { type Located, Problems } from "../format/source.ts";
import { type Pick, readPicks } from "../pick.ts";

export type Scalar = Extract<Located, { kind: "scalar" }>;

/** A placeholder as it is used: in a text, in code within a text, or in what no learner reads. */
export interface Use {
  /** `who.hints.0` */
  readonly path: string;
  readonly as: "text" | "code" | "other";
}

const PLACEHOLDER = /\$\{\{\s*([^}\s]+)\s*\}\}/g;
const WHOLE = /^\s*\$\{\{\s*([^}\s]+)\s*\}\}\s*$/;
const CODE = /```[\s\S]*?```|`[^`]*`/g;

/** The placeholders of a value. */
export function usesIn(text: string, isText: boolean): readonly Use[] {
  const all = [...text.matchAll(PLACEHOLDER)].map(([, path = ""]) => path);
  if (!isText) return all.map((path) => ({ path, as: "other" }));
  const code = [...text.matchAll(CODE)].flatMap(([span]) =>
    [...span.matchAll(PLACEHOLDER)].map(([, path = ""]) => path),
  );
  const plain = [...text.replace(CODE, "").matchAll(PLACEHOLDER)].map(([, path = ""]) => path);
  return [
    ...code.map((path) => ({ path, as: "code" }) as const),
    ...plain.map((path) => ({ path, as: "text" }) as const),
  ];
}

/** @param uses all placeholders outside of `pick`. */
export function textsUnderPick(document: Located, uses: readonly Use[]): ReadonlySet<Located> {
  const known = readPicks(document, new Problems("")) ?? [];
  const all = [...uses];
  const texts = new Set<Located>();
  // A value may name picks above it: it is known what it is used for before they are looked at.
  for (const pick of [...known].reverse()) {
    for (const { node, path } of scalarsOf(pick)) {
      if (typeof node.value !== "string") continue;
      const [, other] = WHOLE.exec(node.value) ?? [];
      if (other !== undefined) {
        all.push(...usesThrough(other, path, pick, all));
        continue;
      }
      const own = all.filter((use) => names(use.path, path, pick)).map((use) => use.as);
      const isText = own.includes("text") && (/\s/.test(node.value.trim()) || own.every((as) => as === "text"));
      if (isText) texts.add(node);
      all.push(...usesIn(node.value, isText));
    }
  }
  return texts;
}

interface PickedScalar {
  readonly node: Scalar;
  /** The fields that lead to it. */
  readonly path: readonly string[];
}

function scalarsOf({ values }: Pick): readonly PickedScalar[] {
  return values.flatMap((value) => scalarsBelow(value, []));
}

function scalarsBelow(node: Located, path: readonly string[]): readonly PickedScalar[] {
  if (node.kind === "scalar") return [{ node, path }];
  if (node.kind === "list") return node.items.flatMap((item, index) => scalarsBelow(item, [...path, String(index)]));
  // An id is what `only` names.
  return [...node.entries].flatMap(([key, { value }]) =>
    key === "id" && path.length === 0 ? [] : scalarsBelow(value, [...path, key]),
  );
}

/** A value that is another's: what is asked of it is asked of that one. */
function usesThrough(other: string, path: readonly string[], pick: Pick, uses: readonly Use[]): readonly Use[] {
  return uses.flatMap((use) => {
    const fields = fieldsIn(use.path, pick);
    if (fields === undefined || !path.every((field, index) => field === (fields[index] ?? field))) return [];
    return { path: [other, ...fields.slice(path.length)].join("."), as: use.as };
  });
}

/** Whether a placeholder stands for the value, or for something that it is a part of. */
function names(placeholder: string, path: readonly string[], pick: Pick): boolean {
  return fieldsIn(placeholder, pick)?.every((field, index) => field === path[index]) === true;
}

/** The fields of one value that a placeholder goes through; undefined where it speaks of another pick. */
function fieldsIn(placeholder: string, { name, choose }: Pick): readonly string[] | undefined {
  const [first, ...fields] = placeholder.split(".");
  if (first !== name) return undefined;
  return choose === undefined ? fields : fields.slice(1);
}
