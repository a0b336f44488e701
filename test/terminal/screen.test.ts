// Redrawing: whatever stood there before, the screen shows what it would show had it been empty, with few bytes written.

import { describe, expect, it } from "vitest";
import { newEditor } from "../../src/terminal/editor-state.ts";
import { layOut } from "../../src/terminal/layout.ts";
import { viewEditor, viewWhole } from "../../src/terminal/line-view.ts";
import { BLANK, erase, type Narrowing, redraw, reflowed } from "../../src/terminal/screen.ts";
import { createStyler } from "../../src/terminal/style.ts";
import type { View } from "../../src/terminal/view.ts";
import { FakeScreen } from "./fake-terminal.ts";

const WIDTH = 20;
const styler = createStyler({ color: true, plain: false, background: () => "dark" });
const plain = createStyler({ color: false, plain: true });

/** The same numbers each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below);
  };
}

const LETTERS = ["a", "b", "c", " ", "日", "é", "e\u0301", "\u{1f680}", "\n", "x", "y", "z"];

function randomView(next: (below: number) => number): View {
  const text = Array.from({ length: next(70) }, () => LETTERS[next(LETTERS.length)] ?? "").join("");
  const places = [...text].map((_, at) => at).filter(() => next(9) === 0);
  const spans = places.map((start, index) => ({
    start,
    end: Math.min(start + 4, places[index + 1] ?? text.length),
    style: (part: string) => styler.style(index % 2 === 0 ? "strong" : "error", part),
  }));
  return layOut({ text, cursor: text.length, spans, prompt: "$ ", continuation: "> ", width: WIDTH });
}

function drawn(views: readonly View[]): string {
  const screen = new FakeScreen(WIDTH);
  let before = BLANK;
  for (const view of views) {
    screen.write(redraw(before, view, WIDTH));
    before = view;
  }
  return screen.withCursor;
}

describe("redraw", () => {
  it("shows the same as drawing on an empty screen", () => {
    const next = numbers(7);
    for (let round = 0; round < 300; round++) {
      const views = [randomView(next), randomView(next), randomView(next)];
      expect(drawn(views), `round ${round}`).toBe(drawn(views.slice(-1)));
    }
  });

  it.each<[what: string, before: string, after: string, bytes: number]>([
    ["a letter at the end", "kubectl get po", "kubectl get pod", 1],
    ["a letter taken away at the end", "get pod", "get po", 4],
    ["nothing", "get po", "get po", 0],
    ["a letter in a long text of many rows", "x".repeat(200), `${"x".repeat(200)}y`, 1],
  ])("writes little for %s", (_, before, after, bytes) => {
    const view = (text: string) =>
      layOut({ text, cursor: text.length, spans: [], prompt: "$ ", continuation: "> ", width: 80 });
    expect(redraw(view(before), view(after), 80).length).toBeLessThanOrEqual(bytes);
  });

  it("writes one letter where what was suggested is typed", () => {
    const view = (text: string, suggestion: string) =>
      viewEditor(
        { ...newEditor([]), buffer: { text, cursor: text.length }, suggestion },
        { prompt: "$ ", continuation: "> ", width: 80, rows: 24, styler },
      );
    expect(redraw(view("kubectl g", "et pods"), view("kubectl ge", "t pods"), 80)).toBe("e");
  });
});

describe("a long text", () => {
  const options = { prompt: "$ ", continuation: "> ", width: 20, rows: 6, styler: plain };
  const stateWith = (cursor: number) => ({ ...newEditor([]), buffer: { text: "abcdefghij".repeat(40), cursor } });

  it.each([0, 7, 150, 399, 400])("fits the screen with the cursor at %i", (cursor) => {
    const { lines, cursor: place } = viewEditor(stateWith(cursor), options);
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(place.row).toBeGreaterThan(0);
    expect(place.row).toBeLessThan(lines.length);
  });

  it("is whole when it is entered", () => {
    expect(viewWhole(stateWith(9), options).lines.join("")).toBe(`$ ${"abcdefghij".repeat(40)}`);
  });
});

describe("a window made narrower", () => {
  const view = layOut({ text: "x".repeat(50), cursor: 50, spans: [], prompt: "$ ", continuation: "> ", width: 40 });

  it.each<[Narrowing, rows: number]>([
    ["breaks", 2],
    ["breaks-others", 2],
    ["cuts", 1],
  ])("%s lines above the cursor", (narrowing, rows) => {
    expect(view.cursor.row).toBe(1);
    expect(erase(reflowed(view, 20, narrowing))).toBe(`\u001b[${rows}A\r\u001b[J`);
  });

  it("breaks the line with the cursor, or not", () => {
    const [long, at] = [
      layOut({ ...{ text: "x".repeat(35), spans: [], prompt: "$ ", continuation: "> " }, cursor: 35, width: 40 }),
      20,
    ];
    expect(erase(reflowed(long, at, "breaks"))).toBe("\u001b[1A\r\u001b[J");
    expect(erase(reflowed(long, at, "breaks-others"))).toBe("\r\u001b[J");
    expect(erase(reflowed(long, at, "cuts"))).toBe("\r\u001b[J");
  });
});
