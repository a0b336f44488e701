import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/terminal/markdown.ts";
import { createStyler } from "../../src/terminal/style.ts";
import { textWidth } from "../../src/terminal/text-width.ts";
import { english } from "../../src/tutor/language/english.ts";
import type { Message } from "../../src/tutor/message.ts";
import { renderMessage, type Typesetter } from "../../src/tutor/render.ts";

function paper(width: number, plain: boolean): Typesetter {
  const styler = createStyler({ color: !plain, plain });
  return { ...styler, texts: english, width, markdown: (text, room) => renderMarkdown(text, room, styler) };
}

const LONG =
  "The scheduler looks at Pods without a node, and at what room the nodes have; then it writes `spec.nodeName`.";

const item = { id: "q", ask: LONG, options: [], explain: LONG };

const MESSAGES: readonly Message[] = [
  {
    kind: "intro",
    title: "Move in: your first Pod",
    minutes: 10,
    objectives: [LONG, "Short"],
    text: `${LONG}\n\n*Where it stops:* ${LONG}`,
  },
  { kind: "task", number: 2, total: 6, text: LONG, task: LONG },
  {
    kind: "conditions",
    conditions: [
      { title: "A", state: "done", inMs: 0 },
      { title: LONG, state: "open", why: LONG },
      { title: "C", state: "waiting", why: LONG, waitsFor: "it" },
    ],
  },
  { kind: "ticked", titles: ["web is ready"] },
  { kind: "waiting", waitsFor: "Pod `web` to get ready", inMs: 4200 },
  { kind: "feedback", text: LONG },
  { kind: "question", question: { id: "q", ask: LONG, options: [LONG, "b"], answer: { equals: ["b"] } } },
  { kind: "wrong-answer", given: "12" },
  { kind: "hint", number: 2, text: LONG },
  { kind: "solution", lines: ["kubectl run web"], others: 2, why: LONG },
  { kind: "solved", number: 2, total: 6, why: LONG },
  { kind: "quiz", number: 1, total: 2, item, options: [LONG, "b", "c"] },
  { kind: "quiz-answer", right: false, answer: "This", explain: LONG },
  {
    kind: "done",
    title: "Move in",
    solo: 1,
    assisted: 2,
    skipped: 1,
    isDone: [true, false, true, true],
    cards: 1,
  },
  { kind: "help", words: english.words },
  { kind: "note", text: LONG },
];

describe("what the tutor says", () => {
  it.each([40, 60, 80, 120, 200])("fits into %i columns, and is plain ASCII where that is asked for", (width) => {
    for (const message of MESSAGES) {
      for (const line of renderMessage(message, paper(width, true))) {
        expect(textWidth(line), `${message.kind}: ${line}`).toBeLessThanOrEqual(width);
        expect(line, message.kind).toMatch(/^[\u0020-\u007e]*$/);
      }
      for (const line of renderMessage(message, paper(width, false)))
        expect(textWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it("shows a step with its place, and hangs what follows", () => {
    const lines = renderMessage({ kind: "task", number: 2, total: 6, task: LONG }, paper(48, true));
    expect(lines).toEqual([
      "",
      "[2/6] The scheduler looks at Pods without a",
      "      node, and at what room the nodes have;",
      "      then it writes `spec.nodeName`.",
    ]);
  });

  it("shows options by number", () => {
    const [, , first, second] = renderMessage(
      { kind: "quiz", number: 1, total: 2, item: { ...item, ask: "Which?" }, options: ["A Pod", "A node"] },
      paper(60, true),
    ).slice(1);
    expect([first, second]).toEqual(["  1) A Pod", "  2) A node"]);
  });

  it("says what comes after the end", () => {
    const text = renderMessage(
      { kind: "done", title: "Move in", solo: 5, assisted: 1, skipped: 0, isDone: Array(6).fill(true), cards: 2 },
      paper(80, true),
    ).join("\n");
    expect(text).toBe(
      [
        "",
        "[x] Move in: done.",
        "  5 steps on your own, 1 with help. 2 review cards come back tomorrow:",
        "  `k8s-tutor review`.",
        "  `list` shows what comes next.",
      ].join("\n"),
    );
  });

  it("marks each step in its place at the end", () => {
    const done: Message = {
      kind: "done",
      title: "Move in",
      solo: 2,
      assisted: 0,
      skipped: 1,
      isDone: [true, false, true],
      cards: 0,
    };
    const [, , marks] = renderMessage(done, { ...paper(80, false), style: (_, text) => text });
    expect(marks).toBe("  ✓ ○ ✓");
  });
});
