import { describe, expect, it } from "vitest";
import { judgeConcepts, loadConcepts } from "../../../src/tutor/concepts.ts";
import { english } from "../../../src/tutor/language/english.ts";
import { coverageOf } from "../../../src/tutor/lesson-test/coverage.ts";
import { plainWords, rewrites, rewritten } from "../../../src/tutor/lesson-test/rewrite.ts";
import { testLesson } from "../../../src/tutor/lesson-test/test-lesson.ts";
import { everyPair, everySolution } from "../../../src/tutor/lesson-test/ways.ts";
import { loadLesson } from "../../../src/tutor/load.ts";
import { emptyState, type FakeState, fakeWorld, pod, type Shell } from "../fake-world.ts";

// A small town: `make NAME` builds a Pod, `drop NAME` takes it away, `need NAME` wants it to be there (and nothing under a curse).
const shell: Shell = (command, state) => {
  const [verb, name = ""] = command.replace(/^kubectl -n default /, "kubectl ").split(" ");
  if (verb === "make") state.objects.push(pod({ name }));
  else if (verb === "drop") state.objects = state.objects.filter((object) => object.metadata.name !== name);
  else if (verb === "curse") state.names.push({ at: 0, from: "laptop", name, outcome: "timeout", addresses: [] });
  else if (verb === "need") {
    const isThere = state.objects.some((object) => object.metadata.name === name);
    return { exitCode: isThere && state.names.length === 0 ? 0 : 1 };
  } else if (verb === "ring") state.files.set("bell", String(state.now));
  else if (verb === "answer") {
    if (state.now - Number(state.files.get("bell") ?? 0) < 10_000) state.objects.push(pod({ name }));
  } else if (command === "kubectl run web --image=nginx") state.objects.push(pod({ name: "web" }));
  else return { exitCode: 127, stderr: `sh: ${verb}: not found\n` };
  return {};
};

const TAIL = `
quiz:
  - id: q1
    ask: Which?
    options: [{text: This, correct: true}, {text: That, misconception: a}, {text: Neither, misconception: b}]
    explain: So.
review: [{id: r1, front: F, back: B, concept: pod.unit}]
`;

function lessonOf(steps: string) {
  const head =
    "format: k8s-tutor/v1\nid: small\ntitle: Small\ntrack: pods\nminutes: 8\nlevel: beginner\nteaches: [pod.unit]\nobjectives: [Make a Pod]\nintro: Welcome.\nsteps:";
  const { value, problems } = loadLesson("pods/small.yaml", `${head}${steps}${TAIL}`);
  if (value === undefined) throw new Error(JSON.stringify(problems));
  return value;
}

function step(id: string, body: string): string {
  return `\n  - {id: ${id}, task: Do it., hints: [first, second, third], why: So., ${body}}`;
}

async function found(steps: string, state: () => FakeState = emptyState): Promise<string> {
  const report = await testLesson(lessonOf(steps), async () => fakeWorld(state(), shell));
  const all = [...report.failures, ...report.warnings.filter(({ subject }) => subject !== "minutes")];
  return all.map(({ step: at, subject, reason }) => `${at}: ${subject}: ${reason}`).join("\n");
}

const WEB = "{resource: Pod/web, where: ready(obj)}";

describe("a lesson is proven", () => {
  it("without a finding when it is good", async () => {
    const steps = step("one", `checks: [${WEB}], solutions: [{name: a, run: [make web]}]`);
    expect(await found(steps)).toBe("");
  });

  it.each<[string, string, string]>([
    [
      "a step that depends on how an earlier one was solved",
      step(
        "one",
        `checks: [{resource: {kind: Pod}, count: {min: 1}}], solutions: [{name: a, run: [make web]}, {name: b, run: [make shop]}]`,
      ) +
        step(
          "two",
          "checks: [{resource: Pod/more}], solutions: [{name: a, run: [need web, make more]}, {name: b, run: [need web, make more]}]",
        ),
      "two: solution b: with solution 2 of the steps: `need web` ended with exit code 1",
    ],
    [
      "a solution that depends on haste",
      step("one", `checks: [${WEB}], solutions: [{name: a, run: [ring it, answer web]}]`),
      "one: solution a: with 60 s between the commands: it does not pass",
    ],
    [
      "a step whose `ensure` leads nowhere",
      step("one", `checks: [${WEB}], solutions: [{name: a, run: [make web]}]`) +
        step(
          "two",
          `ensure: [drop web], checks: [{resource: Pod/more}], solutions: [{name: a, run: [need web, make more]}]`,
        ),
      "two: solution a: coming back by `ensure`: `need web` ended with exit code 1",
    ],
    [
      "a command that may not be said in other words",
      step("one", `checks: [${WEB}], solutions: [{name: a, run: [kubectl run web --image=nginx]}]`),
      "one: solution a: with `k` for kubectl: `k run web --image=nginx` ended with exit code 127",
    ],
    [
      "a check that nothing would miss",
      step("one", `checks: [{resource: Pod/web}, ${WEB}], solutions: [{name: a, run: [make web]}]`),
      "one: check 1: it could be dropped unnoticed",
    ],
    [
      "a wrong attempt that leaves no way on",
      step("zero", "checks: [{resource: Pod/seed}], solutions: [{name: a, run: [make seed]}]") +
        step(
          "one",
          `checks: [${WEB}], solutions: [{name: a, run: [need seed, make web]}], counterexamples: [{name: x, run: [drop seed]}]`,
        ) +
        step(
          "two",
          "ensure: [need web], checks: [{resource: Pod/more}], solutions: [{name: a, run: [make more]}], counterexamples: [{name: y, run: [drop more]}]",
        ),
      "one: counter-example x: afterwards nobody can `skip` to the next step",
    ],
    [
      "a last change that is not needed",
      step("one", `checks: [${WEB}], solutions: [{name: a, run: [make web, make more]}]`),
      "one: solution a: it passes before `make more`; who takes that back by `undo` is sent on at once",
    ],
    [
      "a question that takes anything for an answer",
      step(
        "one",
        `checks: [${WEB}], questions: [{id: why, ask: Why?, answer: {matches: ".*"}}], solutions: [{name: a, run: [make web, {answer: {why: So}}]}]`,
      ),
      'one: question why: the answer "?" is taken for right',
    ],
    [
      "feedback that holds before anything is done",
      step(
        "one",
        `checks: [${WEB}], solutions: [{name: a, run: [make web]}], feedback: [{id: f, when: {not: ${WEB}}, say: Try again.}]`,
      ),
      "one: feedback f: it holds as the step begins",
    ],
  ])("with a finding for %s", async (_, steps, expected) => {
    expect(await found(steps)).toContain(expected);
  });

  it.each([
    [
      "curse it",
      "Try again.",
      ["afterwards no solution works, whatever is put back by hand; let its feedback name `undo`"],
    ],
    ["curse it", "Only `undo` helps.", []],
    ["drop seed", "Try again.", []],
  ])("thoroughly: after `%s` (%s)", async (run, say, expected) => {
    const steps =
      step("zero", "checks: [{resource: Pod/seed}], solutions: [{name: a, run: [make seed]}]") +
      step(
        "one",
        `checks: [${WEB}], solutions: [{name: a, run: [need seed, make web]}], feedback: [{id: f, when: {not: ${WEB}}, say: ${JSON.stringify(say)}}], counterexamples: [{name: x, run: [${run}], feedback: f}]`,
      );
    const { warnings } = await testLesson(lessonOf(steps), async () => fakeWorld(emptyState(), shell), {
      isThorough: true,
    });
    expect(warnings.filter(({ subject }) => subject === "counter-example x").map(({ reason }) => reason)).toEqual(
      expected,
    );
  });

  it("with a finding for a step that everything deleted would solve", async () => {
    const steps = step(
      "one",
      "checks: [{not: {resource: {kind: Pod, selector: app=web}, any: true, where: '!ready(obj)'}}], solutions: [{name: a, run: [drop web, make web]}]",
    );
    const sick = () => emptyState([pod({ name: "web", ready: false, labels: { app: "web" } })]);
    const destructive: Shell = (command, state) => {
      if (!/^kubectl delete pods? /i.test(command)) return shell(command, state);
      state.objects = [];
      return {};
    };
    const report = await testLesson(lessonOf(steps), async () => fakeWorld(sick(), destructive));
    expect(report.failures.map(({ reason }) => reason)).toContain("it passes when all Pods are deleted, and must not");
  });

  it("with a finding for checks that change the cluster, or do not say the same twice", async () => {
    const steps = step("one", `checks: [${WEB}], solutions: [{name: a, run: [make web]}]`);
    let revision = 0;
    const report = await testLesson(lessonOf(steps), async () => {
      const world = fakeWorld(emptyState(), shell);
      const read: typeof world.read = async (request) => {
        if (request.path === "/api/v1/namespaces")
          return { kind: "object", status: 200, body: { metadata: { resourceVersion: String(revision) } } };
        revision++;
        return world.read(request);
      };
      return Object.create(world, { read: { value: read } });
    });
    expect(report.failures.map(({ reason }) => reason)).toContain("they change the cluster");
  });

  it("with a finding for texts that do not fit, and for hints that are no commands", async () => {
    const steps = `\n  - {id: one, task: Do it., hints: [first, second, "\`kubectl frob it\`"], why: So., checks: [${WEB}], solutions: [{name: a, run: [make web]}]}`;
    const typesetter = {
      width: 4,
      plain: true,
      texts: english,
      markdown: (text: string) => [text],
      style: (_: string, text: string) => text,
      mark: () => "*",
    };
    const { failures } = await testLesson(lessonOf(steps), async () => fakeWorld(emptyState(), shell), {
      papers: [{ name: "4 columns", typesetter, widthOf: (line) => line.length }],
      faultOf: async (line) => (line.includes("frob") ? "kubectl has no `frob`" : undefined),
    });
    const texts = failures.map(({ subject, reason }) => `${subject}: ${reason}`).join("\n");
    expect(texts).toContain("hint 3: `kubectl frob it` is no command: kubectl has no `frob`");
    expect(texts).toContain("intro: at 4 columns a line is wider than the terminal");
  });

  it("by the third hint's commands where the step says that they are enough", async () => {
    const steps = `\n  - {id: one, task: Do it., runnable: true, hints: [first, second, "\`kubectl run wbe --image=nginx\`"], why: So., checks: [${WEB}], solutions: [{name: a, run: [make web]}]}`;
    expect(await found(steps)).toContain("by the commands of the third hint");
  });
});

describe("the same in other words", () => {
  const say = (name: string, command: string) => {
    const rewrite = Object.entries(rewrites()).find(([said]) => said.includes(name))?.[1];
    if (rewrite === undefined) throw new Error(name);
    const [action] = rewritten([{ kind: "run", command, expectError: false }], rewrite, "default");
    return action?.kind === "run" ? action.command : "";
  };
  it.each<[string, string, string]>([
    ["short names", "kubectl get pods web", "kubectl get po web"],
    ["short names", "kubectl logs deployment/web -- deployment/web", "kubectl logs deploy/web -- deployment/web"],
    ["short names", "kubectl run pod --image=nginx", "kubectl run pod --image=nginx"],
    ["flags", "kubectl run web --image=nginx --env A=1", "kubectl run web --image nginx --env=A=1"],
    ["namespace", "kubectl get pods", "kubectl -n default get pods"],
    ["namespace", "kubectl apply -f a.yaml", "kubectl apply -f a.yaml"],
    ["`k`", "kubectl get pods", "k get pods"],
    [
      "dry run",
      "kubectl run web --image=nginx -- sleep 5",
      "kubectl run web --image=nginx --dry-run=client -o yaml -- sleep 5 | kubectl apply -f -",
    ],
    ["dry run", "kubectl run web --rm -it --image=nginx", "kubectl run web --rm -it --image=nginx"],
    [
      "patch",
      "kubectl label pod web env=dev old-",
      `kubectl patch pod web --type=merge -p '{"metadata":{"labels":{"env":"dev","old":null}}}'`,
    ],
    ["`k`", "kubectl get pods | head", "kubectl get pods | head"],
  ])("%s: %s", (name, command, expected) => {
    expect(say(name, command)).toBe(expected);
  });

  it("knows a plain command", () => {
    expect(plainWords(`kubectl patch pod web -p '{"a": 1}'`)).toEqual([
      "kubectl",
      "patch",
      "pod",
      "web",
      "-p",
      `'{"a": 1}'`,
    ]);
    expect(plainWords("kubectl get pods > out")).toBeUndefined();
    expect(plainWords("kubectl delete $(kubectl get pods -o name)")).toBeUndefined();
  });
});

describe("ways through a lesson", () => {
  it("take every solution, and every pair of them", () => {
    expect(everySolution([2, 1, 3])).toEqual([
      [0, 0, 0],
      [1, 0, 1],
      [0, 0, 2],
    ]);
    const pairs = new Set(everyPair([2, 3, 2], 50).map((chain) => chain.slice(0, 2).join()));
    expect(pairs.size).toBe(6);
    expect(everyPair([9, 9], 5)).toHaveLength(5);
  });
});

describe("coverage", () => {
  it("tells what lessons use", () => {
    const steps = step(
      "one",
      `checks: [${WEB}], solutions: [{name: a, run: ["kubectl run web --image=nginx:1.27 -- sh -c 'x --y'", "kubectl create configmap a"]}]`,
    );
    const { kinds, images, commands, flags } = coverageOf([lessonOf(steps)]);
    expect(Object.keys(kinds)).toEqual(["Pod"]);
    expect(images).toEqual({ "nginx:1.27": ["small"] });
    expect(Object.keys(commands)).toEqual(["create configmap", "run"]);
    expect(Object.keys(flags)).toEqual(["run --image"]);
  });

  it("tells which rows no lesson covers", () => {
    const { concepts, problems } = loadConcepts(
      "concepts.yaml",
      "format: k8s-tutor-concepts/v1\nconcepts:\n  - {id: a, text: A, lessons: [small]}\n  - {id: b, text: B, deliberately-not: no}\n  - {id: c, text: C}\n  - {id: d, text: D, lessons: [ghost]}\n".replace(
        "not: no",
        "not: not ours",
      ),
    );
    expect(problems).toEqual([]);
    expect(judgeConcepts(concepts, new Set(["small"])).map(({ state }) => state)).toEqual([
      "covered",
      "deliberately not",
      "uncovered",
      "uncovered",
    ]);
  });
});
