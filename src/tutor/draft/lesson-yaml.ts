// A lesson, a review task or an exam as its author would write it down: the usual order of keys, short things in one line, an explanation above each part.

import { Document, isMap, isScalar, isSeq, type Node, type Pair, Scalar, visit } from "yaml";
import { type SchemaName, schemaLine } from "../schemas.ts";

/** A file before its shape is known to be right: what stands in it, as plain data. */
export type Draft = Readonly<Record<string, unknown>>;

const WIDTH = 110;
/** What reads better in lines of its own, however short it is. */
const ALWAYS_OPEN: ReadonlySet<string> = new Set([
  "setup",
  "step",
  "steps",
  "tasks",
  "quiz",
  "objectives",
  "checks",
  "hints",
  "solutions",
  "run",
]);

/** @param explanations what to say above a key of the top level. */
export function draftYaml(
  draft: Draft,
  explanations: Readonly<Record<string, string>> = {},
  schema: SchemaName = "lesson",
): string {
  const document = new Document(draft);
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
  return `${schemaLine(schema)}\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`;
}

function foldShort(node: Node | null): void {
  if (!isMap(node) && !isSeq(node)) return;
  const text = JSON.stringify(node.toJSON());
  const holdsOpen = isMap(node) && node.items.some(({ key }) => isScalar(key) && ALWAYS_OPEN.has(String(key.value)));
  if (text.length <= WIDTH && !text.includes("\\n") && !holdsOpen) node.flow = true;
}
