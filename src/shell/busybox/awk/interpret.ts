// Runs a program of awk: BEGIN, then its rules for every record of the input, then END.

import type { Input } from "../../process.ts";
import { type Doing, LineReader } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { Executor } from "./execute.ts";
import { AwkState } from "./state.ts";
import type { AwkProgram, Rule } from "./syntax.ts";
import { InputText, type Value } from "./value.ts";

export class AwkRun {
  private readonly state: AwkState;
  private readonly executor: Executor;

  constructor(host: Run, program: AwkProgram) {
    this.state = new AwkState(host, program);
    this.executor = new Executor(this.state);
  }

  setVariable(name: string, value: Value): void {
    this.state.setVariable(name, value);
  }

  *run(files: readonly string[]): Doing<number> {
    let status = 0;
    let isOver = false;
    for (const rule of this.rules("BEGIN")) if (!isOver) isOver = yield* this.exits(rule);
    if (!isOver && this.rules("main").length + this.rules("END").length > 0) status = yield* this.readFiles(files);
    for (const rule of this.rules("END")) if (yield* this.exits(rule)) break;
    this.executor.closeOutputs();
    return this.state.exitCode || status;
  }

  private rules(kind: Rule["kind"]): Rule[] {
    return this.state.program.rules.filter((rule) => rule.kind === kind);
  }

  private *exits({ body }: Rule): Doing<boolean> {
    return body !== undefined && (yield* this.executor.execute(body))?.how === "exit";
  }

  /** The status that unreadable files leave. */
  private *readFiles(files: readonly string[]): Doing<number> {
    const { host } = this.state;
    const inputs = files.filter((file) => !this.assignOperand(file));
    let status = 0;
    let isOver = false;
    for (const file of inputs.length === 0 ? ["-"] : inputs) {
      const input = host.open(file, (reason) => `${file}: ${reason}`);
      if (input === undefined) status = 2;
      else isOver = yield* this.readFile(file, input, isOver);
    }
    return status;
  }

  private assignOperand(file: string): boolean {
    const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(file);
    if (match !== null) this.state.setVariable(match[1] ?? "", new InputText(match[2] ?? ""));
    return match !== null;
  }

  private *readFile(name: string, input: Input, wasOver: boolean): Doing<boolean> {
    const { host, variables, record } = this.state;
    variables.setGlobal("FILENAME", name === "-" ? "" : name);
    variables.setGlobal("FNR", 0);
    const reader = new LineReader(input);
    let isOver = wasOver;
    for (let line = yield* reader.next(); line !== undefined && !isOver; line = yield* reader.next()) {
      record.read(line);
      isOver = yield* this.mainRules(this.rules("main"));
      if (!input.readable.ready) yield* host.flush();
    }
    return isOver;
  }

  /** True when the program is to end. */
  private *mainRules(rules: readonly Rule[]): Doing<boolean> {
    const { host, record } = this.state;
    for (const rule of rules) {
      if (!(yield* this.selects(rule))) continue;
      if (rule.body === undefined) host.print(`${record.text}\n`);
      else {
        const leave = yield* this.executor.execute(rule.body);
        if (leave?.how === "exit") return true;
        if (leave?.how === "next") return false;
      }
    }
    yield* host.work(0.001);
    return false;
  }

  private *selects(rule: Rule): Doing<boolean> {
    const { evaluator } = this.executor;
    if (rule.from === undefined) return true;
    if (rule.to === undefined) return yield* evaluator.truth(rule.from);
    if (!rule.active) {
      if (!(yield* evaluator.truth(rule.from))) return false;
      rule.active = true;
    }
    if (yield* evaluator.truth(rule.to)) rule.active = false;
    return true;
  }
}
