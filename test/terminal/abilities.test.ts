// What is decided from the environment alone, for terminals of every kind; most of them cannot be tried on one machine.

import { describe, expect, it } from "vitest";
import {
  answersQuestions,
  backgroundOf,
  hasLinks,
  hasManyColors,
  hasUnicode,
  narrowingOf,
} from "../../src/terminal/abilities.ts";

type Env = Readonly<Record<string, string>>;

describe("letters", () => {
  it.each<[Env, string, boolean]>([
    [{}, "linux", true],
    [{}, "darwin", true],
    [{ LANG: "C" }, "linux", false],
    [{ LANG: "en_GB.UTF-8", LC_ALL: "POSIX" }, "linux", false],
    [{ LANG: "de_DE.utf8" }, "linux", true],
    [{ LANG: "", LC_ALL: "" }, "linux", true],
    [{ TERM: "linux", LANG: "C.UTF-8" }, "linux", false],
    // Windows: the console that comes with it; Windows Terminal; ConEmu; terminals that name themselves; Git Bash; who says so.
    [{}, "win32", false],
    [{ WT_SESSION: "1" }, "win32", true],
    [{ WT_SESSION: "" }, "win32", false],
    [{ ConEmuPID: "0x1234", ConEmuANSI: "ON" }, "win32", true],
    [{ ConEmuTask: "{cmd}" }, "win32", true],
    [{ TERM_PROGRAM: "vscode" }, "win32", true],
    [{ TERM: "xterm-256color" }, "win32", true],
    [{ TERM: "cygwin" }, "win32", true],
    [{ LC_ALL: "C.UTF-8" }, "win32", true],
    [{ WT_SESSION: "1", LANG: "C" }, "win32", false],
  ])("%j on %s: Unicode %s", (env, platform, expected) => {
    expect(hasUnicode(env, platform)).toBe(expected);
  });
});

describe("colours", () => {
  it.each<[Env, string, boolean]>([
    [{ TERM: "xterm-256color" }, "linux", true],
    [{ TERM: "screen" }, "linux", false],
    [{ TERM: "screen-256color" }, "linux", true],
    [{ TERM: "tmux-256color" }, "linux", true],
    [{ TERM: "linux" }, "linux", false],
    [{ TERM: "xterm", COLORTERM: "truecolor" }, "linux", true],
    [{ TERM: "xterm-256color", FORCE_COLOR: "1" }, "linux", false],
    [{ TERM: "vt100", FORCE_COLOR: "3" }, "linux", true],
    [{}, "win32", true],
    [{ WT_SESSION: "1" }, "linux", true],
  ])("%j on %s: 256 of them %s", (env, platform, expected) => {
    expect(hasManyColors(env, platform)).toBe(expected);
  });
});

describe("the background", () => {
  it("is what the environment says, and unknown otherwise", () => {
    expect(backgroundOf({ COLORFGBG: "15;0" })).toBe("dark");
    expect(backgroundOf({ COLORFGBG: "0;default;15" })).toBe("light");
    expect(backgroundOf({ COLORFGBG: "0;15", K8S_TUTOR_BACKGROUND: "dark" })).toBe("dark");
    expect(backgroundOf({})).toBeUndefined();
  });

  it.each<[Env, boolean]>([
    [{ TERM: "xterm-256color" }, true],
    [{ TERM: "tmux-256color", TMUX: "/tmp/tmux" }, true],
    [{ TERM: "screen-256color", TMUX: "/tmp/tmux" }, true],
    [{ TERM: "screen-256color" }, false],
    [{ TERM: "screen", STY: "1.pts" }, false],
    [{ TERM: "screen", STY: "1.pts", TMUX: "/tmp/tmux" }, false],
    [{ TERM: "dumb" }, false],
    [{ TERM: "linux" }, false],
    [{ TERM: "vt100" }, false],
    [{}, false],
    [{ WT_SESSION: "1" }, true],
  ])("is asked for with %j: %s", (env, expected) => {
    expect(answersQuestions(env)).toBe(expected);
  });
});

it.each<[Env, boolean]>([
  [{ TERM: "xterm-256color" }, false],
  [{ TERM: "xterm-256color", VTE_VERSION: "7200" }, true],
  [{ TERM: "xterm-256color", VTE_VERSION: "4000" }, false],
  [{ TERM_PROGRAM: "iTerm.app" }, true],
  [{ WT_SESSION: "1" }, true],
  [{ TERM_PROGRAM: "iTerm.app", TMUX: "/tmp/tmux" }, false],
  [{ TERM: "screen", KITTY_WINDOW_ID: "1", STY: "1.pts" }, false],
])("links in words with %j: %s", (env, expected) => {
  expect(hasLinks(env)).toBe(expected);
});

it.each<[Env, string]>([
  [{ TERM: "xterm-256color" }, "breaks"],
  [{ TERM: "xterm-256color", XTERM_VERSION: "XTerm(390)" }, "cuts"],
  [{ TERM: "screen", XTERM_VERSION: "XTerm(390)", STY: "1.pts" }, "breaks"],
  [{ TERM: "tmux-256color", TERM_PROGRAM: "vscode", TMUX: "/tmp/tmux" }, "breaks"],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "vscode" }, "breaks-others"],
  [{ TERM: "linux" }, "cuts"],
])("a narrower window with %j: %s", (env, expected) => {
  expect(narrowingOf(env)).toBe(expected);
});
