// The variables of a running program of awk: the globals, the arrays, and the parameters of the functions being called.

import { InputText, toText, type Value } from "./value.ts";

export type AwkArray = Map<string, Value>;

/** The parameters of one call; arrays are handed on by reference. */
export interface Frame {
  readonly values: Map<string, Value>;
  readonly arrays: Map<string, AwkArray>;
}

export class Variables {
  private readonly globals = new Map<string, Value>([
    ["FS", " "],
    ["OFS", " "],
    ["ORS", "\n"],
    ["SUBSEP", "\x1c"],
    ["NR", 0],
    ["NF", 0],
    ["FNR", 0],
    ["RSTART", 0],
    ["RLENGTH", -1],
    ["OFMT", "%.6g"],
    ["CONVFMT", "%.6g"],
  ]);
  private readonly arrays = new Map<string, AwkArray>();
  private readonly frames: Frame[] = [];

  constructor(environment: Readonly<Record<string, string>>) {
    const entries = Object.entries(environment).map(([name, value]): [string, Value] => [name, new InputText(value)]);
    this.arrays.set("ENVIRON", new Map(entries));
  }

  get(name: string): Value {
    const frame = this.frames.at(-1);
    return frame?.values.has(name) ? frame.values.get(name) : this.globals.get(name);
  }

  /** True when it set a global, and no parameter of that name. */
  set(name: string, value: Value): boolean {
    const frame = this.frames.at(-1);
    const isParameter = frame?.values.has(name) === true;
    (isParameter ? frame.values : this.globals).set(name, value);
    return !isParameter;
  }

  global(name: string): Value {
    return this.globals.get(name);
  }

  globalText(name: string): string {
    return toText(this.globals.get(name));
  }

  setGlobal(name: string, value: Value): void {
    this.globals.set(name, value);
  }

  array(name: string): AwkArray {
    const frame = this.frames.at(-1);
    const local = frame?.arrays.get(name);
    if (local !== undefined) return local;
    const scope = frame?.values.has(name) === true ? frame.arrays : this.arrays;
    let found = scope.get(name);
    if (found === undefined) {
      found = new Map();
      scope.set(name, found);
    }
    return found;
  }

  isGlobalArray(name: string): boolean {
    return this.arrays.has(name);
  }

  get callDepth(): number {
    return this.frames.length;
  }

  enter(frame: Frame): void {
    this.frames.push(frame);
  }

  leave(): void {
    this.frames.pop();
  }
}
