import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/terminal/markdown.ts";
import { createStyler } from "../../src/terminal/style.ts";
import type { Effect, Input } from "../../src/tutor/effect.ts";
import { isPassed, judgeStep } from "../../src/tutor/judge.ts";
import { english } from "../../src/tutor/language/english.ts";
import type { Lesson } from "../../src/tutor/lesson.ts";
import { loadLesson } from "../../src/tutor/load.ts";
import {
  emptyProgress,
  parseProgress,
  recordSession,
  savedSession,
  serializeProgress,
} from "../../src/tutor/progress.ts";
import { renderMessage, type Typesetter } from "../../src/tutor/render.ts";
import { update } from "../../src/tutor/session.ts";
import { enterStep, setUpLesson } from "../../src/tutor/setup.ts";
import { currentAnswers, initialState, type SessionState } from "../../src/tutor/state.ts";
import { emptyState, fakeWorld, pod, type Shell } from "./fake-world.ts";

const TEXT = `format: k8s-tutor/v1
id: small
title: A small lesson
track: pods
minutes: 8
level: beginner
teaches: [pod.unit]
objectives: [Make a Pod]
intro: Welcome to the city.
steps:
  - id: make
    task: Make the Pod \`web\`.
    checks:
      - {title: web is ready, resource: Pod/web, where: ready(obj)}
    questions:
      - {id: how, ask: How many Pods?, answer: ["1", one]}
    hints: [first, second, third]
    feedback:
      - {id: typo, when: {resource: Pod/wbe}, say: Read the name aloud.}
      - {id: two, when: {answer: {id: how, equals: "2"}}, say: Count again.}
    solutions:
      - {name: run, run: [make web, {answer: {how: "1"}}]}
    why: You asked for it.
  - id: remove
    task: Remove it.
    checks: [{title: web is gone, resource: Pod/web, exists: false}]
    hints: [a, b, c]
    solutions: [{name: delete, run: [remove web]}]
    why: Nobody keeps it.
quiz:
  - id: q1
    ask: Which?
    options:
      - {text: This, correct: true}
      - {text: That, misconception: thatness}
      - {text: Neither, misconception: none}
    explain: So it is.
review: [{id: r1, front: F, back: B, concept: pod.unit}]
`;

const shell: Shell = (command, state) => {
  const [verb, name = ""] = command.split(" ");
  if (verb === "make") state.objects.push(pod({ name }));
  else if (verb === "remove") state.objects = state.objects.filter((object) => object.metadata.name !== name);
  else return { exitCode: 127, stderr: "not found" };
  return {};
};

function lesson(text = TEXT): Lesson {
  const { value } = loadLesson("pods/small.yaml", text);
  if (value === undefined) throw new Error("the test's lesson is broken");
  return value;
}

const paper: Typesetter = {
  ...createStyler({ color: false, plain: true }),
  width: 60,
  texts: english,
  markdown: (text, width) => renderMarkdown(text, width, createStyler({ color: false, plain: true })),
};

/** A learner at a tutor whose effects are carried out at once, as the rim does it. */
class Desk {
  state: SessionState;
  at = 0;
  readonly seen: string[] = [];
  private cluster = emptyState();
  private world = fakeWorld(this.cluster, shell);

  constructor(
    private readonly taught: Lesson,
    saved?: SessionState,
  ) {
    this.state = saved ?? initialState(taught);
  }

  async type(text: string): Promise<string> {
    this.at += 1000;
    return this.put({ kind: "line", at: this.at, text, isCommand: /^(make|remove|look)\b/.test(text) });
  }

  async put(input: Input): Promise<string> {
    const before = this.seen.length;
    const { state, effects } = update(this.state, input);
    this.state = state;
    for (const effect of effects) await this.carryOut(effect);
    return this.seen.slice(before).join("\n");
  }

  private async carryOut(effect: Effect): Promise<void> {
    if (effect.kind === "print") this.seen.push(...renderMessage(effect.message, paper).filter((line) => line !== ""));
    if (effect.kind === "setup") await this.fresh();
    if (effect.kind === "enter-step") await enterStep(this.taught, effect.step, effect.jump, this.world);
    if (effect.kind === "run") {
      const { exitCode } = await this.world.run(effect.command);
      await this.put({
        kind: "command-finished",
        startedAt: this.at,
        text: effect.command,
        mutated: !effect.command.startsWith("look"),
        failed: exitCode !== 0 && !effect.command.startsWith("look"),
      });
    }
    if (effect.kind === "replay") {
      await this.fresh();
      for (const input of effect.inputs) {
        if (input.kind === "enter") await enterStep(this.taught, input.step, input.jump, this.world);
        if (input.kind === "command") await this.world.run(input.text);
      }
    }
    if (effect.kind === "leave") this.seen.push(`left for the ${effect.to}`);
    if (effect.kind === "completed")
      this.seen.push(`completed with ${effect.cards.length} card, missed ${effect.misconceptions.join()}`);
    if (effect.kind === "judge" && effect.afterMs === 0) {
      const step = this.taught.steps[this.state.current];
      if (step === undefined || this.state.phase !== "steps") return;
      for (const [id, text] of Object.entries(currentAnswers(this.state))) this.world.answer(id, text);
      const report = await judgeStep(step, this.world);
      expect(isPassed(report) || report.conditions.length > 0).toBe(true);
      await this.put({ kind: "judged", at: this.at, step: this.state.current, asked: effect.asked, report });
    }
  }

  private async fresh(): Promise<void> {
    this.cluster = emptyState();
    this.world = fakeWorld(this.cluster, shell);
    await setUpLesson(this.taught, this.world);
  }
}

describe("a session", () => {
  it("goes from the intro through steps, question and quiz to the end", async () => {
    const desk = new Desk(lesson());
    expect(await desk.put({ kind: "start" })).toContain("Welcome to the city.");
    expect(await desk.type("make web")).toBe("[x] web is ready\nHow many Pods?\nType your answer.");
    expect(await desk.type("2")).toBe("-> Count again.\nHow many Pods?\nType your answer.");
    expect(await desk.type("one")).toBe("[x] [1/2] Done. About 3 minutes left.\n  You asked for it.\n[2/2] Remove it.");
    expect(await desk.type("remove web")).toContain("[1/1] Quiz\nWhich?");
    const shown = desk.seen.findLast((line) => line.endsWith(") That")) ?? "";
    const told = await desk.type(shown.trim()[0] ?? "");
    expect(told).toContain("[!] Not quite. It is: This\n  So it is.");
    expect(told).toContain("2 steps on your own.");
    expect(told).toContain("completed with 1 card, missed thatness");
    expect(desk.state.phase).toBe("done");
  });

  it("gives the next hint only after an attempt or a while, and says feedback once for one state", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    expect(await desk.type("hint")).toBe("Hint 1 of 3:\n  first");
    expect(await desk.type("hint")).toBe("Hint 1 of 3:\n  first\nTry this one first; then ask again.");
    expect(await desk.type("make wbe")).toBe("-> Read the name aloud.");
    expect(await desk.type("look")).toBe("");
    expect(await desk.type("hint")).toContain("second");
    desk.at += 60_000;
    expect(await desk.type("hint")).toContain("third");
    await desk.type("make web");
    await desk.type("1");
    expect(desk.state.steps[0]?.status).toBe("assisted");
  });

  it("leaves nobody alone who answers early, tries the same again, or tries in vain", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    expect(await desk.type("one")).toContain("`one` is no command. If it is your answer: look first");
    expect(await desk.type("answer one")).toContain("[ ] web is ready");
    await desk.type("undo");
    expect(await desk.type("kubctl get")).toContain("Did you mean `kubectl`?");
    expect(await desk.type("make wbe")).toBe("-> Read the name aloud.");
    expect(await desk.type("remove")).toBe("");
    expect(await desk.type("break it")).toContain("Still as before.");
    const told = await desk.type("undo");
    expect(told).toContain("Taken back");
    expect(told).not.toContain("aloud");
  });

  it("ticks what the learner brings about, not what held before, and tells who spoils that", async () => {
    const guarded = TEXT.replace(
      "checks: [{title: web is gone, resource: Pod/web, exists: false}]",
      "checks: [{title: web is gone, resource: Pod/web, exists: false}, {title: other stays, resource: Pod/other}]",
    );
    const desk = new Desk(lesson(guarded));
    await desk.put({ kind: "start" });
    await desk.type("make other");
    await desk.type("make web");
    expect(await desk.type("1")).toMatch(/\[2\/2\] Remove it\.$/);
    expect(await desk.type("remove other")).toContain("[ ] other stays\n      There is no Pod `other`.");
    expect(await desk.type("look")).toBe("");
    expect(await desk.type("make other")).toBe("[x] other stays");
    expect(await desk.type("remove web")).toContain("[2/2] Done.");
  });

  it("checks on request, and shows a solution with the reason", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    await desk.type("make wbe");
    expect(await desk.type("check")).toBe(
      "[ ] web is ready\n      There is a Pod `wbe`: one letter away from `web`.\n      Compare the names.\n-> Read the name aloud.",
    );
    expect(await desk.type("solution")).toBe("One way to do it:\n    make web\n    answer 1\nYou asked for it.");
  });

  it("takes back and does again, across steps, by replay", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    await desk.type("make web");
    await desk.type("1");
    expect(desk.state.current).toBe(1);
    expect(await desk.type("look around")).toBe("");
    expect(await desk.type("undo")).toContain("Taken back: the answer `1`.");
    expect(desk.state.current).toBe(0);
    expect(await desk.type("undo")).toContain("Taken back: `make web`.");
    expect(await desk.type("check")).toContain("There is no Pod `web`");
    expect(await desk.type("redo")).toContain("Done again: `make web`.");
    expect(await desk.type("redo")).toContain("[2/2] Remove it.");
    expect(await desk.type("redo")).toBe("There is nothing to do again.");
  });

  it("skips, goes back, starts anew, and leaves", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    expect(await desk.type("back")).toBe("This is the first step.");
    await desk.type("make web");
    expect(await desk.type("skip")).toContain("[2/2] Remove it.");
    expect(desk.state.steps[0]?.status).toBe("skipped");
    expect(await desk.type("back")).toContain("[1/2]");
    expect(await desk.type("reset")).toContain("Type `reset yes` to do it.");
    expect(await desk.type("reset yes")).toContain("Welcome to the city.");
    expect(await desk.type("check")).toContain("There is no Pod `web`");
    expect(await desk.type("exit")).toBe("left for the shell");
  });

  it("resumes from the progress file by replay", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    await desk.type("make web");
    const content = serializeProgress(recordSession(emptyProgress(), desk.state, 0));
    const parsed = parseProgress(content);
    const saved = parsed.kind === "ok" ? savedSession(parsed.progress, lesson()) : undefined;
    expect(saved).toBeDefined();
    const later = new Desk(lesson(), saved);
    const told = await later.put({ kind: "start", ...(saved && { saved }) });
    expect(told).toContain("you are where you left off");
    expect(told).toContain("How many Pods?");
    expect(await later.type("1")).toContain("[2/2]");
  });
});
