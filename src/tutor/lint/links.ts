// Links in texts lead to a lesson of the course or to a page of the web; nowhere else.

import { closest } from "../format/slip.ts";
import { nodeAt } from "../load.ts";
import type { Say, Specimen } from "./finding.ts";
import { proseOf } from "./prose.ts";

const LINK = /!?\[([^\]]*)\]\(([^)]*)\)/g;

export function lintLinks({ lesson, document }: Specimen, lessons: ReadonlySet<string> | undefined, say: Say): void {
  for (const { path, text } of proseOf(lesson)) {
    const prose = text.replace(/```[\s\S]*?```|`[^`]*`/g, "");
    for (const [whole, , target = ""] of prose.matchAll(LINK)) {
      const fault = whole.startsWith("!")
        ? "Pictures are not shown. Draw it with characters in a code block."
        : faultOf(target.trim(), lessons);
      if (fault !== undefined) say(nodeAt(document, path), `The link \`${whole}\`: ${fault}`);
    }
    if (/<\/?[a-zA-Z][^>]*>/.test(prose))
      say(
        nodeAt(document, path),
        "HTML is shown as it stands. Write Markdown, and names in angle brackets between backticks.",
      );
  }
}

function faultOf(target: string, lessons: ReadonlySet<string> | undefined): string | undefined {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(target)) {
    if (lessons === undefined || lessons.has(target)) return undefined;
    const close = closest(target, [...lessons]);
    const remedy =
      close === undefined
        ? "Write the id of a lesson of this course, or an address with `https://`."
        : `Did you mean \`${close}\`?`;
    return `there is no lesson \`${target}\`. ${remedy}`;
  }
  const isWeb = /^https?:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?([/?#][^\s]*)?$/i.test(target);
  return isWeb
    ? undefined
    : "that is neither a lesson's id nor an address such as `https://kubernetes.io/docs/`. Correct it.";
}
