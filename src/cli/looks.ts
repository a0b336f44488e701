// How things look on the terminal that the environment describes.

import { hasLinks, hasManyColors, hasUnicode } from "../terminal/abilities.ts";
import { type Background, createStyler, type Styler, wantsColor } from "../terminal/style.ts";
import { wantsRecords } from "./plainness.ts";

interface Sight {
  readonly isTerminal: boolean;
  /** Plain text is wanted. */
  readonly plain: boolean;
  readonly background: () => Background | undefined;
}

/** Where only ASCII can be shown, marks and lines are those of plain text; it is drawn and coloured all the same. */
export function stylerFor(env: NodeJS.ProcessEnv, { isTerminal, plain, background }: Sight): Styler {
  const isMany = hasManyColors(env, process.platform);
  return createStyler({
    color: !plain && wantsColor(env, isTerminal),
    plain: plain || !hasUnicode(env, process.platform),
    records: () => wantsRecords(env),
    links: isTerminal && hasLinks(env),
    background: () => (isMany ? background() : undefined),
  });
}
