// Executes the statements of awk.

import { openOutput } from "../../open.ts";
import type { Output } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import { Evaluator } from "./evaluate.ts";
import { format } from "./format.ts";
import type { AwkState } from "./state.ts";
import type { LeaveWord, Statement } from "./syntax.ts";
import { InputText, toNumber, toText } from "./value.ts";

/** Set when a statement ends more than itself. */
export type Leave = { readonly how: LeaveWord };

export class Executor {
  private readonly state: AwkState;
  private readonly outputs = new Map<string, Output>();
  readonly evaluator: Evaluator;

  constructor(state: AwkState) {
    this.state = state;
    this.evaluator = new Evaluator(state, (body) => this.execute(body));
  }

  *execute(statement: Statement): Doing<Leave | undefined> {
    yield* this.state.host.work(0.0005);
    switch (statement.kind) {
      case "block":
        return yield* this.block(statement.body);
      case "expression":
        yield* this.evaluator.evaluate(statement.value);
        return undefined;
      case "print":
        yield* this.print(statement);
        return undefined;
      case "if": {
        const branch = (yield* this.evaluator.truth(statement.test)) ? statement.yes : statement.no;
        return branch === undefined ? undefined : yield* this.execute(branch);
      }
      case "loop":
        return yield* this.loop(statement);
      case "for in":
        return yield* this.forIn(statement);
      case "delete":
        yield* this.delete(statement);
        return undefined;
      case "leave":
        return yield* this.leave(statement);
    }
  }

  closeOutputs(): void {
    for (const output of this.outputs.values()) output.close();
  }

  private *block(body: readonly Statement[]): Doing<Leave | undefined> {
    for (const inner of body) {
      const leave = yield* this.execute(inner);
      if (leave !== undefined) return leave;
    }
    return undefined;
  }

  private *loop({ start, test, step, body, testsLast }: Statement & { kind: "loop" }): Doing<Leave | undefined> {
    if (start !== undefined) yield* this.execute(start);
    for (let first = true; ; first = false) {
      const skipsTest = first && testsLast;
      if (!skipsTest && test !== undefined && !(yield* this.evaluator.truth(test))) return undefined;
      const leave = yield* this.execute(body);
      if (leave?.how === "break") return undefined;
      if (leave !== undefined && leave.how !== "continue") return leave;
      if (step !== undefined) yield* this.execute(step);
    }
  }

  private *forIn({ variable, array, body }: Statement & { kind: "for in" }): Doing<Leave | undefined> {
    for (const key of [...this.state.variables.array(array).keys()]) {
      this.state.setVariable(variable, new InputText(key));
      const leave = yield* this.execute(body);
      if (leave?.how === "break") return undefined;
      if (leave !== undefined && leave.how !== "continue") return leave;
    }
    return undefined;
  }

  private *delete({ name, keys }: Statement & { kind: "delete" }): Doing<void> {
    const array = this.state.variables.array(name);
    if (keys === undefined) array.clear();
    else array.delete(yield* this.evaluator.key(keys));
  }

  private *leave({ how, value: expression }: Statement & { kind: "leave" }): Doing<Leave> {
    const value = expression === undefined ? undefined : yield* this.evaluator.evaluate(expression);
    if (how === "return") this.state.result = value;
    if (how === "exit" && value !== undefined) this.state.exitCode = toNumber(value) & 255;
    return { how };
  }

  private *print(statement: Statement & { kind: "print" }): Doing<void> {
    const text = yield* this.printed(statement);
    if (statement.target === undefined) this.state.host.print(text);
    else this.output(yield* this.evaluator.text(statement.target), statement.append).write(text);
  }

  private *printed({ args, isFormat }: Statement & { kind: "print" }): Doing<string> {
    const { variables, record } = this.state;
    const values = yield* this.evaluator.values(args);
    if (isFormat) return format(values);
    const line = values.length === 0 ? record.text : values.map(toText).join(variables.globalText("OFS"));
    return line + variables.globalText("ORS");
  }

  /** A file stays open from its first print to the end. */
  private output(name: string, append: boolean): Output {
    const known = this.outputs.get(name);
    if (known !== undefined) return known;
    const output = openOutput(this.state.host.process, name, { append });
    this.outputs.set(name, output);
    return output;
  }
}
