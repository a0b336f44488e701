// What lies beside the lessons (exams, the placement check, the list of concepts) names lessons and review tasks of the course.

import { closest } from "../format/slip.ts";
import type { Located } from "../format/source.ts";
import type { Say } from "./finding.ts";

/** @param known the ids of the course's lessons and review tasks; absent where there is no course around the file. */
export function lintReferences(document: Located, known: ReadonlySet<string> | undefined, say: Say): void {
  if (known === undefined) return;
  for (const { node, what, id } of namedIn(document)) {
    if (known.has(id)) continue;
    const close = closest(id, [...known]);
    const remedy = close === undefined ? "Take it out, or write it." : `Did you mean \`${close}\`?`;
    say(node, `There is no ${what} \`${id}\` in this course. ${remedy}`);
  }
}

interface Named {
  readonly node: Located;
  readonly what: "lesson" | "review task";
  readonly id: string;
}

function* namedIn(node: Located): Generator<Named> {
  if (node.kind === "list") for (const item of node.items) yield* namedIn(item);
  if (node.kind !== "map") return;
  for (const [key, { value }] of node.entries) {
    if (key === "lessons" && value.kind === "list")
      for (const item of value.items) yield { node: item, what: "lesson", id: textOf(item) };
    else if (key === "drill") yield { node: value, what: "review task", id: textOf(value) };
    else yield* namedIn(value);
  }
}

function textOf(node: Located): string {
  return node.kind === "scalar" ? String(node.value) : "";
}
