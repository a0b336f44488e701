// What find asks of a file.

import type { FileInfo } from "../../files.ts";
import { matchPattern } from "../../pattern.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export interface Found {
  readonly path: string;
  readonly name: string;
  readonly info: FileInfo;
}

export type Test = (found: Found) => boolean | Doing<boolean>;

export function* ask(test: Test, found: Found): Doing<boolean> {
  const answer = test(found);
  return typeof answer === "boolean" ? answer : yield* answer;
}

/** The tests that take a value, by name. */
export const testsOfValue: Readonly<Record<string, (value: string, run: Run) => Test>> = {
  "-name": (pattern) => (found) => matchPattern(pattern, found.name),
  "-iname": (pattern) => (found) => matchPattern(pattern.toLowerCase(), found.name.toLowerCase()),
  "-path": (pattern) => (found) => matchPattern(pattern, found.path),
  "-type": (letter) => {
    const type = { f: "file", d: "directory", l: "symlink" }[letter];
    return ({ info }) => info.type === type;
  },
  "-size": sizeTest,
  "-mmin": (spec, run) => ageTest(spec, 60_000, run),
  "-mtime": (spec, run) => ageTest(spec, 86_400_000, run),
  "-newer": (operand, run) => {
    const other = run.files.stat(run.path(operand)).modifiedAt;
    return ({ info }) => info.modifiedAt > other;
  },
  "-perm": permissionTest,
};

export function emptyTest(run: Run): Test {
  return ({ info, path }) =>
    info.type === "directory" ? run.files.list(run.path(path)).length === 0 : info.size === 0;
}

function sizeTest(spec: string): Test {
  const match = /^[-+]?(\d+)([ckMGb]?)$/.exec(spec);
  const unit = { c: 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3, b: 512, "": 512 }[match?.[2] ?? ""] ?? 512;
  return ({ info }) => compareSigned(Math.ceil(info.size / unit), Number(match?.[1] ?? 0), spec);
}

function ageTest(spec: string, unitMs: number, run: Run): Test {
  const count = Number(spec.replace(/^[-+]/, ""));
  const now = run.process.machine.now();
  return ({ info }) => compareSigned(Math.floor((now - info.modifiedAt) / unitMs), count, spec);
}

function permissionTest(mode: string): Test {
  const bits = Number.parseInt(mode.replace(/^[-/]/, ""), 8);
  if (mode.startsWith("-")) return ({ info }) => (info.mode & bits) === bits;
  if (mode.startsWith("/")) return ({ info }) => (info.mode & bits) !== 0;
  return ({ info }) => info.mode === bits;
}

function compareSigned(value: number, wanted: number, spec: string): boolean {
  return spec.startsWith("+") ? value > wanted : spec.startsWith("-") ? value < wanted : value === wanted;
}
