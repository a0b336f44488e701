// Stands for the text of a lesson file: a tree of values that each know where they stand, so that every mistake has a line and column.

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { unseenIn, withoutUnseen } from "./unseen.ts";

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Position {
  readonly file: string;
  /** What is wrong, what was expected, what to do: whole sentences. */
  readonly message: string;
}

/** A value of the file. */
export type Located = Position &
  (
    | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
    | { readonly kind: "list"; readonly items: readonly Located[] }
    | { readonly kind: "map"; readonly entries: ReadonlyMap<string, Entry> }
  );

export interface Entry {
  readonly key: Position;
  readonly value: Located;
}

/** Collects what is wrong with one file. */
export class Problems {
  readonly found: Problem[] = [];

  constructor(readonly file: string) {}

  add(at: Position, message: string): void {
    // Messages quote the file, and are shown on a terminal.
    this.found.push({ file: this.file, line: at.line, column: at.column, message: withoutUnseen(message) });
  }
}

export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** A lesson of an hour has some five thousand values. Aliases can make millions of a few lines. */
const MOST_VALUES = 50_000;
const DEEPEST = 60;

/** Parses YAML; undefined (with problems added) when it is not YAML. */
export function parseSource(text: string, problems: Problems): Located | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    // What comes after the first mistake is read with its consequences, and would be told a hundred times.
    const { line, col } = lines.linePos(error.pos[0]);
    problems.add({ line, column: col }, `This is not valid YAML: ${sentence(error.message)} ${remedyFor(error.code)}`);
    return undefined;
  }
  if (document.contents === null) {
    problems.add({ line: 1, column: 1 }, "The file is empty. Start it with `format: k8s-tutor/v1`.");
    return undefined;
  }
  const before = problems.found.length;
  let values = 0;
  const located = locate(document.contents, (node) => {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    return { line, column: col };
  });
  return problems.found.length > before ? undefined : located;

  function locate(node: Node, at: (node: Node) => Position, depth = 0): Located {
    const position = at(node);
    values++;
    if (values > MOST_VALUES || depth > DEEPEST) return tooMuch(position, depth);
    if (isAlias(node)) {
      const target = node.resolve(document);
      return target === undefined ? { ...position, kind: "scalar", value: null } : locate(target, at, depth + 1);
    }
    if (isSeq(node)) {
      return { ...position, kind: "list", items: node.items.map((item) => locate(item as Node, at, depth + 1)) };
    }
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }): [string, Entry] => {
        const keyAt = at(key as Node);
        const nothing: Located = { ...keyAt, kind: "scalar", value: null };
        if (isScalar(key)) mustBeSeen(key.value, keyAt);
        return [
          isScalar(key) ? String(key.value) : String(key),
          { key: keyAt, value: value ? locate(value as Node, at, depth + 1) : nothing },
        ];
      });
      return { ...position, kind: "map", entries: new Map(entries) };
    }
    const value = isScalar(node) ? scalarValue(node.value) : null;
    mustBeSeen(value, position);
    return { ...position, kind: "scalar", value };
  }

  function tooMuch(position: Position, depth: number): Located {
    // Told once: what else aliases repeat is as much too much.
    if (problems.found.length === before)
      problems.add(
        position,
        depth > DEEPEST
          ? `Values stand inside each other more than ${DEEPEST} deep here. Do not let an alias (\`*name\`) name what it stands in.`
          : `With its aliases (\`*name\`) the file has more than ${MOST_VALUES} values. Write out what is meant, and less of it.`,
      );
    return { ...position, kind: "scalar", value: null };
  }

  function mustBeSeen(value: unknown, position: Position): void {
    const unseen = typeof value === "string" ? unseenIn(value) : undefined;
    if (unseen !== undefined)
      problems.add(
        position,
        `This text holds ${unseen}, which is no text to read. Take it out; programs can print it by \`printf\`.`,
      );
    if (value === "__proto__") problems.add(position, "`__proto__` cannot be a name here. Take another.");
  }
}

/** The plain value without positions. */
export function plainValue(located: Located): unknown {
  if (located.kind === "scalar") return located.value;
  if (located.kind === "list") return located.items.map(plainValue);
  return Object.fromEntries([...located.entries].map(([key, entry]) => [key, plainValue(entry.value)]));
}

function scalarValue(value: unknown): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : String(value);
}

function sentence(message: string): string {
  const first = message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? message;
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function remedyFor(code: string): string {
  if (code === "DUPLICATE_KEY") return "Give each key once; put both values into one.";
  if (code === "TAB_AS_INDENT") return "Indent with spaces.";
  if (code === "BAD_INDENT" || code === "MISSING_CHAR")
    return "Check the indentation, and that every bracket and quote is closed.";
  return "Check this line and the one before it.";
}
