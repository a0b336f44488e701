// Stands for the text of a lesson file: a tree of values that each know where they stand, so that every mistake has a line and column.

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

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

interface Entry {
  readonly key: Position;
  readonly value: Located;
}

/** Collects what is wrong with one file. */
export class Problems {
  readonly found: Problem[] = [];

  constructor(readonly file: string) {}

  add(at: Position, message: string): void {
    this.found.push({ file: this.file, line: at.line, column: at.column, message });
  }
}

export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}

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
  return locate(document.contents, (node) => {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    return { line, column: col };
  });

  function locate(node: Node, at: (node: Node) => Position): Located {
    const position = at(node);
    if (isAlias(node)) {
      const target = node.resolve(document);
      return target === undefined ? { ...position, kind: "scalar", value: null } : locate(target, at);
    }
    if (isSeq(node)) {
      return { ...position, kind: "list", items: node.items.map((item) => locate(item as Node, at)) };
    }
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }): [string, Entry] => {
        const keyAt = at(key as Node);
        const nothing: Located = { ...keyAt, kind: "scalar", value: null };
        return [
          isScalar(key) ? String(key.value) : String(key),
          { key: keyAt, value: value ? locate(value as Node, at) : nothing },
        ];
      });
      return { ...position, kind: "map", entries: new Map(entries) };
    }
    return { ...position, kind: "scalar", value: isScalar(node) ? scalarValue(node.value) : null };
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
