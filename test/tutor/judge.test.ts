// What is said of a step: feedback is for what is wrong.

import { describe, expect, it } from "vitest";
import { judgeStep } from "../../src/tutor/judge.ts";
import type { Step } from "../../src/tutor/lesson.ts";
import { emptyState, fakeWorld } from "./fake-world.ts";

function twoQuestions(): Step {
  const feedback = ["a", "b"].map((id) => ({
    id,
    when: { answer: { id, matches: /.+/u } },
    say: `Look at ${id} again.`,
  }));
  return {
    id: "count",
    task: "Count.",
    checks: [],
    questions: [
      { id: "a", ask: "One?", answer: { equals: ["1"] } },
      { id: "b", ask: "Two?", answer: { equals: ["2"] } },
    ],
    hints: ["first", "second", "third"],
    feedback,
    solutions: [],
    why: "So it is.",
  };
}

describe("a step with two questions", () => {
  it.each([
    [{ a: "1" }, undefined],
    [{ a: "3" }, "a"],
    [{ a: "1", b: "3" }, "b"],
    [{ a: "1", b: "2" }, undefined],
  ])("answers %o get the feedback %s", async (answers, expected) => {
    const state = emptyState();
    Object.assign(state.answers, answers);
    const { feedback } = await judgeStep(twoQuestions(), fakeWorld(state));
    expect(feedback?.id).toBe(expected);
  });
});
