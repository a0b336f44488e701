// A lesson as its author would write it down: the usual order of keys, short things in one line, an explanation above each part.

import { Document, isMap, isScalar, isSeq, type Node, type Pair, Scalar, visit } from "yaml";

/** A lesson before its shape is known to be right: what stands in the file, as plain data. */
export type DraftLesson = Readonly<Record<string, unknown>>;

/** The line that tells editors of the schema. */
export const SCHEMA_LINE = "# yaml-language-server: $schema=../lesson.schema.json";

const WIDTH = 110;
/** What reads better in lines of its own, however short it is. */
const ALWAYS_OPEN: ReadonlySet<string> = new Set([
  "setup",
  "steps",
  "quiz",
  "objectives",
  "checks",
  "hints",
  "solutions",
  "run",
]);

/** @param explanations what to say above a key of the top level. */
export function lessonYaml(lesson: DraftLesson, explanations: Readonly<Record<string, string>> = {}): string {
  const document = new Document(lesson);
  visit(document, {
    Pair: (_, pair) => {
      if (isScalar(pair.key) && !ALWAYS_OPEN.has(String(pair.key.value))) foldShort(pair.value as Node | null);
    },
    Seq: (_, node) => {
      for (const item of node.items) foldShort(item as Node);
    },
    Scalar: (_, node) => {
      if (typeof node.value === "string" && node.value.includes("\n")) node.type = Scalar.BLOCK_LITERAL;
    },
  });
  for (const pair of isMap(document.contents) ? (document.contents.items as Pair<Scalar<string>>[]) : []) {
    const comment = explanations[pair.key.value];
    if (comment !== undefined) pair.key.commentBefore = ` ${comment}`;
  }
  return `${SCHEMA_LINE}\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`;
}

function foldShort(node: Node | null): void {
  if (!isMap(node) && !isSeq(node)) return;
  const text = JSON.stringify(node.toJSON());
  const holdsOpen = isMap(node) && node.items.some(({ key }) => isScalar(key) && ALWAYS_OPEN.has(String(key.value)));
  if (text.length <= WIDTH && !text.includes("\\n") && !holdsOpen) node.flow = true;
}
