// What `lint` finds: a mistake, or something to think about, with its place in the file.

import type { Located, Position, Problem } from "../format/source.ts";
import type { Lesson } from "../lesson.ts";

export interface Finding extends Problem {
  readonly level: "error" | "warning";
}

/** A lesson with the tree that it was read from. */
export interface Specimen {
  readonly file: string;
  readonly lesson: Lesson;
  readonly document: Located;
}

export type Say = (at: Position, message: string, level?: Finding["level"]) => void;

/** Collects findings of one file. Several draws of one lesson find the same, which is told once. */
export class Findings {
  private readonly found = new Map<string, Finding>();

  constructor(private readonly file: string) {}

  readonly say: Say = ({ line, column }, message, level = "error") => {
    this.found.set(`${line}:${column}:${message}`, { file: this.file, line, column, message, level });
  };

  get all(): readonly Finding[] {
    return [...this.found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  }
}
