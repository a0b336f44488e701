// What the terminal can show, and how it will be used.

import { backgroundOf, hasManyColors, hasUnicode } from "../../terminal/abilities.ts";
import { wantsColor } from "../../terminal/style.ts";
import { isPlain } from "../plainness.ts";
import { advice, type Finding, ok } from "./finding.ts";

export interface Seat {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: string;
  readonly isTerminal: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Narrower than this, lines are broken in the middle. */
const leastColumns = 40;
const leastRows = 10;

export function examineTerminal(seat: Seat): readonly Finding[] {
  return [sizeOf(seat), colorsOf(seat), lettersOf(seat)];
}

function sizeOf({ env, isTerminal, columns = 0, rows = 0 }: Seat): Finding {
  const kind = env.TERM === undefined || env.TERM === "" ? "" : ` (TERM=${env.TERM})`;
  if (!isTerminal)
    return advice(
      "Terminal",
      `the output goes to a file or a pipe${kind}`,
      "run k8s-tutor doctor in the terminal that you learn in, to see what it can show",
    );
  const size = `${columns} columns, ${rows} rows${kind}`;
  if (columns < leastColumns || rows < leastRows)
    return advice("Terminal", size, `make the window at least ${leastColumns} columns wide and ${leastRows} rows high`);
  return ok("Terminal", size);
}

function colorsOf(seat: Seat): Finding {
  const { env, platform, isTerminal } = seat;
  if (isPlain({}, env)) return ok("Colours", "none: plain text is asked for, or TERM is dumb");
  if (!wantsColor(env, isTerminal))
    return ok("Colours", isTerminal ? "none: NO_COLOR is set" : "none in a file or pipe");
  if (!hasManyColors(env, platform))
    return ok("Colours", "bold and underlined only: this terminal does not tell that it has 256 colours");
  const background = backgroundOf(env);
  return ok(
    "Colours",
    background === undefined
      ? "256, once the terminal has told whether its background is dark (K8S_TUTOR_BACKGROUND=dark or light tells it for good)"
      : `256, on a ${background} background`,
  );
}

function lettersOf({ env, platform }: Seat): Finding {
  if (hasUnicode(env, platform)) return ok("Letters", "Unicode");
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  const remedy =
    platform === "win32"
      ? "use Windows Terminal, which draws more"
      : "set a UTF-8 locale, as LANG=C.UTF-8, if your terminal can show more";
  return advice("Letters", `ASCII only${locale ? ` (the locale is ${locale})` : ""}: nothing is drawn`, remedy);
}
