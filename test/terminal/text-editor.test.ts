import { describe, expect, it } from "vitest";
import { decodeKeys } from "../../src/terminal/keys.ts";
import { textOf } from "../../src/terminal/text-editor/document.ts";
import { type EditorUpdate, openText, pressText, resizeText } from "../../src/terminal/text-editor/text-editor.ts";
import { viewText } from "../../src/terminal/text-editor/text-editor-view.ts";
import { stripAnsi, textWidth } from "../../src/terminal/text-width.ts";

const UP = "\u001b[A";
const DOWN = "\u001b[B";
const RIGHT = "\u001b[C";
const LEFT = "\u001b[D";
const END = "\u001b[F";
const yaml = "kind: Pod\nmetadata:\n  name: web\n";

function type(keys: string, text = yaml, columns = 60, rows = 12): EditorUpdate {
  const start: EditorUpdate = { state: openText({ name: "pod.yaml", text, columns, rows }) };
  return decodeKeys("", keys).keys.reduce<EditorUpdate>(({ state }, key) => pressText(state, key), start);
}

describe("the small editor", () => {
  it.each<[string, string, string]>([
    ["letters", "a", `a${yaml}`],
    ["Enter keeps the indentation", `${DOWN}${DOWN}${END}\rlabels:`, `${yaml}  labels:\n`],
    ["Enter before the first letter", `${DOWN}${DOWN}\r`, "kind: Pod\nmetadata:\n\n  name: web\n"],
    ["Tab goes to the next stop", `${DOWN}\t`, "kind: Pod\n  metadata:\n  name: web\n"],
    [
      "Backspace takes a step of indentation",
      `${DOWN}${DOWN}${RIGHT}${RIGHT}\u007f`,
      "kind: Pod\nmetadata:\nname: web\n",
    ],
    ["Backspace joins lines", `${DOWN}\u007f`, "kind: Podmetadata:\n  name: web\n"],
    ["Delete joins lines", `${END}\u001b[3~`, "kind: Podmetadata:\n  name: web\n"],
    [
      "a paste stays as it is",
      `${DOWN}${DOWN}${END}\u001b[200~\n  labels:\n    app: web\u001b[201~`,
      `${yaml}  labels:\n    app: web\n`,
    ],
    ["lines are cut together and come back", "\u000b\u000b\u0015", yaml],
    ["a cut line is put elsewhere", `\u000b${DOWN}\u0015`, "metadata:\nkind: Pod\n  name: web\n"],
    ["undo and redo", "abc\u001a\u001a\u0019", `abc${yaml}`],
    ["wide letters are one step", `日本${LEFT}x`, `日x本${yaml}`],
    ["words", `${DOWN}${DOWN}\u001bf\u001bfX`, "kind: Pod\nmetadata:\n  name: webX\n"],
    ["search", "\u0017NAME\rX", "kind: Pod\nmetadata:\n  Xname: web\n"],
    ["search again goes round", "\u0017kind\rX", `X${yaml}`],
  ])("%s", (_, keys, text) => {
    expect(textOf(type(keys).state.document)).toBe(text);
  });

  it("saves, and leaves only when nothing would be lost", () => {
    expect(type("\u0013").effect).toBe("save");
    expect(type("\u000f").effect).toBe("save");
    expect(type("\u0018").effect).toBe("leave");
    expect(type("a\u0018").effect).toBeUndefined();
    expect(type("a\u0018y").effect).toBe("save-and-leave");
    expect(type("a\u0018n").effect).toBe("leave");
    expect(textOf(type("a\u0018\u0007b").state.document)).toBe(`ab${yaml}`);
    expect(viewText(type("\u0003").state).rows.join("\n")).toContain("Ctrl-X leaves the editor");
  });

  it("keeps the cursor in sight", () => {
    const long = Array.from({ length: 50 }, (_, index) => `${index + 1}`).join("\n");
    const at = type(DOWN.repeat(30), long).state;
    const { rows, cursor } = viewText(at);
    expect(rows[cursor?.row ?? 0]).toBe("31");
    const small = viewText(resizeText(at, 40, 6));
    expect(small.rows[small.cursor?.row ?? 0]).toBe("31");
    expect(viewText(type(`${DOWN.repeat(30)}${UP.repeat(30)}`, long).state).rows[1]).toBe("1");
  });

  it("shows the part of a long line that the cursor is in, never wider than the window", () => {
    const { rows, cursor } = viewText(type(END, `${"日".repeat(60)}end`, 40).state);
    expect(rows.every((row) => textWidth(row) <= 40)).toBe(true);
    expect(stripAnsi(rows[1] ?? "")).toMatch(/^‹日+end$/);
    expect(cursor?.column).toBeLessThan(40);
  });
});
