import { describe, expect, it } from "vitest";
import { formatProblem, Problems, parseSource, plainValue } from "../../src/tutor/format/source.ts";
import { loadEveryDraw, loadLesson, seedsOfLesson } from "../../src/tutor/load.ts";
import { drawDocument, isOfNames, seedsFor } from "../../src/tutor/pick.ts";
import { emptyProgress, recordSession, savedSeed, savedSession } from "../../src/tutor/progress.ts";
import { update } from "../../src/tutor/session.ts";
import { initialState } from "../../src/tutor/state.ts";

function source(text: string) {
  const problems = new Problems("f.yaml");
  const located = parseSource(text, problems);
  if (located === undefined) throw new Error(problems.found.map(formatProblem).join("\n"));
  return located;
}

function draw(text: string, seed: number): unknown {
  const problems = new Problems("f.yaml");
  const drawn = drawDocument(source(text), seed, problems);
  return drawn === undefined ? problems.found.map(formatProblem) : plainValue(drawn);
}

describe("drawing a document", () => {
  const one = (value: string, rest: string) => `pick: {it: [${value}]}\n${rest}`;

  it.each<[string, string, unknown]>([
    ["a scalar in a text", one("oak", 'say: "at ${{ it }}, ${{it}}"'), { say: "at oak, oak" }],
    ["a whole scalar keeps its type", one("3", "count: ${{ it }}"), { count: 3 }],
    [
      "a field",
      one("{id: a, port: 80}", "port: ${{ it.port }}\nurl: http://x:${{ it.port }}"),
      { port: 80, url: "http://x:80" },
    ],
    ["a deep field", one("{id: a, at: {x: [1, 2]}}", "v: ${{ it.at.x.1 }}"), { v: 2 }],
    ["a mapping", one("{id: a, at: {x: 1}}", "v: ${{ it.at }}"), { v: { x: 1 } }],
    ["a mapping in a text", one("{id: a, at: {x: 1}}", 'v: "-p ${{ it.at }}"'), { v: '-p {"x":1}' }],
    ["a key", one("web", '"${{ it }}.yaml": ok'), { "web.yaml": "ok" }],
    ["two placeholders that are the whole text", one("a", 'v: "${{ it }}${{ it }}"'), { v: "aa" }],
    [
      "several",
      'pick: {n: {choose: 2, of: [a, b]}}\nv: ${{ n }}\ns: "of ${{ n }}"\nfirst: ${{ n.0 }}',
      { v: ["a", "b"], s: "of a, b", first: "a" },
    ],
    [
      "items that stay and go",
      "pick: {n: {choose: 2, of: [{id: a}, {id: b}]}, m: [x]}\nl:\n  - {v: 1, only: {n: a}}\n  - {v: 2, only: {n: [b, a], m: x}}\n  - plain\n",
      { l: [{ v: 1 }, { v: 2 }, "plain"] },
    ],
    [
      "a value that speaks of one above it",
      'pick:\n  a: [maple]\n  b: [{id: x, say: "on ${{ a }}"}]\nv: ${{ b.say }}',
      { v: "on maple" },
    ],
  ])("fills in %s", (_name, text, expected) => {
    expect(draw(text, 1)).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ["pick: {a: [x]}\nv: ${{ b }}", ["f.yaml:2:4: `${{ b }}`: nothing is called `b` under `pick`. Known here: a."]],
    [
      "pick: {a: [{id: x, n: 1}]}\nv: ${{ a.m }}",
      ["f.yaml:2:4: `${{ a.m }}`: the value `x` has no `m`. Known here: id, n."],
    ],
    ["pick: {a: [x, y]}\nl:\n  - {v: 1, only: {a: z}}", ["f.yaml:3:22: `z` is no value of `a`. Known here: x, y."]],
    [
      "pick: {a: [x]}\nl: [{only: x}]",
      ["f.yaml:2:12: Expected a name from `pick` with the ids it goes with, as `only: {fruit: apple}`."],
    ],
    ["pick: {a: []}", ["f.yaml:1:11: There is nothing to choose from. Add values."]],
    ["pick: {a: [{n: 1}]}", ["f.yaml:1:12: A value is a text, a number, or a mapping with an `id`. Give it an `id`."]],
    ["pick: {a: [x, x]}", ["f.yaml:1:15: `x` stands here twice. Give each value its own id."]],
    [
      "pick: {a: {choose: 3, of: [x, y]}}",
      ["f.yaml:1:20: `choose` is a whole number from 1 to 2: so many values stand in `of`."],
    ],
    ["pick: {a b: [x]}", ["f.yaml:1:8: `a b` cannot be named in a placeholder. Use letters, digits, `-` and `_`."]],
    ["v: ${{ a }}", ["f.yaml:1:4: `${{ a }}`: nothing is called `a` under `pick`. There is nothing to name."]],
  ])("tells what is wrong with %j", (text, expected) => {
    expect(draw(text, 1)).toEqual(expected);
  });

  it("leaves nothing to the order of the picks, chooses all values about as often, and needs few seeds for them", () => {
    const text = "pick: {a: [x, y, z], n: {choose: 3, of: [1, 2, 3, 4, 5]}}\na: ${{ a }}\nn: ${{ n }}";
    const alone = "pick: {a: [x, y, z]}\na: ${{ a }}";
    const counts = new Map<unknown, number>();
    for (let seed = 1; seed <= 300; seed++) {
      const drawn = draw(text, seed) as { a: string; n: readonly number[] };
      expect(draw(alone, seed)).toEqual({ a: drawn.a });
      expect(new Set(drawn.n).size).toBe(3);
      for (const value of [drawn.a, ...drawn.n]) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const value of ["x", "y", "z"]) expect(counts.get(value)).toBeGreaterThan(75);
    for (const value of [1, 2, 3, 4, 5]) expect(counts.get(value)).toBeGreaterThan(150);
    expect(seedsFor(source(text))).toHaveLength(3);
    expect(seedsFor(source("v: 1"))).toEqual([]);
  });

  it("knows which picks only give names", () => {
    const names = "pick: {a: [x, y], b: [{id: p, at: 80}, {id: q, at: 81}], c: [u, w]}\nlist: [{v: 1, only: {c: u}}]";
    const more =
      "pick: {a: [kubectl get pods, y], b: [{id: p, at: {port: 80}}, {id: q}], c: {choose: 1, of: [u, w]}}\nv: 1";
    const namesIn = (text: string) => {
      const told: string[] = [];
      seedsFor(source(text), (pick) => {
        if (isOfNames(pick, source(text))) told.push(pick.name);
        return false;
      });
      return told;
    };
    expect(namesIn(names)).toEqual(["a", "b"]);
    expect(namesIn(more)).toEqual([]);
  });
});

const LESSON = `format: k8s-tutor/v1
id: small
title: A small lesson
track: pods
minutes: 8
level: beginner
pick:
  pod:
    - {id: web, image: nginx, count: 1}
    - {id: db, image: redis, count: 2}
  node: {choose: 1, of: [maple, oak]}
teaches: [pod.unit]
objectives: [Make a Pod]
intro: Hello.
steps:
  - id: make
    task: Make \${{ pod }} on \${{ node }}.
    checks:
      - {resource: "Pod/\${{ pod.id }}", count: "\${{ pod.count }}"}
    hints: [one, two, three]
    solutions:
      - {name: run, run: ["kubectl run \${{ pod.id }} --image=\${{ pod.image }}"]}
      - {name: other, only: {pod: db}, run: [kubectl create deployment db]}
    why: Because.
quiz:
  - id: q1
    ask: Which?
    options: [{text: This, correct: true}, {text: That one, misconception: that}, {text: None, misconception: none}]
    explain: So.
review: [{id: r1, front: F, back: B, concept: pod.unit}]
`.replace("${{ pod }} on", "${{ pod.id }} on");

describe("a lesson with pick", () => {
  it("is the one that its seed makes", () => {
    const seeds = seedsOfLesson(LESSON);
    expect(seeds).toHaveLength(2);
    const lessons = seeds.map((seed) => loadLesson("pods/small.yaml", LESSON, seed).value);
    expect(lessons.map((lesson) => lesson?.seed)).toEqual(seeds);
    expect(new Set(lessons.map((lesson) => lesson?.steps[0]?.task)).size).toBe(2);
    expect(lessons.map((lesson) => lesson?.steps[0]?.solutions.length).sort()).toEqual([1, 2]);
  });

  it("is loaded with all that can be chosen", () => {
    expect(loadEveryDraw("pods/small.yaml", LESSON).value?.map(({ chosen }) => chosen.join(" + "))).toEqual([
      "pod: web + node: maple",
      "pod: web + node: oak",
      "pod: db + node: maple",
      "pod: db + node: oak",
    ]);
  });

  it.each<[string, string, string, readonly string[]]>([
    [
      "names the value that brings a slip",
      "{name: other, only: {pod: db}, run: [kubectl create deployment db]}",
      "{name: run, only: {pod: db}, run: [kubectl create deployment db]}",
      ["pods/small.yaml:23:9: There is a solution `run` already. Give each its own id. (With pod: db.)"],
    ],
    [
      "stands where the value stands",
      "count: 2}",
      "count: many}",
      ["pods/small.yaml:10:37: Expected a whole number, found `many`. (With pod: db.)"],
    ],
    [
      "that all values bring names none",
      "minutes: 8",
      "minutes: soon",
      ["pods/small.yaml:5:10: Expected a whole number, found `soon`."],
    ],
  ])("%s", (_name, from, to, expected) => {
    expect(LESSON).toContain(from);
    const { problems } = loadEveryDraw("pods/small.yaml", LESSON.replace(from, to));
    expect(problems.map(formatProblem)).toEqual(expected);
  });

  it("with more choices than are looked at in full is loaded with each value once", () => {
    const many = LESSON.replace("choose: 1, of: [maple, oak]", "choose: 3, of: [maple, a, b, c, d, e, oak]").replace(
      "on ${{ node }}",
      "on ${{ node.0 }}",
    );
    const draws = loadEveryDraw("pods/small.yaml", many).value ?? [];
    expect(draws).toHaveLength(7);
    expect(new Set(draws.flatMap(({ chosen }) => chosen)).size).toBe(9);
  });

  it("is drawn anew by reset, and only what was drawn with the same seed is gone on with", () => {
    const drawn = (seed: number) => {
      const { value } = loadLesson("pods/small.yaml", LESSON, seed);
      if (value === undefined) throw new Error("the lesson does not load");
      return value;
    };
    const state = initialState(drawn(7));
    const said = update(state, { kind: "start" }).effects.map((effect) => JSON.stringify(effect));
    expect(said.filter((effect) => effect.includes("--seed"))).toHaveLength(1);
    const reset = { kind: "line", at: 0, text: "reset yes", isCommand: false } as const;
    expect(update(state, reset).effects).toEqual([{ kind: "leave", to: "again" }]);
    const progress = recordSession(emptyProgress(), state, 0);
    expect(savedSeed(progress, "small")).toBe(7);
    expect(savedSession(progress, drawn(7))?.lesson.seed).toBe(7);
    expect(savedSession(progress, drawn(8))).toBeUndefined();
  });
});
