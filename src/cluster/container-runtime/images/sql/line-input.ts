// Lines for a client that somebody may be typing at: with prompts, arrow keys, and Ctrl-C that only drops what was typed.

import type { Process } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";

export type Line =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "interrupted" }
  | { readonly kind: "end" };

export class LineInput {
  private buffer = "";
  private isInterrupted = false;
  private isAtEnd = false;

  constructor(private readonly process: Process) {
    if (process.stdin.isTerminal) process.onSignal("SIGINT", () => (this.isInterrupted = true));
  }

  *next(prompt: string): Doing<Line> {
    const { stdin, stdout } = this.process;
    const { terminal } = stdin;
    if (stdin.isTerminal) stdout.write(prompt);
    if (terminal !== undefined) terminal.isEditing = true;
    try {
      for (;;) {
        const end = this.buffer.indexOf("\n");
        if (end >= 0) {
          const text = this.buffer.slice(0, end);
          this.buffer = this.buffer.slice(end + 1);
          return { kind: "line", text };
        }
        if (this.isInterrupted) {
          this.isInterrupted = false;
          return { kind: "interrupted" };
        }
        const part = this.isAtEnd ? undefined : stdin.read();
        if (part === undefined) return this.rest();
        this.buffer += part;
        if (part === "") yield { until: [stdin.readable] };
      }
    } finally {
      if (terminal !== undefined) terminal.isEditing = false;
    }
  }

  private rest(): Line {
    this.isAtEnd = true;
    const text = this.buffer;
    this.buffer = "";
    return text === "" ? { kind: "end" } : { kind: "line", text };
  }
}
