// Commands that learners read in texts exist: a slip in a hint costs more than one in a solution, which the tests would find.

import { nodeAt } from "../load.ts";
import type { Say, Specimen } from "./finding.ts";
import type { LineJudge } from "./lines.ts";
import { codeSpans, proseOf } from "./prose.ts";

export async function lintSpans({ lesson, document }: Specimen, judge: LineJudge, say: Say): Promise<void> {
  for (const { path, text } of proseOf(lesson)) {
    for (const span of codeSpans(text)) {
      if (!isCommand(span)) continue;
      const fault = await judge(span, true);
      if (fault !== undefined) say(nodeAt(document, path), `In \`${span}\`: ${fault.message}`);
    }
  }
}

/** A command as one would type it; not one with gaps to fill in, as `kubectl get <pod>` or `kubectl … -o wide`. */
function isCommand(span: string): boolean {
  return /^kubectl [a-z]/.test(span) && !/[<>…[\]{}|]|\.\.\./.test(span);
}
