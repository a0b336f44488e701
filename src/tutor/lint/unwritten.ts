// What `new` and `record` leave to the author: texts that begin with a mark, which no learner shall ever read.

import type { Located } from "../format/source.ts";
import type { Say, Specimen } from "./finding.ts";

export const TO_WRITE = "TO WRITE:";

export function lintUnwritten({ document }: Pick<Specimen, "document">, say: Say): void {
  for (const node of textsOf(document)) {
    const text = String(node.value);
    if (!text.includes(TO_WRITE)) continue;
    const what = text.slice(text.indexOf(TO_WRITE) + TO_WRITE.length).trim();
    say(node, `Still to be written: ${/[.?!]$/.test(what) ? what : `${what}.`}`);
  }
}

function* textsOf(node: Located): Generator<Extract<Located, { kind: "scalar" }>> {
  if (node.kind === "scalar" && typeof node.value === "string") yield node;
  if (node.kind === "list") for (const item of node.items) yield* textsOf(item);
  if (node.kind === "map") for (const { value } of node.entries.values()) yield* textsOf(value);
}
