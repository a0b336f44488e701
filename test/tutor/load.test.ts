import { describe, expect, it } from "vitest";
import { loadCourse } from "../../src/tutor/course.ts";
import { formatProblem } from "../../src/tutor/format/source.ts";
import { loadLesson } from "../../src/tutor/load.ts";

const GOOD = `format: k8s-tutor/v1
id: small
title: A small lesson
track: pods
minutes: 8
level: beginner
teaches: [pod.unit]
objectives: [Make a Pod]
intro: Hello.
steps:
  - id: make
    task: Make web.
    checks:
      - resource: Pod/web
        where: ready(obj)
    questions:
      - {id: how, ask: How many?, answer: "1"}
    hints: [one, two, three]
    feedback:
      - {id: typo, when: {resource: Pod/wbe}, say: A slip.}
    solutions:
      - {name: run, run: [kubectl run web --image=nginx, {answer: {how: "1"}}]}
    counterexamples:
      - {name: slip, run: [kubectl run wbe --image=nginx], feedback: typo}
    why: Because.
quiz:
  - id: q1
    ask: Which?
    options:
      - {text: This, correct: true}
      - {text: That one here, misconception: that}
      - {text: None, misconception: none}
    explain: So.
review:
  - {id: r1, front: F, back: B, concept: pod.unit}
`;

function problemsOf(text: string, file = "pods/small.yaml"): readonly string[] {
  return loadLesson(file, text).problems.map(formatProblem);
}

function change(from: string, to: string): string {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, to);
}

describe("loading a lesson", () => {
  it("takes a good one", () => {
    const { value, problems } = loadLesson("pods/small.yaml", GOOD);
    expect(problems).toEqual([]);
    expect(value?.steps[0]?.questions?.[0]?.answer).toEqual({ equals: ["1"] });
  });

  it.each<[string, string, string]>([
    [
      "an unknown key",
      change("minutes: 8", "minuts: 8"),
      "pods/small.yaml:5:1: The key `minuts` is not known here. Did you mean `minutes`?",
    ],
    [
      "a missing key",
      change("level: beginner\n", ""),
      "pods/small.yaml:1:1: `level` is missing here: for whom. Add `level:` with one of `beginner`, `intermediate`, `advanced`.",
    ],
    [
      "a wrong type",
      change("minutes: 8", "minutes: soon"),
      "pods/small.yaml:5:10: Expected a whole number, found `soon`.",
    ],
    [
      "a list where a text belongs",
      change("intro: Hello.", "intro: [Hello]"),
      "pods/small.yaml:9:8: Expected text (Markdown), found a list.",
    ],
    [
      "two hints",
      change("[one, two, three]", "[one, two]"),
      "pods/small.yaml:18:12: Expected a list of exactly 3, found 2. Add what is missing.",
    ],
    [
      "an unknown check",
      change("- resource: Pod/web\n        where: ready(obj)", "- resorce: Pod/web"),
      "pods/small.yaml:14:9: `resorce` is not a check. Did you mean `resource`? A check is one of resource, endpoints,",
    ],
    [
      "two checks in one",
      change("when: {resource: Pod/wbe}", "when: {resource: Pod/wbe, event: {reason: X}}"),
      "pods/small.yaml:20:26: A check asks one thing; found resource and event. Put them under `all:` as a list.",
    ],
    [
      "CEL that does not parse",
      change("ready(obj)", "ready(obj"),
      "pods/small.yaml:15:16: The CEL expression `ready(obj` does not compile at character 10:",
    ],
    [
      "a name that CEL does not know",
      change("ready(obj)", "pod.ready"),
      "pods/small.yaml:15:16: The CEL expression `pod.ready` does not compile at character 1: Unknown variable: pod.",
    ],
    [
      "CEL that is no condition",
      change("ready(obj)", "restarts(obj)"),
      "gives a value of type int; write a comparison",
    ],
    [
      "a duplicate key",
      change("minutes: 8", "minutes: 8\nminutes: 9"),
      "pods/small.yaml:6:1: This is not valid YAML: Map keys must be unique. Give each key once; put both values into one.",
    ],
    ["an open bracket", change("[one, two, three]", "[one, two, three"), "This is not valid YAML:"],
    [
      "a duplicate step id",
      change("quiz:\n", `${GOOD.slice(GOOD.indexOf("  - id: make"), GOOD.indexOf("quiz:"))}quiz:\n`),
      "There is a step `make` already. Give each its own id.",
    ],
    [
      "a reference to feedback that is not there",
      change("feedback: typo}", "feedback: slip}"),
      "pods/small.yaml:24:70: No feedback of this step has the id `slip`. Known: typo.",
    ],
    [
      "an answer to an unknown question",
      change("when: {resource: Pod/wbe}", 'when: {answer: {id: who, equals: "3"}}'),
      "No question of this step has the id `who`. Add it to `questions`, or correct the id.",
    ],
    [
      "a solution that leaves a question open",
      change(', {answer: {how: "1"}}', ""),
      "pods/small.yaml:22:9: This solution leaves the question `how` open.",
    ],
    [
      "a command as what passes",
      change("- resource: Pod/web\n        where: ready(obj)", "- command: {starts: kubectl run}"),
      "pods/small.yaml:14:9: `command` may stand in feedback only",
    ],
    [
      "an unknown kind",
      change("- resource: Pod/web", "- resource: pods/web"),
      "pods/small.yaml:14:19: `pods` is not a kind that lessons know. Did you mean `Pod`?",
    ],
    [
      "a bad duration",
      change("where: ready(obj)", "where: ready(obj)\n        within: 1 minute"),
      "pods/small.yaml:16:17: Expected a duration such as `30s` or `2m`, found `1 minute`.",
    ],
    [
      "a bad regular expression",
      change("- resource: Pod/web\n        where: ready(obj)", "- file: {path: a, contains: '('}"),
      "is not a regular expression",
    ],
    [
      "path and where together",
      change("where: ready(obj)", "where: ready(obj)\n        path: .status.phase"),
      "Use either `where` or `path`, not both.",
    ],
    [
      "a comparison without a path",
      change("where: ready(obj)", "equals: Running"),
      "`equals` compares a field: add `path`.",
    ],
    [
      "an action that does two things",
      change("run: [kubectl run wbe --image=nginx]", "run: [{run: a, advance: 3s}]"),
      "An action does one thing; found run and advance.",
    ],
    [
      "two right options",
      change("misconception: that", "correct: true"),
      "pods/small.yaml:30:7: A quiz question has exactly one correct option; this one has 2.",
    ],
    [
      "a distractor without its belief",
      change(", misconception: that", ""),
      "pods/small.yaml:31:9: A wrong option names the belief behind it.",
    ],
    [
      "a card about something else",
      change("concept: pod.unit", "concept: pod.life"),
      "`pod.life` is not among the lesson's `teaches`.",
    ],
    [
      "an id that is not the file's name",
      change("id: small", "id: tiny"),
      "pods/small.yaml:2:5: The id is `tiny`, but the file is called `small.yaml`. Rename one of them.",
    ],
    ["an empty file", "", "pods/small.yaml:1:1: The file is empty. Start it with `format: k8s-tutor/v1`."],
  ])("tells %s with line and column", (_, text, expected) => {
    expect(problemsOf(text).join("\n")).toContain(expected);
  });

  it("tells all mistakes at once, in order", () => {
    const text = change("minutes: 8", "minutes: soon")
      .replace("ready(obj)", "ready(")
      .replace("[one, two, three]", "[one]");
    expect(problemsOf(text).map((line) => line.split(":")[1])).toEqual(["5", "15", "18"]);
  });
});

describe("loading a course", () => {
  const order = (lessons: string) =>
    `format: k8s-tutor-course/v1\ntitle: C\ntracks: [{id: pods, title: Pods, lessons: [${lessons}]}]\n`;

  it("checks the references between lessons", () => {
    const other = GOOD.replace("id: small", "id: other").replace("level:", "requires: [small]\nlevel:");
    const circular = GOOD.replace("level:", "requires: [other]\nlevel:");
    const files = new Map([
      ["course.yaml", order("small, ghost")],
      ["pods/small.yaml", circular],
      ["pods/other.yaml", other],
    ]);
    const text = loadCourse(files).problems.map(formatProblem).join("\n");
    expect(text).toContain("course.yaml:3:51: There is no lesson `ghost`. Take it out");
    expect(text).toContain("The lesson `other` is in no track of course.yaml");
    expect(text).toContain("pods/small.yaml:6:11: `requires` goes in a circle back to `small`");
  });

  it("names the lesson that was meant", () => {
    const files = new Map([
      ["course.yaml", order("smal")],
      ["pods/small.yaml", GOOD.replace("level:", "requires: [smalll]\nlevel:")],
    ]);
    const text = loadCourse(files).problems.map(formatProblem).join("\n");
    expect(text).toContain("There is no lesson `smal`. Did you mean `small`?");
    expect(text).toContain(
      "pods/small.yaml:6:12: `requires` names `smalll`, which is not a lesson. Did you mean `small`?",
    );
  });

  it("keeps a broken lesson out, and the others in", () => {
    const files = new Map([
      ["course.yaml", order("small, other")],
      ["pods/small.yaml", GOOD],
      ["pods/other.yaml", "id: [\n"],
    ]);
    const { course, problems } = loadCourse(files);
    expect([...course.lessons.keys()]).toEqual(["small"]);
    expect(problems.every(({ file }) => file !== "pods/small.yaml")).toBe(true);
  });
});
