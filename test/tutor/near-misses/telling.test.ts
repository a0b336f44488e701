// When near misses are told: after an attempt that brought nothing, once, behind the author's rules, and not what was so from the start.

import { describe, expect, it } from "vitest";
import { judgeStep } from "../../../src/tutor/judge.ts";
import type { Lesson } from "../../../src/tutor/lesson.ts";
import { loadLesson } from "../../../src/tutor/load.ts";
import { wantsNearMisses } from "../../../src/tutor/near-feedback.ts";
import { update } from "../../../src/tutor/session.ts";
import { initialState } from "../../../src/tutor/state.ts";
import { emptyState, fakeWorld, pod } from "../fake-world.ts";

function lesson(): Lesson {
  const { value } = loadLesson(
    "pods/small.yaml",
    `format: k8s-tutor/v1
id: small
title: A small lesson
track: pods
minutes: 8
level: beginner
teaches: [pod.unit]
objectives: [Make Pods]
intro: Welcome.
steps:
  - id: make
    task: Make two Pods.
    checks: [{title: shop, resource: Pod/shop}, {title: bank, resource: Pod/bank, where: ready(obj), missing: No bank yet.}]
    hints: [first, second, third]
    feedback: [{id: rule, when: {resource: Pod/shpo}, say: The author speaks.}]
    solutions: [{name: run, run: [make web]}]
    why: So.
quiz:
  - {id: q1, ask: Which?, options: [{text: This, correct: true}, {text: That, misconception: a}, {text: Neither, misconception: b}], explain: So.}
review: [{id: r1, front: F, back: B, concept: pod.unit}]
`,
  );
  if (value === undefined) throw new Error("the test's lesson is broken");
  return value;
}

class Desk {
  readonly cluster = emptyState();
  private readonly world = fakeWorld(this.cluster);
  private readonly taught = lesson();
  private state = initialState(this.taught);

  async begins(): Promise<void> {
    this.state = update(this.state, { kind: "start" }).state;
    await this.judge(false);
  }

  async makes(...names: readonly string[]): Promise<readonly string[]> {
    this.cluster.objects.push(...names.map((name) => pod({ name })));
    return this.enters("make", true);
  }

  enters(text: string, mutated: boolean): Promise<readonly string[]> {
    this.state = update(this.state, { kind: "command-finished", startedAt: 1, text, mutated }).state;
    return this.judge(false);
  }

  fails(verb: string, stderr: string, isCorrected = false): Promise<readonly string[]> {
    this.cluster.commands = [{ at: this.cluster.now, words: ["kubectl", verb], exitCode: 1, stderr }];
    const text = `kubectl ${verb}`;
    this.state = update(this.state, {
      kind: "command-finished",
      startedAt: 1,
      text,
      mutated: false,
      failed: true,
      isCorrected,
    }).state;
    return this.judge(false);
  }

  async judge(asked: boolean): Promise<readonly string[]> {
    const [step] = this.taught.steps;
    if (step === undefined) return [];
    const { state } = this;
    const wants = {
      wantsNearMisses: (report: Parameters<typeof wantsNearMisses>[1]) => wantsNearMisses(state, report, asked),
    };
    const report = await judgeStep(step, this.world, wants);
    const next = update(state, { kind: "judged", at: 1, step: 0, asked, report });
    this.state = next.state;
    return next.effects.flatMap((effect) => {
      if (effect.kind !== "print") return [];
      if (effect.message.kind === "feedback") return [effect.message.text];
      if (effect.message.kind !== "conditions") return [];
      return effect.message.conditions.map((one) =>
        "near" in one ? `${one.title}: near` : `${one.title}: ${one.state}`,
      );
    });
  }
}

const SLIP = expect.stringContaining("There is a Pod `shoop`: one letter away from `shop`");

describe("a near miss is told", () => {
  it("after the attempt, once, and again to who asks", async () => {
    const desk = new Desk();
    await desk.begins();
    expect(await desk.makes("shoop")).toEqual([SLIP]);
    expect(await desk.judge(false)).toEqual([]);
    expect(await desk.enters("look", false)).toEqual([]);
    expect(await desk.enters("make", true)).toEqual([]);
    expect(await desk.judge(true)).toEqual(["shop: near", "bank: open"]);
  });

  it("one after the other", async () => {
    const desk = new Desk();
    await desk.begins();
    expect(await desk.makes("shoop", "banks")).toEqual([SLIP]);
    expect(await desk.judge(false)).toEqual([]);
    expect(await desk.enters("look", false)).toEqual([expect.stringContaining("There is a Pod `banks`, not `bank`")]);
  });

  it("never of what was there when the step began", async () => {
    const desk = new Desk();
    desk.cluster.objects.push(pod({ name: "shoop" }));
    await desk.begins();
    expect(await desk.makes("other")).toEqual([]);
    expect(await desk.judge(true)).toEqual(["shop: open", "bank: open"]);
  });

  it("not to who gets on, and not before the author's own rule", async () => {
    const desk = new Desk();
    await desk.begins();
    expect(await desk.makes("bank", "shoop")).toEqual([]);
    expect(await desk.makes("shpo")).toEqual(["The author speaks."]);
  });

  it("of a command that was refused, though an older mistake that was told is still there", async () => {
    const desk = new Desk();
    await desk.begins();
    expect(await desk.makes("shpo")).toEqual(["The author speaks."]);
    expect(await desk.fails("delete", "error: resource(s) were provided, but no name was specified")).toEqual([
      "kubectl knows the kind, but not which one. Put the name behind it.",
    ]);
  });

  it.each([
    ['error: the server doesn\'t have a resource type "nods"', "There is `nodes`"],
    ["error: unknown flag: --namespcae\nSee 'kubectl get --help' for usage.", "--namespcae"],
    ['Error from server (NotFound): pods "bnak" not found', "bnak"],
  ])("not where the prompt has told what was meant: %s", async (stderr, told) => {
    const [alone, behindThePrompt] = [new Desk(), new Desk()];
    for (const desk of [alone, behindThePrompt]) await desk.begins();
    expect((await alone.fails("get", stderr)).join()).toContain(told);
    expect(await behindThePrompt.fails("get", stderr, true)).toEqual([]);
    expect(await behindThePrompt.judge(false)).toEqual([]);
    // The next attempt is another one.
    expect((await behindThePrompt.fails("get", stderr)).join()).toContain(told);
  });
});
