// A part of `npm run fuzz` for every check: whatever goes into our kubectl, kubectl's kind of answer comes out.

import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { program, packageRoot as root } from "../cli/program.ts";
import { allVerbs } from "./fuzz/command-lines.ts";
import { type Fault, fuzzCommandLines, fuzzManifests, readGood } from "./fuzz/fuzz.ts";
import { usualArguments } from "./fuzz/usual-arguments.ts";

const options = {
  seed: 1,
  files: join(root, "test/parity/corpus/files"),
  schemaFolder: join(dirname(program), "../dist/schema"),
};

it("knows a good line of every command", async () => {
  const paths = (await allVerbs()).map(({ words }) => words.join(" "));
  expect(paths.filter((path) => usualArguments[path] === undefined)).toEqual([]);
});

it("knows a good object of every kind that can be created", () => {
  const { objects, schema } = readGood(options);
  const kinds = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  expect(kinds.size).toBeGreaterThan(60);
  expect(
    objects.filter(({ apiVersion, kind }) => schema.kind(`${apiVersion}`, `${kind}`) === undefined).length,
  ).toBeLessThan(4);
});

it("survives odd command lines", { timeout: 60_000 }, async () => {
  expect((await fuzzCommandLines({ ...options, count: 2000 })).map(textOf)).toEqual([]);
});

it("survives broken manifests", { timeout: 60_000 }, async () => {
  expect((await fuzzManifests({ ...options, count: 500 })).map(textOf)).toEqual([]);
});

function textOf({ what, input, output }: Fault): string {
  return `${what}\n${input}\n${output}`;
}
