// How texts look on the learner's terminal: its width, colours and marks.

import { renderMarkdown } from "../terminal/markdown.ts";
import { withoutUnseen } from "../tutor/format/unseen.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import type { Typesetter } from "../tutor/render.ts";
import type { Console } from "./console.ts";

/** In English where no language is named, as for authors. */
export function typesetterOf({
  styler,
  terminal,
  texts = english,
}: Pick<Console, "styler"> & {
  readonly terminal: Pick<Console["terminal"], "width">;
  readonly texts?: Texts;
}): Typesetter {
  return {
    width: terminal.width,
    plain: styler.plain,
    texts,
    markdown: (text, width) => renderMarkdown(withoutUnseen(text), width, styler),
    style: (tone, text) => styler.style(tone, text),
    mark: (mark) => styler.mark(mark),
  };
}
