import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/terminal/markdown.ts";
import { createStyler } from "../../src/terminal/style.ts";
import type { Effect, Input } from "../../src/tutor/effect.ts";
import { isPassed, judgeStep } from "../../src/tutor/judge.ts";
import { english } from "../../src/tutor/language/english.ts";
import type { Lesson } from "../../src/tutor/lesson.ts";
import { loadLesson } from "../../src/tutor/load.ts";
import type { Message } from "../../src/tutor/message.ts";
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
import { parseWord } from "../../src/tutor/words.ts";
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
  ended: Message | undefined;
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
    if (effect.kind === "print" && effect.message.kind === "done") this.ended = effect.message;
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

  it("lets who repairs look round before there are hints, and gives in to who insists", async () => {
    const desk = new Desk(lesson(TEXT.replace("steps:", "problemFirst: {time: 3m, attempts: 2}\nsteps:")));
    await desk.put({ kind: "start" });
    expect(await desk.type("hint")).toContain("Look round first");
    expect(await desk.type("hint")).toBe("Hint 1 of 3:\n  first");
    await desk.type("make web");
    await desk.type("1");
    expect(await desk.type("hint")).toContain("Look round first");
    await desk.type("look");
    await desk.type("look");
    expect(await desk.type("hint")).toContain("Hint 1 of 3");
  });

  it("gives hints at once where the step says so, and after a while", async () => {
    const first = TEXT.replace("steps:", "problemFirst: true\nsteps:");
    const desk = new Desk(lesson(first));
    await desk.put({ kind: "start" });
    desk.at += 180_000;
    expect(await desk.type("hint")).toContain("Hint 1 of 3");
    const other = new Desk(lesson(first.replace("hints: [first", "problemFirst: false\n    hints: [first")));
    await other.put({ kind: "start" });
    expect(await other.type("hint")).toContain("Hint 1 of 3");
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
    expect(await desk.type("break it")).toContain("That changed nothing yet.");
    await desk.type("make one\nand two");
    expect(await desk.type("undo")).toContain("Taken back: `make one …`.");
    const told = await desk.type("undo");
    expect(told).toContain("Taken back");
    expect(told).not.toContain("aloud");
  });

  it("takes an option for an answer, even where a program has that name", async () => {
    const asked = TEXT.replace(
      `{id: how, ask: How many Pods?, answer: ["1", one]}`,
      "{id: how, ask: Is it there?, options: [look, away], answer: look}",
    );
    const desk = new Desk(lesson(asked));
    await desk.put({ kind: "start" });
    expect(await desk.type("look")).toContain("`look` is no command. If it is your answer: look first");
    expect(await desk.type("make web")).toContain("Is it there?");
    expect(await desk.type("perhaps")).toContain("Answer with a number from 1 to 2.");
    expect(await desk.type("away")).toContain("`away` is not it.");
    expect(await desk.type("look")).toContain("[1/2] Done.");
  });

  it("runs a program that has the name of an answer, unless just that is expected to the question that was asked", async () => {
    const asks = TEXT.replace('answer: ["1", one]', 'answer: {matches: "(the )?image"}')
      .replace('{id: how, equals: "2"}', '{id: how, matches: ".*(look|remove).*"}')
      .replace(
        "say: Count again.}",
        'say: Count again.}\n      - {id: any, when: {answer: {id: how, matches: ".*"}}, say: Read it.}',
      );
    const desk = new Desk(lesson(asks));
    await desk.put({ kind: "start" });
    expect(await desk.type("look")).toBe("");
    expect(await desk.type("make web")).toContain("How many Pods?");
    expect(await desk.type("look")).toContain("Count again.");
    expect(await desk.type("`look`")).toContain("Count again.");
    // More than the word is the program; and of some words nothing in particular was expected.
    expect(await desk.type("look round")).toBe("");
    expect(await desk.type("make")).not.toContain("Read it.");
    expect(await desk.type("labels")).toContain("Read it.");
    expect(await desk.type("image")).toContain("[1/2] Done.");
  });

  it("tells the lesson's story and goals again to who asks, and leaves other help to the shell", async () => {
    const desk = new Desk(lesson());
    const first = await desk.put({ kind: "start" });
    expect(await desk.type("help")).toMatch(/this list; `help lesson` tells again\s+what the\s+lesson/);
    const told = await desk.type("help lesson");
    expect(told).toContain("Welcome to the city.");
    expect(told).toContain("Make a Pod");
    expect(first.startsWith(told)).toBe(true);
    expect(parseWord("help cd")).toBeUndefined();
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

  it("takes back what kubectl edit did in one go, with the file that its editor wrote", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    await desk.put({ kind: "file-written", at: desk.at, path: "/tmp/kubectl-edit-12.yaml", content: "a: b" });
    await desk.type("make web");
    expect(await desk.type("undo")).toContain("Taken back: `make web`.");
    expect(await desk.type("undo")).toContain("nothing");
    expect(await desk.type("redo")).toContain("Done again: `make web`.");
  });

  it("takes an option that is also a word of the tutor's for the answer, once it has asked", async () => {
    const verbs = TEXT.replace('answer: ["1", one]', "options: [get, list, watch], answer: list").replace(
      'equals: "2"',
      "equals: get",
    );
    const desk = new Desk(lesson(verbs.replaceAll('how: "1"', "how: list")));
    await desk.put({ kind: "start" });
    await desk.type("make web");
    expect(await desk.type("list")).toContain("[1/2] Done.");
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

  it("tells at the end which steps were done, in their order", async () => {
    const desk = new Desk(lesson());
    await desk.put({ kind: "start" });
    for (const line of ["skip", "make web", "remove web"]) await desk.type(line);
    const shown = desk.seen.findLast((line) => line.endsWith(") This")) ?? "";
    await desk.type(shown.trim()[0] ?? "");
    expect(desk.state.phase).toBe("done");
    expect(desk.ended).toMatchObject({ skipped: 1, solo: 1, isDone: [false, true] });
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
