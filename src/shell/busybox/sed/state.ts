// What sed has at hand between two commands: its pattern space and hold space, and where in the input it is.

import type { FileTree } from "../../files.ts";
import type { Doing, LineReader } from "../../reading.ts";
import type { Run } from "../applet.ts";

export class SedState {
  private readonly run: Run;
  readonly emit: (text: string) => void;
  pattern = "";
  hold = "";
  lineNumber = 0;
  /** True once something was replaced in this line, until a branch has asked. */
  substituted = false;
  /** What follows this line in the output. */
  readonly appended: string[] = [];
  private ahead: string | undefined;
  private lastEnded = true;

  constructor(run: Run, emit: (text: string) => void) {
    this.run = run;
    this.emit = emit;
  }

  get isAtLastLine(): boolean {
    return this.ahead === undefined;
  }

  get files(): FileTree {
    return this.run.files;
  }

  path(operand: string): string {
    return this.run.path(operand);
  }

  /** Reads ahead by one line, so that `$` is known. */
  *open(reader: LineReader): Doing<void> {
    this.ahead = yield* reader.next();
  }

  *take(reader: LineReader, append: boolean): Doing<void> {
    const line = this.ahead ?? "";
    this.ahead = yield* reader.next();
    this.lastEnded = this.ahead !== undefined || reader.lastLineEnded;
    this.pattern = append ? `${this.pattern}\n${line}` : line;
    this.lineNumber++;
  }

  /** Prints the pattern space; a last line without a newline stays so. */
  put(): void {
    this.emit(this.lastEnded || this.ahead !== undefined ? `${this.pattern}\n` : this.pattern);
  }

  flushAppended(): void {
    for (const text of this.appended.splice(0)) this.emit(`${text}\n`);
  }
}
