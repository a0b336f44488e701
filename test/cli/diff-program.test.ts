import { expect, test } from "vitest";
import { normalDiff } from "../../src/cli/diff-program.ts";

const cases: readonly [before: string, after: string, diff: string][] = [
  ["a\nb\nc\n", "a\nB\nc\n", "2c2\n< b\n---\n> B\n"],
  ["a\nb\n", "a\nx\ny\nb\n", "1a2,3\n> x\n> y\n"],
  ["a\nb\nc\n", "c\n", "1,2d0\n< a\n< b\n"],
  ["a\nb\nc\nd\n", "x\nb\nc\n", "1c1\n< a\n---\n> x\n4d3\n< d\n"],
  ["", "a\n", "0a1\n> a\n"],
];

test.each(cases)("%j and %j", (before, after, diff) => {
  expect(normalDiff(before, after)).toBe(diff);
});
