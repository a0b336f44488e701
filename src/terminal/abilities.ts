// What a terminal can show, as far as the environment tells: how many colours, which letters, what lies behind them.

import type { Background } from "./style.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the shades of the table of 256 colours are there. */
export function hasManyColors(env: Environment, platform: string): boolean {
  const { FORCE_COLOR, TERM = "", COLORTERM = "", TERM_PROGRAM = "", WT_SESSION } = env;
  if (FORCE_COLOR === "1") return false;
  if (FORCE_COLOR === "2" || FORCE_COLOR === "3") return true;
  if (COLORTERM !== "" || TERM_PROGRAM !== "" || WT_SESSION !== undefined || platform === "win32") return true;
  return /256|direct|truecolor|kitty|alacritty|ghostty|foot/.test(TERM);
}

/** Whether more than ASCII can be shown. A locale that is not set is taken for a modern one; who sets one is believed. */
export function hasUnicode(env: Environment, platform: string): boolean {
  const { LC_ALL, LC_CTYPE, LANG, TERM = "", TERM_PROGRAM, WT_SESSION, ConEmuTask } = env;
  if (platform === "win32") {
    const modern = [WT_SESSION, TERM_PROGRAM, ConEmuTask].some((one) => one !== undefined && one !== "");
    return modern || /^(xterm|alacritty|rxvt|mintty|cygwin)/.test(TERM);
  }
  // The console of Linux has letters, and few signs.
  if (TERM === "linux") return false;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((one) => one !== undefined && one !== "");
  return locale === undefined || /utf-?8/i.test(locale);
}

/** Whether the terminal is known to make links (OSC 8) of words. Within tmux and screen nobody can tell what is behind them. */
export function hasLinks(env: Environment): boolean {
  const { TERM = "", TERM_PROGRAM = "", TMUX, STY, WT_SESSION, VTE_VERSION, KITTY_WINDOW_ID, KONSOLE_VERSION } = env;
  if (TMUX !== undefined || STY !== undefined || TERM === "dumb") return false;
  if (/^(iTerm\.app|vscode|WezTerm|ghostty|Hyper|rio)$/.test(TERM_PROGRAM)) return true;
  if (WT_SESSION !== undefined || KITTY_WINDOW_ID !== undefined || KONSOLE_VERSION !== undefined) return true;
  return Number(VTE_VERSION) >= 5000 || /kitty|foot|ghostty|alacritty/.test(TERM);
}

/** Said by the user (`K8S_TUTOR_BACKGROUND`), or by the terminal (`COLORFGBG`, as `15;0`); most terminals must be asked. */
export function backgroundOf({ K8S_TUTOR_BACKGROUND, COLORFGBG }: Environment): Background | undefined {
  if (K8S_TUTOR_BACKGROUND === "dark" || K8S_TUTOR_BACKGROUND === "light") return K8S_TUTOR_BACKGROUND;
  const number = /;(\d+)$/.exec(COLORFGBG ?? "")?.[1];
  if (number === undefined) return undefined;
  return Number(number) === 7 || Number(number) >= 9 ? "light" : "dark";
}

/** Whether the terminal may be asked: GNU screen and old consoles would show the question, or never answer. */
export function answersQuestions({ TERM = "", TMUX }: Environment): boolean {
  if (TERM === "" || TERM === "dumb" || TERM === "linux" || /^(vt\d|ansi|cons)/.test(TERM)) return false;
  return !TERM.startsWith("screen") || (TMUX !== undefined && TMUX !== "");
}
