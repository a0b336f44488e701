// What find asks of a file.

import type { FileInfo } from "../../files.ts";
import type { Doing } from "../../reading.ts";

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

export function compareSigned(value: number, wanted: number, spec: string): boolean {
  return spec.startsWith("+") ? value > wanted : spec.startsWith("-") ? value < wanted : value === wanted;
}

export function sizeTest(spec: string): Test {
  const match = /^[-+]?(\d+)([ckMGb]?)$/.exec(spec);
  const unit = { c: 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3, b: 512, "": 512 }[match?.[2] ?? ""] ?? 512;
  return ({ info }) => compareSigned(Math.ceil(info.size / unit), Number(match?.[1] ?? 0), spec);
}
