// What the validation of one value came to: its faults, and how much of the schema it met, by which the best of alternatives is found.

import type { Schema } from "../schema/schema.ts";

/** One rule that a value breaks. */
export interface Fault {
  readonly kind: "required" | "enum" | "too long" | "too many" | "type" | "other";
  /** As `spec.containers[0].image`; empty at the root. Undefined where the fault is told of the whole object. */
  readonly name: string | undefined;
  readonly message: string;
  readonly value?: unknown;
  /** What an enumeration allows. */
  readonly values?: readonly unknown[];
  /** The limit that is exceeded. */
  readonly max?: number;
}

export class Result {
  readonly faults: Fault[] = [];
  matches = 0;

  static of(...faults: readonly Fault[]): Result {
    const result = new Result();
    result.faults.push(...faults);
    return result;
  }

  get isValid(): boolean {
    return this.faults.length === 0;
  }

  add(fault: Fault): this {
    this.faults.push(fault);
    return this;
  }

  merge(other: Result): this {
    this.faults.push(...other.faults);
    this.matches += other.matches;
    return this;
  }

  met(): this {
    this.matches++;
    return this;
  }
}

/** Go's validator names what it found as a text. */
export function typeMismatch(name: string, wanted: string, value: string): Fault {
  return { kind: "type", name, value, message: `${name} in body must be of type ${wanted}: ${JSON.stringify(value)}` };
}

export function other(name: string, value: unknown, text: string): Fault {
  return { kind: "other", name, value, message: `${name} in body ${text}` };
}

/** The value before the write, where the two can be told to be the same one. */
export interface Correlated {
  readonly old: unknown;
}

export interface Validation {
  /** The faults of a part; what has not changed keeps its faults. */
  part(value: unknown, schema: Schema, path: string, before: Correlated | undefined): Result;
}
