import { describe, expect, it } from "vitest";
import { knownLessons, loadPlacement, nextItem, type Placement } from "../../src/tutor/placement.ts";

const question = (id: string, lessons: string) =>
  `{id: ${id}, ask: Is it?, options: [{text: a, correct: true}, {text: b, misconception: x}, {text: c, misconception: y}], lessons: [${lessons}]}`;
const text = `
format: k8s-tutor-placement/v1
tracks:
  - track: one
    questions: [${question("q1", "l1")}, ${question("q2", "l2")}, ${question("q3", "l2")}]
    task: {drill: d, lessons: [l1]}
  - track: two
    questions: [${question("q1", "l3")}]
  - track: three
    questions: [${question("q1", "l4")}]
`;

function placement(): Placement {
  const { value, problems } = loadPlacement("placement.yaml", text);
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join());
  return value;
}

/** Answers by a letter each: y is right. */
function asked(answers: string): { readonly keys: string[]; readonly known: readonly string[] } {
  const results: Record<string, boolean> = {};
  const keys: string[] = [];
  for (const letter of answers) {
    const item = nextItem(placement(), results);
    if (item === undefined) break;
    keys.push(item.key);
    results[item.key] = letter === "y";
  }
  return { keys, known: knownLessons(placement(), results) };
}

describe("the placement check", () => {
  it.each([
    ["yyyyyy", ["one/q1", "one/q2", "one/q3", "one/d", "two/q1", "three/q1"], ["l1", "l2", "l3", "l4"]],
    ["ynyyyy", ["one/q1", "one/q2", "one/q3", "two/q1", "three/q1"], ["l3", "l4"]],
    ["nnyyyy", ["one/q1", "one/q2", "two/q1", "three/q1"], ["l3", "l4"]],
    ["nnnnnn", ["one/q1", "one/q2", "two/q1"], []],
    ["yyynyy", ["one/q1", "one/q2", "one/q3", "one/d", "two/q1", "three/q1"], ["l2", "l3", "l4"]],
  ])("answered %s", (answers, keys, known) => {
    expect(asked(answers)).toEqual({ keys, known });
  });

  it("wants one right option for each question", () => {
    const { problems } = loadPlacement("placement.yaml", text.replace("{text: a, correct: true}", "{text: a}"));
    expect(problems[0]?.message).toContain("exactly one correct option");
  });
});
