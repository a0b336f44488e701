// Options of questions are chosen by their number, so no option may itself be such a number.

import type { Located } from "../format/source.ts";
import type { Say, Specimen } from "./finding.ts";

export function lintOptions({ document }: Pick<Specimen, "document">, say: Say): void {
  for (const options of optionsIn(document)) {
    for (const option of options) {
      const text = option.kind === "scalar" ? String(option.value).trim() : "";
      if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > options.length) continue;
      say(
        option,
        `The option \`${text}\` can be taken for option number ${text}, as there are ${options.length}. Write it in words, or with what is counted.`,
      );
    }
  }
}

function* optionsIn(node: Located): Generator<readonly Located[]> {
  if (node.kind === "list") for (const item of node.items) yield* optionsIn(item);
  if (node.kind !== "map") return;
  for (const [key, { value }] of node.entries) {
    // Manifests and files are the learner's, not the lesson's.
    if (key === "manifests" || key === "files") continue;
    if (key === "options" && value.kind === "list") yield value.items.map(textOf);
    else yield* optionsIn(value);
  }
}

/** An option of a quiz has its belief beside it. */
function textOf(option: Located): Located {
  return (option.kind === "map" && option.entries.get("text")?.value) || option;
}
