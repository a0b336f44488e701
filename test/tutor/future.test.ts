// What time decides is looked at in one copy of the world, however many checks there are.

import { describe, expect, it } from "vitest";
import { type Check, checkShape, evaluateAll } from "../../src/tutor/checks/check.ts";
import { Problems, parseSource } from "../../src/tutor/format/source.ts";
import { judgeStep } from "../../src/tutor/judge.ts";
import type { Step } from "../../src/tutor/lesson.ts";
import { emptyState, type FakeState, fakeWorld, pod, START } from "./fake-world.ts";

function check(text: string): Check {
  const source = parseSource(text, new Problems("check"));
  const read = source && checkShape().read(source, new Problems("check"));
  if (read === undefined) throw new Error(text);
  return read;
}

/** `web` comes after 4 s, goes after 12 s and comes back for good after 30 s. */
function comingAndGoing(): FakeState {
  const state = emptyState();
  const web = pod({ name: "web" });
  const come = (state: FakeState) => void state.objects.push(web);
  const go = (state: FakeState) => void state.objects.splice(0);
  state.later = [
    [START + 4000, come],
    [START + 12_000, go],
    [START + 30_000, come],
  ];
  return state;
}

async function foreseen(texts: readonly string[], state: FakeState) {
  const world = fakeWorld(state);
  const checks = texts.map(check);
  const results = await evaluateAll(checks, world, () => world.fork());
  const answers = checks.map((one) => {
    const result = results.get(one);
    return result?.passed === true ? (result.inMs ?? 0) : result?.why;
  });
  return { answers, forks: world.forks, now: world.now() };
}

describe("the future", () => {
  it.each([
    ["{resource: Pod/web, within: 3s}", expect.stringContaining("There is no Pod `web`")],
    ["{resource: Pod/web, within: 4s}", 4000],
    ["{resource: Pod/web, within: 10s, for: 5s}", 4000],
    [
      "{resource: Pod/web, within: 10s, for: 20s}",
      expect.stringContaining("It comes about, but does not last: in 15 s, There is no Pod"),
    ],
    ["{resource: Pod/web, within: 1m, for: 1m}", 30_000],
    ["{resource: {kind: Pod, name: web}, count: 0, for: 3s}", 0],
    [
      "{resource: {kind: Pod, name: web}, count: 0, for: 5s}",
      expect.stringContaining("It holds now, but not for long: 4 s"),
    ],
    ["{resource: Pod/web, within: 3s, missing: Not there.}", "Not there."],
  ])("of %s is %o", async (text, expected) => {
    expect((await foreseen([text], comingAndGoing())).answers).toEqual([expected]);
  });

  it("of all checks is one copy, and nothing happens in the world itself", async () => {
    const texts = [
      "{resource: Pod/web, within: 10s}",
      "{resource: Pod/web, within: 1m, for: 1m}",
      "{resource: Pod/x, within: 2m}",
    ];
    const { answers, forks, now } = await foreseen(texts, comingAndGoing());
    expect(answers).toEqual([4000, 30_000, expect.stringContaining("There is no Pod `x`")]);
    expect([forks, now]).toEqual([1, START]);
  });

  it("is not looked at when all is decided", async () => {
    const state = emptyState([pod({ name: "web" })]);
    expect(await foreseen(["{resource: Pod/web, within: 10s}"], state)).toEqual({ answers: [0], forks: 0, now: START });
  });

  it("is waited for in the world itself by who has no other use for it", async () => {
    const world = fakeWorld(comingAndGoing());
    const step = {
      id: "s",
      task: "t",
      checks: [check("{resource: Pod/web, within: 1m}")],
      hints: [],
      solutions: [],
      why: "",
    };
    const report = await judgeStep(step as unknown as Step, world, { copy: async () => world });
    expect(report.conditions).toEqual([expect.objectContaining({ state: "done", inMs: 4000 })]);
    expect([world.forks, world.now()]).toEqual([0, START + 4000]);
  });

  it("is left alone by a glance that shall cost nothing", async () => {
    const world = fakeWorld(emptyState([pod({ name: "web" })]));
    const step = {
      id: "s",
      task: "t",
      checks: [check("{resource: Pod/web, for: 1m}")],
      hints: [],
      solutions: [],
      why: "",
    };
    const report = await judgeStep(step as unknown as Step, world, { isThorough: false });
    expect(report.conditions).toEqual([expect.objectContaining({ state: "untried" })]);
    expect(world.forks).toBe(0);
  });
});
