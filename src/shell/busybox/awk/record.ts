// The record that awk is at, $0, and its fields, which are kept in step with each other and with NF.

import type { Patterns } from "./patterns.ts";
import { toNumber } from "./value.ts";
import type { Variables } from "./variables.ts";

export class CurrentRecord {
  private readonly variables: Variables;
  private readonly patterns: Patterns;
  private fields: string[] = [];
  text = "";

  constructor(variables: Variables, patterns: Patterns) {
    this.variables = variables;
    this.patterns = patterns;
  }

  /** Goes on to the next line of the input. */
  read(line: string): void {
    for (const counter of ["NR", "FNR"])
      this.variables.setGlobal(counter, toNumber(this.variables.global(counter)) + 1);
    this.set(line);
  }

  set(text: string): void {
    this.text = text;
    this.fields = this.patterns.split(text, this.variables.globalText("FS"));
    this.variables.setGlobal("NF", this.fields.length);
  }

  field(index: number): string | undefined {
    return index === 0 ? this.text : this.fields[Math.floor(index) - 1];
  }

  setField(index: number, text: string): void {
    if (index === 0) {
      this.set(text);
      return;
    }
    while (this.fields.length < index) this.fields.push("");
    this.fields[index - 1] = text;
    this.rebuild();
  }

  /** What an assignment to NF does. */
  resize(count: number): void {
    while (this.fields.length < count) this.fields.push("");
    this.fields.length = Math.max(0, count);
    this.rebuild();
  }

  private rebuild(): void {
    this.text = this.fields.join(this.variables.globalText("OFS"));
    this.variables.setGlobal("NF", this.fields.length);
  }
}
