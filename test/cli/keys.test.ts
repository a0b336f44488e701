// Each key of the prompt, typed into a pseudo-terminal: what the line is afterwards, and where the cursor stands in it.

import { afterAll, expect, it } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

const ESC = "\u001b";
const ctrl = (letter: string) => String.fromCharCode(letter.charCodeAt(0) & 31);
const alt = (letter: string) => `${ESC}${letter}`;

// A text is typed, then the keys; `|` is typed behind them and shows where the cursor is.
const EDITING: readonly (readonly [name: string, text: string, keys: string, line: string])[] = [
  ["left", "ab", `${ESC}[D`, "a|b"],
  ["right", "ab", `${ESC}[D${ESC}[D${ESC}[C`, "a|b"],
  ["arrows of the other mode", "ab", `${ESC}OD${ESC}OD${ESC}OC`, "a|b"],
  ["Ctrl-B, Ctrl-F", "ab", ctrl("b") + ctrl("b") + ctrl("f"), "a|b"],
  ["Ctrl-A", "ab", ctrl("a"), "|ab"],
  ["Ctrl-E", "ab", ctrl("a") + ctrl("e"), "ab|"],
  ["Home, in four ways", "ab", `${ESC}[H${ESC}[F${ESC}[1~${ESC}[4~${ESC}[7~${ESC}[8~${ESC}OH`, "|ab"],
  ["End, in four ways", "ab", `${ESC}[H${ESC}[F${ESC}[1~${ESC}[4~${ESC}[7~${ESC}[8~${ESC}OH${ESC}OF`, "ab|"],
  ["Alt-B", "one two", alt("b"), "one |two"],
  ["Alt-F", "one two", ctrl("a") + alt("f"), "one| two"],
  ["Ctrl and arrows", "one two", `${ESC}[1;5D${ESC}[1;5D${ESC}[1;5C`, "one| two"],
  ["Alt and arrows", "one two", `${ESC}[1;3D${ESC}[1;3D${ESC}[1;3C`, "one| two"],
  ["Ctrl and arrows of rxvt", "one two", `${ESC}Od${ESC}Od${ESC}Oc`, "one| two"],
  ["Backspace", "abc", "\u007f", "ab|"],
  ["Ctrl-H", "abc", ctrl("h"), "ab|"],
  ["Delete", "abc", `${ctrl("a")}${ESC}[3~`, "|bc"],
  ["Ctrl-D within a line", "abc", ctrl("a") + ctrl("d"), "|bc"],
  ["Ctrl-K", "one two", `${ctrl("a")}${alt("f")}${ctrl("k")}`, "one|"],
  ["Ctrl-U", "one two", alt("b") + ctrl("u"), "|two"],
  ["Ctrl-W", "one a/b", ctrl("w"), "one |"],
  ["Alt-Backspace", "one a/b", alt("\u007f"), "one a/|"],
  ["Alt-D", "one two", ctrl("a") + alt("d"), "| two"],
  ["Ctrl-Y", "one two", `${ctrl("w")}${ctrl("a")}${ctrl("y")}`, "two|one"],
  ["Alt-Y", "one two", `${ctrl("w")}${ctrl("a")}${ctrl("k")}${ctrl("y")}${alt("y")}`, "two|"],
  ["Ctrl-T", "ba", ctrl("t"), "ab|"],
  ["Alt-U", "one two", ctrl("a") + alt("u"), "ONE| two"],
  ["Alt-L", "ONE two", ctrl("a") + alt("l"), "one| two"],
  ["Alt-C", "one two", ctrl("a") + alt("c"), "One| two"],
  ["Ctrl-_", "one two", ctrl("w") + ctrl("_"), "one two|"],
  ["Ctrl-X Ctrl-U", "one two", ctrl("w") + ctrl("x") + ctrl("u"), "one two|"],
  ["Alt-/", "one two", `${ctrl("w")}${ctrl("_")}${alt("/")}`, "one |"],
  ["Alt-<, Alt->", "one", `${alt("<")}a${alt(">")}`, "aone|"],
  ["a key that is none", "one", `${ESC}[24~${ESC}[1;2P`, "one|"],
  // The history: echo one, echo two, ls.
  ["up", "", `${ESC}[A${ESC}[A`, "echo two|"],
  ["down", "", `${ESC}[A${ESC}[A${ESC}[B`, "ls|"],
  ["Ctrl-P, Ctrl-N", "", `${ctrl("p")}${ctrl("p")}${ctrl("p")}${ctrl("n")}`, "echo two|"],
  ["down gives the draft back", "draft", `${ESC}[A${ESC}[B`, "draft|"],
  ["Page Up", "echo", `${ESC}[5~${ESC}[5~`, "echo| one"],
  ["Page Down", "echo", `${ESC}[5~${ESC}[5~${ESC}[6~`, "echo| two"],
  ["Alt-.", "cat ", `${alt(".")}${alt(".")}`, "cat two|"],
  ["Alt-_", "cat ", alt("_"), "cat ls|"],
  ["Ctrl-R", "", `${ctrl("r")}one${ctrl("e")}`, "echo one|"],
  ["Ctrl-R, Ctrl-S", "", `${ctrl("r")}echo${ctrl("r")}${ctrl("s")}${ctrl("e")}`, "echo two|"],
  ["Ctrl-R and Ctrl-G", "draft", `${ctrl("r")}one${ctrl("g")}`, "draft|"],
  // Several lines.
  ["Alt-Enter", "a", `${alt("\r")}b`, "a\n> b|"],
  ["Enter in an open quote", "'a", "\rb", "'a\n> b|"],
  ["up and down between lines", "'ab", `\rcd${ESC}[A1${ESC}[B2`, "'a1b\n> cd2|"],
  // The menu.
  ["Tab", "kubectl rollout und", "\t", "kubectl rollout undo |"],
  ["Tab twice", "kubectl rollout re", "\t\t", "kubectl rollout restart|"],
  ["arrows in the menu", "kubectl rollout re", `\t${ESC}[B${ESC}[B`, "kubectl rollout resume|"],
  ["Shift-Tab", "kubectl rollout re", `\t${ESC}[Z`, "kubectl rollout resume|"],
  ["Escape", "kubectl rollout re", `\t${ESC}`, "kubectl rollout res|"],
];

it("each key", { timeout: 60_000 }, async () => {
  const learner = new PseudoTerminal({
    args: [program, "sandbox", "--dir", "work"],
    // Nothing is suggested, so that all that stands there was typed.
    env: environment(scratch.path, { NO_COLOR: "1" }),
    cwd: scratch.path,
    columns: 80,
  });
  open.push(learner);
  await learner.sees(/~\/work \$ *$/);
  for (const line of ["echo one", "echo two", "ls"]) await learner.enters(line, /~\/work \$ *$/);
  const line = () => learner.screen.slice(learner.screen.lastIndexOf("~/work $")).replace(/^~\/work \$ ?/, "");
  const becomes = async (isSo: () => boolean) => {
    const started = Date.now();
    while (!isSo() && Date.now() - started < 10_000) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  for (const [name, text, keys, expected] of EDITING) {
    learner.type(text + keys);
    // The escape key is one when nothing has followed it for a moment.
    if (keys.endsWith(ESC)) await becomes(() => line() === expected.replace("|", ""));
    learner.type("|");
    await becomes(() => shown(line()) === expected);
    expect(shown(line()), name).toBe(expected);
    learner.type(ctrl("c"));
    await learner.sees(/~\/work \$ *$/);
  }
  // Ctrl-L and Ctrl-D.
  learner.type(`half${ctrl("l")}`);
  await becomes(
    () => learner.screen.trimStart().startsWith("~/work $ half") || learner.screen.includes("\n~/work $ half"),
  );
  learner.type(ctrl("u") + ctrl("d"));
  expect(await learner.ended()).toBe(0);
});

/** The line without the menu below it. */
function shown(text: string): string {
  return text
    .split("\n")
    .filter((row, at) => at === 0 || row.startsWith(">"))
    .join("\n");
}
