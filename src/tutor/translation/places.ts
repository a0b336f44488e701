// Which values of a course's files are texts for learners, and what each is called: `steps/rent-web/hints/2`. Everything else (commands, names,
// checks, answers) is the same in every language.

import type { Located } from "../format/source.ts";
import { type Scalar, textsUnderPick, type Use, usesIn } from "./picked.ts";

export interface PlacedText {
  /** By ids where there are any, so that it survives a step that is put before it. */
  readonly place: string;
  readonly text: string;
  readonly node: Scalar;
}

/** What may stand there: a text, a list, or a mapping of which only these keys hold texts. */
type Form = typeof TEXT | { readonly each: Form } | { readonly keys: () => Readonly<Record<string, Form>> };

const TEXT = "text";

const each = (form: Form): Form => ({ each: form });
const keys = (of: () => Readonly<Record<string, Form>>): Form => ({ keys: of });

const check: Form = keys(() => ({
  title: TEXT,
  missing: TEXT,
  all: each(check),
  any: each(check),
  not: check,
  whatIf: keys(() => ({ then: each(check) })),
}));

const question = keys(() => ({ ask: TEXT, options: each(TEXT) }));
const quizItem = keys(() => ({ ask: TEXT, options: each(keys(() => ({ text: TEXT }))), explain: TEXT }));

const step = keys(() => ({
  text: TEXT,
  task: TEXT,
  checks: each(check),
  questions: each(question),
  hints: each(TEXT),
  feedback: each(keys(() => ({ say: TEXT }))),
  why: TEXT,
}));

/** Of lessons and review tasks, exams, the placement check, and course.yaml. Their keys do not get into each other's way. */
const document = keys(() => ({
  title: TEXT,
  objectives: each(TEXT),
  intro: TEXT,
  steps: each(step),
  step,
  quiz: each(quizItem),
  review: each(keys(() => ({ front: TEXT, back: TEXT }))),
  tasks: each(keys(() => ({ title: TEXT, task: TEXT, checks: each(keys(() => ({ check }))) }))),
  tracks: each(keys(() => ({ title: TEXT, questions: each(quizItem) }))),
  paths: each(keys(() => ({ title: TEXT }))),
}));

/** The texts of a file, in its order. */
export function textsOf(source: Located): readonly PlacedText[] {
  const found: PlacedText[] = [];
  walkDocument(source, (place, node) => {
    if (typeof node.value === "string" && node.value.trim() !== "") found.push({ place, text: node.value, node });
    return node;
  });
  return found;
}

/** The file with other texts, each of its values where it was. */
export function withTexts(source: Located, textFor: (place: string, text: string) => string): Located {
  return walkDocument(source, (place, node) =>
    typeof node.value === "string" ? { ...node, value: textFor(place, node.value) } : node,
  );
}

type Visit = (place: string, node: Scalar) => Located;

function walkDocument(source: Located, visit: Visit): Located {
  const pick = source.kind === "map" ? source.entries.get("pick") : undefined;
  if (source.kind !== "map" || pick === undefined) return walk(source, document, [], visit);
  const rest = new Map([...source.entries].filter(([key]) => key !== "pick"));
  const texts = textsUnderPick(source, usesBelow({ ...source, entries: rest }, document));
  const picked = {
    ...pick,
    value: walkPicked(pick.value, ["pick"], (place, node) => (texts.has(node) ? visit(place, node) : node)),
  };
  const told = walk({ ...source, entries: rest }, document, [], visit);
  return told.kind === "map" ? { ...told, entries: new Map([["pick", picked], ...told.entries]) } : told;
}

/** Everything below; which of it is text is known elsewhere. */
function walkPicked(node: Located, path: readonly string[], visit: Visit): Located {
  if (node.kind === "scalar") return visit(path.join("/"), node);
  if (node.kind === "list") return walkItems(node, path, (item, own) => walkPicked(item, own, visit));
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { ...entry, value: walkPicked(entry.value, [...path, key], visit) }] as const,
  );
  return { ...node, entries: new Map(entries) };
}

/** The placeholders of a document. A whole list of hints may be one. */
function usesBelow(node: Located, form: Form | undefined): readonly Use[] {
  if (node.kind === "scalar") return typeof node.value === "string" ? usesIn(node.value, form !== undefined) : [];
  if (node.kind === "list") {
    const inner = form !== undefined && form !== TEXT && "each" in form ? form.each : undefined;
    return node.items.flatMap((item) => usesBelow(item, inner));
  }
  const known = form !== undefined && form !== TEXT && "keys" in form ? form.keys() : {};
  return [...node.entries].flatMap(([key, { value }]) => [
    ...usesIn(key, false),
    ...usesBelow(value, Object.hasOwn(known, key) ? known[key] : undefined),
  ]);
}

function walk(node: Located, form: Form, path: readonly string[], visit: Visit): Located {
  if (form === TEXT) return node.kind === "scalar" ? visit(path.join("/"), node) : node;
  if ("each" in form) {
    const { each: inner } = form;
    return node.kind === "list" ? walkItems(node, path, (item, own) => walk(item, inner, own, visit)) : node;
  }
  if (node.kind !== "map") return node;
  const known = form.keys();
  const entries = [...node.entries].map(([key, entry]) => {
    const inner = Object.hasOwn(known, key) ? known[key] : undefined;
    return [
      key,
      inner === undefined ? entry : { ...entry, value: walk(entry.value, inner, [...path, key], visit) },
    ] as const;
  });
  return { ...node, entries: new Map(entries) };
}

function walkItems(
  node: Extract<Located, { kind: "list" }>,
  path: readonly string[],
  walkItem: (item: Located, path: readonly string[]) => Located,
): Located {
  const used = new Set<string>();
  const items = node.items.map((item, index) => {
    const name = idOf(item) ?? String(index + 1);
    // What chance chooses among may have one id.
    const own = used.has(name) ? `${name}-${index + 1}` : name;
    used.add(own);
    return walkItem(item, [...path, own]);
  });
  return { ...node, items };
}

function idOf(item: Located): string | undefined {
  const id = item.kind === "map" ? (item.entries.get("id") ?? item.entries.get("track"))?.value : undefined;
  return id?.kind === "scalar" && id.value !== null ? String(id.value) : undefined;
}
