// What each key does to the line: keys in, line with its cursor out.

import { describe, expect, it } from "vitest";
import { newEditor } from "../../src/terminal/editor-state.ts";
import { expandHistory } from "../../src/terminal/history-expansion.ts";
import { decodeKeys, type Key } from "../../src/terminal/keys.ts";
import { complete, type EditorEffect, type EditorOptions, updateEditor } from "../../src/terminal/line-editor.ts";
import { suggestNames } from "../../src/terminal/suggestion.ts";

const options: EditorOptions = { needsMore: () => false, suggests: true, width: 40 };
const HISTORY = ["kubectl get pods", "echo 'a b' \"c d\"", "kubectl logs web-1 --tail=3"];

const ALT = "\u001b";
const ESC = "\u001b[";

/** `<C-a>`, `<M-f>` and names; all else is typed as it stands. */
const NAMED: Readonly<Record<string, string>> = {
  up: `${ESC}A`,
  down: `${ESC}B`,
  right: `${ESC}C`,
  left: `${ESC}D`,
  home: `${ESC}H`,
  end: `${ESC}F`,
  home1: `${ESC}1~`,
  end4: `${ESC}4~`,
  home7: `${ESC}7~`,
  homeO: "\u001bOH",
  endO: "\u001bOF",
  "ctrl-home": `${ESC}1;5H`,
  "ctrl-end": `${ESC}1;5F`,
  "ctrl-left": `${ESC}1;5D`,
  "ctrl-right": `${ESC}1;5C`,
  "ctrl-delete": `${ESC}3;5~`,
  pgup: `${ESC}5~`,
  pgdn: `${ESC}6~`,
  bs: "\u007f",
  tab: "\t",
  enter: "\r",
  undo: "\u001f",
  redo: "\u001b/",
};

function bytesOf(script: string): string {
  return script.replace(/<([^<>]+)>/g, (whole, name: string) => {
    if (name.startsWith("C-")) return String.fromCharCode(name.charCodeAt(2) & 31);
    if (name.startsWith("M-")) return `${ALT}${name.slice(2) === "bs" ? "\u007f" : name.slice(2)}`;
    return NAMED[name] ?? whole;
  });
}

/** Letter by letter, as a person types. */
function keysOf(script: string): readonly Key[] {
  return decodeKeys("", bytesOf(script)).keys.flatMap((key): readonly Key[] =>
    key.kind === "text" ? [...key.text].map((text) => ({ kind: "text" as const, text })) : [key],
  );
}

function press(script: string, history: readonly string[] = HISTORY) {
  let state = newEditor(history);
  let effect: EditorEffect | undefined;
  for (const key of keysOf(script)) {
    const update = updateEditor(state, key, options);
    state = update.state;
    effect = update.effect ?? effect;
  }
  return { state, effect };
}

/** The line with `|` as the cursor, and what is suggested in braces. */
function lineAfter(script: string): string {
  const { buffer, suggestion } = press(script).state;
  const { text, cursor } = buffer;
  return `${text.slice(0, cursor)}|${text.slice(cursor)}${suggestion === "" ? "" : `{${suggestion}}`}`;
}

describe("keys", () => {
  it.each<[keys: string, line: string]>([
    // Moving.
    ["one two<C-a>", "|one two"],
    ["one two<home1>x<end4>y", "xone twoy|"],
    ["one two<home7>x<endO>y<homeO>z", "z|xone twoy"],
    ["one two<M-b><M-b>x<M-f>y", "xoney| two"],
    ["one two<ctrl-left>x<ctrl-home>y<ctrl-end>z", "yone xtwoz|"],
    ["ab<C-b>x<C-f>y", "axby|"],
    // Cutting and putting in: what is cut in a row is one piece.
    ["one two three<C-w><C-w>x<C-y>", "one xtwo three|"],
    ["one two three<C-a><M-d><M-d><C-e><C-y>", " threeone two|"],
    ["one two<C-w><C-a><C-k><C-y>", "one |"],
    ["one two<C-w><C-a><C-k><C-y><M-y>", "two|"],
    ["one two<C-w><C-a><C-k><C-y><M-y><M-y>", "one |"],
    ["one two<M-y>", "one two|"],
    ["one-two<M-bs>x<C-y>", "one-xtwo|"],
    ["one two<C-a><ctrl-delete>", "| two"],
    ["one<C-u><C-c><C-y>", "one|"],
    // Undo goes back by words; a cut is one step.
    ["one two<undo>", "one|"],
    ["one two<undo><undo>", "|"],
    ["one two<C-w><undo>", "one two|"],
    ["one two<C-u><undo><C-x><C-u>", "one|"],
    ["one<undo><undo><undo>two", "two|"],
    ["one two<undo><undo><redo>", "one|"],
    ["one two<undo><undo><redo><redo><redo>", "one two|"],
    ["one two<undo>!<redo><undo>", "one|"],
    // Words in other letters.
    ["one two<C-a><M-u><M-c>", "ONE Two|"],
    ["ÉTÉ Two<C-a><M-l>", "été| Two"],
    // From the history.
    ["<M-.>", "--tail=3|"],
    ["cat <M-.><M-.>", 'cat "c d"|'],
    ["cat <M-.><M-.><M-.>", "cat pods|"],
    ["cat <M-.><M-.><M-.><M-.>", "cat pods|"],
    ["x <M-.>y<M-.>", "x --tail=3y--tail=3|"],
    ["kubectl<pgup>", "kubectl| logs web-1 --tail=3"],
    ["kubectl<pgup><pgup>", "kubectl| get pods"],
    ["kubectl<pgup><pgup><pgdn>", "kubectl| logs web-1 --tail=3"],
    ["half<up><up><down><down>", "half|"],
    // Looking through it.
    ["<C-r>get<C-e>", "kubectl get pods|"],
    ["<C-r>kubectl<C-r><C-e>", "kubectl get pods|"],
    ["<C-r>kubectl<C-r><C-s><C-e>", "kubectl logs web-1 --tail=3|"],
    ["x<C-r>get<C-g>", "x|"],
    ["x<C-r>get<C-c>", "x|"],
    ["<C-r>getx<bs><C-a>", "|kubectl get pods"],
    // What is suggested, and how it is taken.
    ["kubectl g", "kubectl g|{et pods}"],
    ["kubectl g<right>", "kubectl get pods|"],
    ["kubectl g<C-e>", "kubectl get pods|"],
    ["kubectl g<end>", "kubectl get pods|"],
    ["kubectl g<M-f>", "kubectl get|{ pods}"],
    ["kubectl g<M-f><M-f><bs>", "kubectl get pod|{s}"],
    ["kubectl l<M-f><M-f>", "kubectl logs web|{-1 --tail=3}"],
    ["kubectl g<left>", "kubectl |g"],
    ["kubectl gx", "kubectl gx|"],
    // A pasted text is never a command, and brings no control characters.
    ["\u001b[200~a\rb\u0007\u001b[31mc\td\u001b[201~", "a\nb[31mc  d|"],
    // Letters of other scripts are one letter each.
    ["日本<left>x<bs><bs>", "|本"],
    ["e\u0301a\u{1f469}\u200d\u{1f680}<bs><bs><bs>", "|"],
    // What no key is does nothing.
    ["a<C-x>b\u001b[[B\u001b[20~\u001b[97;5u", "ab|"],
  ])("%s", (keys, line) => expect(lineAfter(keys)).toBe(line));

  it("say what is to be done outside", () => {
    expect(press("ls<enter>").effect).toEqual({ kind: "accept", line: "ls", typed: "ls" });
    expect(press("!!<enter>").effect).toEqual({ kind: "accept", line: HISTORY[2], typed: "!!" });
    expect(press("!nothing<enter>").effect).toEqual({
      kind: "refuse",
      message: "bash: !nothing: event not found",
    });
    expect(press("ls<C-z>").effect).toEqual({ kind: "suspend" });
    expect(press("ls<C-x><C-e>").effect).toEqual({ kind: "edit-line", line: "ls" });
    expect(press("ls<C-d>").effect).toBeUndefined();
    expect(press("<C-d>").effect).toEqual({ kind: "end" });
    expect(press("ls<C-l>").effect).toEqual({ kind: "clear-screen" });
  });

  it("keep each line that was run once, as it was run", () => {
    const { state } = press("ls<enter>ls<enter> <enter>!!<enter>!$<enter>", ["a"]);
    expect(state.history).toEqual(["a", "ls"]);
  });
});

describe("the menu", () => {
  const candidates = ["pod", "pods", "podtemplates", "poddisruptionbudgets"].map((text) => ({ text }));

  function after(script: string) {
    const asked = press("get po<tab>").state;
    let state = complete(asked, { line: "get po", cursor: 6 }, { start: 4, candidates });
    for (const key of decodeKeys("", bytesOf(script)).keys) state = updateEditor(state, key, options).state;
    return { line: state.buffer.text, open: state.menu?.candidates.length ?? 0 };
  }

  it.each<[keys: string, line: string, open: number]>([
    ["", "get pod", 4],
    ["<tab>", "get pod", 4],
    ["<tab><tab>", "get pods", 4],
    ["<down><down>", "get pods", 4],
    ["<down><down><up>", "get pod", 4],
    ["<up>", "get poddisruptionbudgets", 4],
    ["d", "get podd", 1],
    ["x", "get podx", 0],
    ["<tab><tab> ", "get pods ", 0],
    ["<tab><tab><undo>", "get pod", 0],
    ["<C-g>", "get pod", 0],
  ])("%s", (keys, line, open) => expect(after(keys)).toEqual({ line, open }));

  it("is closed by Escape", () => {
    const asked = press("get po<tab>").state;
    const menu = complete(asked, { line: "get po", cursor: 6 }, { start: 4, candidates });
    const { state } = updateEditor(menu, { kind: "key", name: "escape" }, options);
    expect([state.buffer.text, state.menu]).toEqual(["get pod", undefined]);
  });

  it("goes through a grid in both directions", () => {
    const asked = press("<tab>").state;
    const letters = [..."abcdefghijklmnopqrstuvwxyz"].map((text) => ({ text: text.repeat(8) }));
    let state = complete(asked, { line: "", cursor: 0 }, { start: 0, candidates: letters });
    for (const key of decodeKeys("", bytesOf("<down><down><right><left><up>")).keys)
      state = updateEditor(state, key, options).state;
    expect(state.menu?.selected).toBe(0);
  });
});

describe("what the cluster suggests", () => {
  const offer = (line: string, ...names: string[]) =>
    suggestNames(press(line).state, line, {
      start: line.lastIndexOf(" ") + 1,
      candidates: names.map((text) => ({ text })),
    }).suggestion;

  it.each<[line: string, names: string[], suggestion: string]>([
    ["describe pod w", ["web-7d4b9c"], "eb-7d4b9c"],
    ["describe pod w", ["web-7d4b9c", "web-8xx"], "eb-"],
    ["describe pod w", ["web", "worker"], ""],
    ["describe pod w", [], ""],
    // The history comes first.
    ["kubectl g", ["grep"], "et pods"],
  ])("%s of %j", (line, names, suggestion) => expect(offer(line, ...names)).toBe(suggestion));

  it("stays while just that is typed", () => {
    const offered = suggestNames(press("get w").state, "get w", { start: 4, candidates: [{ text: "web" }] });
    const { state } = updateEditor(offered, { kind: "text", text: "e" }, options);
    expect(state.suggestion).toBe("b");
    expect(updateEditor(offered, { kind: "text", text: "x" }, options).state.suggestion).toBe("");
  });
});

describe("!", () => {
  const history = ["echo one two", "kubectl get pods -A", "ls 'a b'"];
  it.each<[line: string, expanded: string]>([
    ["!!", "ls 'a b'"],
    ["sudo !! -l", "sudo ls 'a b' -l"],
    ["cat !$", "cat 'a b'"],
    ["!kube | wc -l", "kubectl get pods -A | wc -l"],
    ["!?two", "echo one two"],
    ["!1:2", "two"],
    ["!-2:$", "-A"],
    ["!echo:*", "one two"],
    ["^a b^c^", "ls 'c'"],
    // Where no shell would look for one.
    ['echo "it\'s !!"', "echo \"it's ls 'a b'\""],
    ['grep "!$"', "grep \"'a b'\""],
    ['echo \'!!\' "hi!" "! x" "\\!x" \\!x', 'echo \'!!\' "hi!" "! x" "\\!x" \\!x'],
    ["kubectl get pods -l app!=web", "kubectl get pods -l app!=web"],
    ["[ ! -f x ] && ! true; echo $! hi!", "[ ! -f x ] && ! true; echo $! hi!"],
  ])("%s", (line, text) => expect(expandHistory(line, history)).toEqual({ kind: "line", text }));
});
