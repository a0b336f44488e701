// The flags of one run: what was given, else the fallbacks, read by name and kind.

import { type Flag, type FlagValue, zeroValue } from "./flag.ts";

export class FlagValues {
  private readonly given = new Map<string, FlagValue>();

  constructor(readonly declared: ReadonlyMap<string, Flag>) {}

  set(flag: Flag, value: FlagValue): void {
    this.given.set(flag.name, value);
  }

  /** True when the flag was given on the command line. */
  changed(name: string): boolean {
    return this.given.has(name);
  }

  /** What was given, in the order of the command line. */
  inOrder(): readonly (readonly [name: string, value: FlagValue])[] {
    return [...this.given];
  }

  has(name: string): boolean {
    return this.declared.has(name);
  }

  get(name: string): FlagValue {
    const flag = this.declared.get(name);
    if (flag === undefined) throw new Error(`the flag --${name} is not declared`);
    return this.given.get(name) ?? zeroValue(flag);
  }

  bool(name: string): boolean {
    return this.get(name) === true;
  }

  string(name: string): string {
    return String(this.get(name));
  }

  int(name: string): number {
    return Number(this.get(name));
  }

  /** Milliseconds. */
  duration(name: string): number {
    return Number(this.get(name));
  }

  strings(name: string): readonly string[] {
    const value = this.get(name);
    if (typeof value !== "object") throw new Error(`the flag --${name} is no list`);
    return value;
  }
}
