// All that a running program of awk remembers.

import type { Run } from "../applet.ts";
import { Patterns } from "./patterns.ts";
import { CurrentRecord } from "./record.ts";
import type { AwkProgram } from "./syntax.ts";
import { toNumber, type Value } from "./value.ts";
import { Variables } from "./variables.ts";

export class AwkState {
  readonly host: Run;
  readonly program: AwkProgram;
  readonly variables: Variables;
  readonly patterns: Patterns;
  readonly record: CurrentRecord;
  /** What the function being called has returned. */
  result: Value;
  exitCode = 0;
  seed = 0;

  constructor(host: Run, program: AwkProgram) {
    this.host = host;
    this.program = program;
    this.variables = new Variables(host.process.env);
    this.patterns = new Patterns(host);
    this.record = new CurrentRecord(this.variables, this.patterns);
  }

  setVariable(name: string, value: Value): void {
    if (this.variables.set(name, value) && name === "NF") this.record.resize(toNumber(value));
  }
}
