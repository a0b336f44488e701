import { describe, expect, it } from "vitest";
import type { Effect, Input } from "../../src/tutor/effect.ts";
import type { Lesson } from "../../src/tutor/lesson.ts";
import { update } from "../../src/tutor/session.ts";
import { initialState, type SessionState } from "../../src/tutor/state.ts";

const step = (id: string, ensure?: object[]) => ({
  id,
  task: `Do ${id}.`,
  checks: [],
  why: "So.",
  solutions: [{ run: [] }],
  ...(ensure && { ensure }),
});
const lesson = {
  id: "paced",
  title: "Paced",
  minutes: 5,
  objectives: [],
  intro: "",
  steps: [step("one"), step("two"), step("three", []), step("four"), step("five")],
  quiz: [],
  cards: [],
} as unknown as Lesson;

/** The session after these inputs, and the effects of the last. */
function sessionAfter(
  openTo: number | undefined,
  ...inputs: readonly Input[]
): { state: SessionState; effects: readonly Effect[] } {
  let reached: { state: SessionState; effects: readonly Effect[] } = {
    state: { ...initialState(lesson), openTo },
    effects: [],
  };
  for (const input of [{ kind: "start" } as const, ...inputs]) reached = update(reached.state, input);
  return reached;
}

const solved = (step: number): Input => ({
  kind: "judged",
  at: 10,
  step,
  asked: false,
  report: { conditions: [], questions: {} } as unknown as Extract<Input, { kind: "judged" }>["report"],
});
const line = (text: string): Input => ({ kind: "line", at: 20, text, isCommand: false });
const enters = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === "enter-step" ? [[effect.step, effect.jump]] : []));
const notes = (effects: readonly Effect[]) =>
  effects
    .flatMap((effect) => (effect.kind === "print" && effect.message.kind === "note" ? effect.message.text : []))
    .join();

describe("who sets the pace", () => {
  it("keeps a learner at the gate who has solved the last open step", () => {
    const { state, effects } = sessionAfter(0, solved(0));
    expect(state).toMatchObject({ current: 0, isWaiting: true });
    expect(state.steps[0]?.status).toBe("solo");
    expect(notes(effects)).toContain("opens the next step soon");
    // The step is not solved once more while the learner looks round.
    expect(update(state, solved(0)).effects).toEqual([]);
    expect(notes(update(state, line("check")).effects)).toContain("opens the next step soon");
  });

  it.each([
    ["opens the next step", 1, [[1, false]]],
    ["opens all", undefined, [[1, false]]],
    ["stays closed", 0, []],
  ] as const)("lets go on who waits when the gate %s", (_, openTo, entered) => {
    expect(enters(sessionAfter(0, solved(0), { kind: "gate", at: 30, openTo }).effects)).toEqual(entered);
  });

  it("does not move who is not waiting, and lets nobody skip past the gate", () => {
    expect(enters(sessionAfter(undefined, { kind: "gate", at: 30, openTo: 3 }).effects)).toEqual([]);
    const { state, effects } = sessionAfter(0, line("skip"));
    expect([state.current, notes(effects)]).toEqual([0, expect.stringContaining("opens the next step soon")]);
    expect(sessionAfter(1, line("skip")).state.current).toBe(1);
  });

  it.each([
    ["forward: each step between is made by the lesson", 1, [[1, true]]],
    [
      "far: from the last step that says what it begins with",
      4,
      [
        [2, true],
        [3, true],
        [4, true],
      ],
    ],
    [
      "beyond the end",
      99,
      [
        [2, true],
        [3, true],
        [4, true],
      ],
    ],
  ] as const)("brings a learner %s", (_, target, entered) => {
    const { state, effects } = sessionAfter(undefined, { kind: "go", at: 30, step: target });
    expect(enters(effects)).toEqual(entered);
    expect(state.current).toBe(Math.min(target, 4));
    expect(effects.filter(({ kind }) => kind === "judge")).toHaveLength(1);
  });

  it("begins a step anew, and redo brings back what was done in it", () => {
    const command: Input = { kind: "command-finished", startedAt: 20, text: "kubectl run web", mutated: true };
    const { state, effects } = sessionAfter(undefined, solved(0), command, { kind: "reset-step" });
    expect(state.current).toBe(1);
    expect(state.inputs.map(({ kind }) => kind)).toEqual(["enter", "enter"]);
    expect(effects[0]).toEqual({ kind: "replay", inputs: state.inputs });
    expect(update(state, line("redo")).state.inputs.at(-1)).toMatchObject({ kind: "command", text: "kubectl run web" });
  });
});
