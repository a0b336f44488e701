// Says and asks something at the learner's terminal, outside the shell prompt of a lesson.

import { taskKeys } from "../terminal/keys.ts";
import type { LineRead } from "../terminal/tty.ts";
import { renderMessage } from "../tutor/render.ts";
import type { Console } from "./console.ts";
import { typesetterOf } from "./typesetter.ts";

/** A paragraph of Markdown, with an empty line before it. */
export function say(console: Console, text: string): void {
  console.terminal.announce(renderMessage({ kind: "note", text }, typesetterOf(console)));
}

/** A line under a prompt of few words.
 * @param again what F1 does: it shows once more what is asked. */
export function ask(console: Console, prompt: string, again?: () => void): Promise<LineRead> {
  const { terminal, styler } = console;
  return terminal.readLine({
    prompt: `${styler.style("accent", prompt)} `,
    continuation: "",
    needsMore: () => false,
    complete: async () => ({ start: 0, candidates: [] }),
    ...(again === undefined ? {} : { shortcuts: taskKeys(again) }),
  });
}
