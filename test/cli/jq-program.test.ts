import { expect, test } from "vitest";
import { plainDeletions } from "../../src/cli/jq-program.ts";

const cases: readonly [program: string, plain: string][] = [
  [".items | length", ".items | length"],
  ["del(.a)", "del(.a)"],
  ["del(.a, .b.c) | .d", "(del(.a) | del(.b.c)) | .d"],
  ["del(..|.x?)", 'walk(if type == "object" then del(.x) else . end)'],
  ["del(..|.x?,.y?)", 'walk(if type == "object" then (del(.x) | del(.y)) else . end)'],
  ['del(.c[] | select(.n == "a)"))', '(.c |= map(select((.n == "a)") | not)))'],
  ['"del(.a,.b)"', '"del(.a,.b)"'],
  ["model(.a,.b)", "model(.a,.b)"],
  ["del(.a", "del(.a"],
];

test.each(cases)("%s becomes %s", (program, plain) => {
  expect(plainDeletions(program)).toBe(plain);
});
