import { describe, expect, it } from "vitest";
import { minutesLeft } from "../../src/tutor/estimate.ts";
import type { ConditionReport, StepReport } from "../../src/tutor/judge.ts";
import { loadLesson } from "../../src/tutor/load.ts";
import { update } from "../../src/tutor/session.ts";
import { initialState, type SessionState } from "../../src/tutor/state.ts";

const TEXT = `format: k8s-tutor/v1
id: small
title: A small lesson
track: pods
minutes: 10
level: beginner
teaches: [pod.unit]
objectives: [Make a Pod]
intro: Welcome.
steps:
  - id: make
    task: Make the Pods \`a\` and \`b\`.
    checks:
      - {title: a is ready, resource: Pod/a, where: ready(obj)}
      - {title: b is ready, resource: Pod/b, where: ready(obj)}
    hints: [first, second, third]
    solutions: [{name: run, run: [make a, make b]}]
    why: You asked for it.
  - id: remove
    task: Remove them.
    checks: [{title: a is gone, resource: Pod/a, exists: false}]
    hints: [a, b, c]
    solutions: [{name: delete, run: [remove a, remove b]}]
    why: Nobody keeps them.
quiz:
  - id: q1
    ask: Which?
    options: [{text: This, correct: true}, {text: That, misconception: thatness}, {text: Neither, misconception: none}]
    explain: So it is.
review: [{id: r1, front: F, back: B, concept: pod.unit}]
`;

function begun(change: Partial<SessionState> = {}): SessionState {
  const { value } = loadLesson("pods/small.yaml", TEXT);
  if (value === undefined) throw new Error("the test's lesson is broken");
  return { ...initialState(value), after: "look", ...change };
}

function report(...states: ("done" | "open" | "later" | "untried")[]): StepReport {
  const conditions = states.map((state, index): ConditionReport => {
    const title = `${"ab"[index]} is ready`;
    if (state === "done" || state === "later") return { title, state: "done", inMs: state === "later" ? 5000 : 0 };
    return state === "open" ? { title, state, why: "not yet" } : { title, state };
  });
  return { conditions, questions: {} };
}

function said(state: SessionState, seen: StepReport): readonly string[] {
  const { effects } = update(state, { kind: "watched", step: 0, report: seen });
  return effects.map((effect) => {
    if (effect.kind !== "print") return effect.kind;
    return effect.message.kind === "ticked" ? effect.message.titles.join(", ") : effect.message.kind;
  });
}

describe("while a command runs", () => {
  it.each<[string, Partial<SessionState>, StepReport, readonly string[]]>([
    ["what comes true is ticked off", {}, report("done", "open"), ["a is ready"]],
    ["and only once", { ticked: ["a is ready"] }, report("done", "open"), []],
    ["also the last one", { ticked: ["a is ready"] }, report("done", "done"), ["b is ready"]],
    ["what held before is no news", { ticked: ["a is ready", "b is ready"] }, report("done", "done"), []],
    ["what would hold in a while is not true yet", {}, report("open", "later"), []],
    ["what was not tried stays as it was", { ticked: ["b is ready"] }, report("done", "untried"), ["a is ready"]],
    ["nothing is said before the first judgement", { after: "begin" }, report("done", "open"), []],
    ["nor of a step that is over", { current: 1 }, report("done", "open"), []],
    ["nor in the quiz", { phase: "quiz" }, report("done", "open"), []],
  ])("%s", (_, change, seen, expected) => {
    expect(said(begun(change), seen)).toEqual(expected);
  });

  it("says how to go on when the command does not end by itself, once", () => {
    const look = (state: SessionState) => update(state, { kind: "watched", step: 0, report: report("done", "done") });
    const [first, second] = [look(begun()), look(look(begun()).state)];
    expect(first.effects.map((effect) => effect.kind === "print" && effect.message.kind)).toEqual(["ticked"]);
    expect(second.effects.map((effect) => effect.kind === "print" && effect.message.kind)).toEqual(["note"]);
    expect(look(second.state).effects).toEqual([]);
  });

  it("goes on from there when the command is over", () => {
    const { state } = update(begun(), { kind: "watched", step: 0, report: report("done", "open") });
    const judged = update(state, { kind: "judged", at: 1, step: 0, asked: false, report: report("done", "open") });
    // It was told, but is a step forward all the same: no mistake that was mended with it is spoken of again.
    expect(judged.effects.filter((effect) => effect.kind === "print")).toEqual([]);
    expect(judged.state).toMatchObject({ ticked: ["a is ready"] });
    expect(judged.state.glimpsed).toBeUndefined();
  });
});

it.each<[Partial<SessionState>, number]>([
  [{}, 10],
  [{ current: 1 }, 6],
  [{ phase: "quiz" }, 2],
  [{ phase: "done" }, 0],
])("at %j some %i minutes are left", (change, minutes) => {
  expect(minutesLeft(begun(change))).toBe(minutes);
});
