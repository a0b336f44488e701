import { describe, expect, it } from "vitest";
import { testLesson } from "../../src/tutor/lesson-test/test-lesson.ts";
import { readingGrade } from "../../src/tutor/lesson-text.ts";
import { loadLesson } from "../../src/tutor/load.ts";
import { emptyState, fakeWorld, pod, type Shell } from "./fake-world.ts";

const shell: Shell = (command, state) => {
  const [verb, name = ""] = command.split(" ");
  if (verb !== "make" && verb !== "hatch") return { exitCode: 127, stderr: `sh: ${verb}: not found\n` };
  const born = state.now + (verb === "hatch" ? 3000 : 0);
  state.objects.push(pod({ name, ready: verb === "make" }));
  state.later.push([
    born,
    (later) => {
      later.objects = later.objects.filter((object) => object.metadata.name !== name).concat(pod({ name }));
    },
  ]);
  return {};
};

function lessonWith(step: string, rest = "") {
  const text = `format: k8s-tutor/v1
id: small
title: A small lesson
track: pods
minutes: 8
level: beginner
teaches: [pod.unit]
objectives: [Make a Pod]
intro: Welcome.${rest}
steps:
  - id: make
    task: Make web.
    checks: [{title: web, resource: Pod/web, where: ready(obj)}]
    hints: [first, second, third]
    feedback: [{id: typo, when: {resource: Pod/wbe}, say: Read it aloud.}]
    why: So.
${step}
quiz:
  - id: q1
    ask: Which?
    options: [{text: This, correct: true}, {text: That, misconception: a}, {text: Neither, misconception: b}]
    explain: So.
review: [{id: r1, front: F, back: B, concept: pod.unit}]
`;
  const { value, problems } = loadLesson("pods/small.yaml", text);
  if (value === undefined) throw new Error(JSON.stringify(problems));
  return value;
}

async function findings(step: string, rest?: string): Promise<readonly string[]> {
  const report = await testLesson(lessonWith(step, rest), async () => fakeWorld(emptyState(), shell));
  expect(report.passed).toBe(report.failures.length === 0);
  return report.failures.map(({ step: at, subject, reason }) => `${at ?? "-"}: ${subject}: ${reason}`);
}

describe("testing a lesson", () => {
  it("is content with a good one, also when the cluster takes its time", async () => {
    expect(
      await findings(
        "    solutions: [{name: a, run: [make web]}, {name: b, run: [hatch web]}]\n    counterexamples: [{name: slip, run: [make wbe], feedback: typo}]",
      ),
    ).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      "a solution that does not pass",
      "    solutions: [{name: a, run: [make wbe]}]",
      "make: solution a: it does not pass: web: There is a Pod `wbe`: one letter away from `web`. Compare the names.",
    ],
    [
      "a solution whose command fails",
      "    solutions: [{name: a, run: [mkae web]}]",
      "make: solution a: `mkae web` ended with exit code 127: sh: mkae: not found",
    ],
    [
      "a counter-example that passes",
      "    solutions: [{name: a, run: [make web]}]\n    counterexamples: [{name: x, run: [make web]}]",
      "make: counter-example x: it passes, and must not",
    ],
    [
      "a counter-example without its feedback",
      "    solutions: [{name: a, run: [make web]}]\n    counterexamples: [{name: x, run: [make foo], feedback: typo}]",
      "make: counter-example x: the feedback `typo` did not appear; none did.",
    ],
  ])("tells %s", async (_, step, expected) => {
    expect((await findings(step)).join("\n")).toContain(expected);
  });

  it("tells a step that passes by itself", async () => {
    const lesson = lessonWith("    solutions: [{name: a, run: [make web]}]");
    const state = emptyState([pod({ name: "web" })]);
    const report = await testLesson(lesson, async () => fakeWorld(state, shell));
    expect(report.failures.map(({ reason }) => reason)).toContain("the step passes before anything is done");
  });

  it("tries one step only, where asked to", async () => {
    const two = lessonWith(`    solutions: [{name: a, run: [mkae web]}]
  - id: more
    task: Make more.
    checks: [{title: more, resource: Pod/more}]
    hints: [first, second, third]
    why: So.
    solutions: [{name: a, run: [make more]}, {name: b, run: [make less]}]`);
    const report = await testLesson(two, async () => fakeWorld(emptyState([pod({ name: "web" })]), shell), {
      step: "more",
    });
    expect(report.failures.map(({ step, subject }) => `${step}: ${subject}`)).toEqual(["more: solution b"]);
  });

  it("measures texts", async () => {
    const long = ` ${"word ".repeat(160)}`;
    const found = (await findings("    solutions: [{name: a, run: [make web]}]", long)).join("\n");
    expect(found).toContain("-: intro: 161 words, at most 150");
    expect(found).toContain("a sentence has more than 25 words");
    expect(readingGrade("The cat sat on the mat. It was fat.")).toBeLessThan(3);
    expect(
      readingGrade("Consequently, institutional heterogeneity necessitates interdepartmental reconciliation."),
    ).toBeGreaterThan(15);
  });
});
