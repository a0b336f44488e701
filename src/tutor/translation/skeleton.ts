// Writes a translation file, or brings it up to date: every text with its source above it. What is translated stays; what was made from an older
// text is put aside as `old`.

import { stringify } from "yaml";
import type { Located } from "../format/source.ts";
import { textsOf } from "./places.ts";
import { markOf, TRANSLATION_FORMAT, type TranslatedText, type Translation } from "./translation.ts";

export interface Skeleton {
  readonly text: string;
  readonly open: number;
}

/** @param file the file that is translated, as a reader knows it. */
export function skeletonFor(
  file: string,
  source: Located,
  language: string,
  earlier: Translation | undefined,
): Skeleton {
  const entries = textsOf(source).map(({ place, text }) => ({
    place,
    source: text,
    entry: entryFor(text, earlier?.texts[place]),
  }));
  const head = [
    `# ${file} in the language ${language}. Write each translation into its \`text\`: code, placeholders and links stay as they are.`,
    "# `k8s-tutor new --translate` brings this file up to date, `k8s-tutor lint` tells what is left.",
    `format: ${TRANSLATION_FORMAT}`,
    "texts:",
  ];
  const lines = entries.flatMap(({ place, source: text, entry }) => [
    ...text
      .trim()
      .split("\n")
      .map((line) => `  # ${line}`.trimEnd()),
    ...stringify({ [place]: entry }, { lineWidth: 0 })
      .trimEnd()
      .split("\n")
      .map((line) => (line === "" ? "" : `  ${line}`)),
  ]);
  const open = entries.filter(({ entry }) => entry.text === "").length;
  return { text: `${[...head, ...lines].join("\n")}\n`, open };
}

function entryFor(source: string, earlier: TranslatedText | undefined): TranslatedText {
  const mark = markOf(source);
  if (earlier === undefined) return { source: mark, text: "" };
  if (earlier.source === mark) return earlier.text.trim() === "" ? earlier : { source: mark, text: earlier.text };
  const old = earlier.text.trim() === "" ? earlier.old : earlier.text;
  return { source: mark, text: "", ...(old === undefined ? {} : { old }) };
}
