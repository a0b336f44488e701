// How texts look on the learner's terminal: its width, colours and marks.

import { renderMarkdown } from "../terminal/markdown.ts";
import { withoutUnseen } from "../tutor/format/unseen.ts";
import type { Typesetter } from "../tutor/render.ts";
import type { Console } from "./console.ts";

export function typesetterOf({ styler, terminal }: Pick<Console, "styler" | "terminal">): Typesetter {
  return {
    width: terminal.width,
    plain: styler.plain,
    markdown: (text, width) => renderMarkdown(withoutUnseen(text), width, styler),
    style: (tone, text) => styler.style(tone, text),
    mark: (mark) => styler.mark(mark),
  };
}
