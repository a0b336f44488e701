// What a terminal can show, as far as the environment tells: how many colours, which letters, what lies behind them.

import type { Narrowing } from "./screen.ts";
import type { Background } from "./style.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the shades of the table of 256 colours are there. The console of Windows has them since 10, older than which no Node.js runs. */
export function hasManyColors(env: Environment, platform: string): boolean {
  const { FORCE_COLOR, TERM = "", COLORTERM = "", TERM_PROGRAM = "" } = env;
  if (FORCE_COLOR === "1") return false;
  if (FORCE_COLOR === "2" || FORCE_COLOR === "3") return true;
  if (COLORTERM !== "" || TERM_PROGRAM !== "" || isWindowsTerminal(env) || platform === "win32") return true;
  return /256|direct|truecolor|kitty|alacritty|ghostty|foot/.test(TERM);
}

/** Whether more than ASCII can be shown. A locale that is not set is taken for a modern one; who sets one is believed. */
export function hasUnicode(env: Environment, platform: string): boolean {
  const { LC_ALL, LC_CTYPE, LANG, TERM = "" } = env;
  // The console of Linux has letters, and few signs.
  if (TERM === "linux") return false;
  const locale = [LC_ALL, LC_CTYPE, LANG].find(isSet);
  if (locale !== undefined) return /utf-?8/i.test(locale);
  return platform !== "win32" || hasModernConsole(env);
}

/** The console that comes with Windows gets every letter, whatever its code page, but its fonts lack the signs; who sets a UTF-8 locale says otherwise. */
function hasModernConsole(env: Environment): boolean {
  const { TERM = "", TERM_PROGRAM, ConEmuPID, ConEmuTask } = env;
  const isNamed = isWindowsTerminal(env) || [TERM_PROGRAM, ConEmuPID, ConEmuTask].some(isSet);
  return isNamed || /^(xterm|alacritty|rxvt|mintty|cygwin)/.test(TERM);
}

function isWindowsTerminal({ WT_SESSION }: Environment): boolean {
  return isSet(WT_SESSION);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** Whether the terminal is known to make links (OSC 8) of words. Within tmux and screen nobody can tell what is behind them. */
export function hasLinks(env: Environment): boolean {
  const { TERM = "", TERM_PROGRAM = "", VTE_VERSION, KITTY_WINDOW_ID, KONSOLE_VERSION } = env;
  if (isMultiplexed(env) || TERM === "dumb") return false;
  if (/^(iTerm\.app|vscode|WezTerm|ghostty|Hyper|rio)$/.test(TERM_PROGRAM)) return true;
  if (isWindowsTerminal(env) || isSet(KITTY_WINDOW_ID) || isSet(KONSOLE_VERSION)) return true;
  return Number(VTE_VERSION) >= 5000 || /kitty|foot|ghostty|alacritty/.test(TERM);
}

/** Said by the user (`K8S_TUTOR_BACKGROUND`), or by the terminal (`COLORFGBG`, as `15;0`); most terminals must be asked. */
export function backgroundOf({ K8S_TUTOR_BACKGROUND, COLORFGBG }: Environment): Background | undefined {
  if (K8S_TUTOR_BACKGROUND === "dark" || K8S_TUTOR_BACKGROUND === "light") return K8S_TUTOR_BACKGROUND;
  const number = /;(\d+)$/.exec(COLORFGBG ?? "")?.[1];
  if (number === undefined) return undefined;
  return Number(number) === 7 || Number(number) >= 9 ? "light" : "dark";
}

function isMultiplexed({ TMUX, STY }: Environment): boolean {
  return isSet(TMUX) || isSet(STY);
}

/** Whether the terminal may be asked: GNU screen and old consoles would show the question, or never answer. */
export function answersQuestions(env: Environment): boolean {
  const { TERM = "", TMUX, STY } = env;
  // Windows names no terminal; the one that has a session answers, or keeps quiet.
  if (TERM === "") return isWindowsTerminal(env);
  if (TERM === "dumb" || TERM === "linux" || /^(vt\d|ansi|cons)/.test(TERM)) return false;
  return !TERM.startsWith("screen") || (isSet(TMUX) && !isSet(STY));
}

/** What it does with lines that do not fit any more. Most terminals, tmux and screen break them, as they would when they were written. */
export function narrowingOf(env: Environment): Narrowing {
  const { TERM = "", TERM_PROGRAM = "", XTERM_VERSION } = env;
  if (isMultiplexed(env)) return "breaks";
  // Terminals made of xterm.js leave the line with the cursor to the shell.
  if (TERM_PROGRAM === "vscode" || TERM_PROGRAM === "Hyper") return "breaks-others";
  return isSet(XTERM_VERSION) || TERM === "linux" ? "cuts" : "breaks";
}
