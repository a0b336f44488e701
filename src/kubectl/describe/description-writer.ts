// Collects the lines of a description: levels are two blanks each, tabs end the cells that are aligned at the end.

import { alignCells } from "./tab-writer.ts";

export class DescriptionWriter {
  private aligned = "";
  private pending = "";

  /** Writes text as it is behind the blanks of its level. */
  write(level: number, text: string): void {
    this.pending += "  ".repeat(level) + visible(text);
  }

  line(level: number, text: string): void {
    this.write(level, `${text}\n`);
  }

  /** `Label:` and its value in the next column. */
  field(level: number, label: string, value: unknown): void {
    this.line(level, `${label}:\t${String(value)}`);
  }

  /** Ends all columns: what follows is aligned by itself. */
  flush(): void {
    this.aligned += alignCells(this.pending);
    this.pending = "";
  }

  text(): string {
    this.flush();
    return this.aligned;
  }

  /** With its tabs as they are: what `rollout` shows of templates is not aligned. */
  rawText(): string {
    return this.pending;
  }
}

/** The writer as seen from a deeper level. */
export interface LevelWriter {
  write(level: number, text: string): void;
  line(level: number, text: string): void;
  field(level: number, label: string, value: unknown): void;
}

export function nestedWriter(writer: LevelWriter, depth: number): LevelWriter {
  return {
    write: (level, text) => writer.write(level + depth, text),
    line: (level, text) => writer.line(level + depth, text),
    field: (level, label, value) => writer.field(level + depth, label, value),
  };
}

// Text of the cluster must not steer the learner's terminal.
function visible(text: string): string {
  return text.replaceAll("\u001b", "^[").replaceAll("\r", "\\r");
}
