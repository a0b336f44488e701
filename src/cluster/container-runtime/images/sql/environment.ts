// What a statement may ask of the session that it runs in.

import type { Flavor } from "./lex.ts";

export interface Environment {
  readonly flavor: Flavor;
  readonly user: string;
  readonly database: string | undefined;
  readonly version: string;
  readonly hostname: string;
  readonly address: string;
  readonly nowMs: number;
  random(): number;
  nextValue(sequence: string, at: number): number;
  setValue(sequence: string, value: number, isCalled: boolean, at: number): void;
}
