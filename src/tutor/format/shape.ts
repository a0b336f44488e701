// Shapes say what may stand in a lesson file. One shape both reads a value (with positions for mistakes) and is its JSON Schema,
// so the loader and the editors' schema cannot disagree.

import { closest } from "./slip.ts";
import { type Located, type Problems, plainValue } from "./source.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Shape<T> {
  /** In a sentence: "expected a list". */
  readonly expected: string;
  readonly schema: JsonSchema;
  /** The value, or undefined after adding at least one problem. */
  read(node: Located, problems: Problems): T | undefined;
}

export interface Field<T> {
  readonly shape: Shape<T>;
  readonly required: boolean;
  readonly about: string;
}

export type Fields<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> };

export function required<T>(shape: Shape<T>, about: string): Field<T> {
  return { shape, required: true, about };
}

export function optional<T>(shape: Shape<T>, about: string): Field<T> {
  return { shape, required: false, about };
}

export function text(expected = "text"): Shape<string> {
  return {
    expected,
    schema: { type: ["string", "number", "boolean"] },
    read: (node, problems) => {
      // An answer like 404 or an id like 007 is text to the author, whatever YAML thinks.
      if (node.kind === "scalar" && node.value !== null) return String(node.value);
      return mismatch(node, problems, expected);
    },
  };
}

/** Text that must look like `pattern`. */
export function word(pattern: RegExp, expected: string): Shape<string> {
  return {
    expected,
    // What a placeholder will stand for no editor can know.
    schema: { type: "string", pattern: `${pattern.source}|\\$\\{\\{` },
    read: (node, problems) => {
      if (node.kind === "scalar" && typeof node.value === "string" && pattern.test(node.value)) return node.value;
      return mismatch(node, problems, expected);
    },
  };
}

export function integer(expected = "a whole number"): Shape<number> {
  return {
    expected,
    schema: { type: "integer" },
    read: (node, problems) =>
      node.kind === "scalar" && Number.isInteger(node.value)
        ? (node.value as number)
        : mismatch(node, problems, expected),
  };
}

export function flag(): Shape<boolean> {
  const expected = "true or false";
  return {
    expected,
    schema: { type: "boolean" },
    read: (node, problems) =>
      node.kind === "scalar" && typeof node.value === "boolean" ? node.value : mismatch(node, problems, expected),
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): Shape<T> {
  const expected = values.length === 1 ? `\`${values[0]}\`` : `one of ${values.map((v) => `\`${v}\``).join(", ")}`;
  return {
    expected,
    schema: { enum: values },
    read: (node, problems) => {
      const found = values.find((value) => node.kind === "scalar" && node.value === value);
      return found ?? mismatch(node, problems, expected);
    },
  };
}

/** Anything YAML can say; for manifests and values to compare with. */
export function anything(): Shape<unknown> {
  return { expected: "a value", schema: {}, read: (node) => plainValue(node) };
}

export function list<T>(item: Shape<T>, size: { exactly?: number; min?: number; max?: number } = {}): Shape<T[]> {
  const { min = size.exactly ?? 0, max = size.exactly } = size;
  const amount = size.exactly !== undefined ? `exactly ${size.exactly}` : min > 0 ? `at least ${min}` : "";
  const expected = amount === "" ? "a list" : `a list of ${amount}`;
  return {
    expected,
    schema: {
      type: "array",
      items: item.schema,
      ...(min > 0 ? { minItems: min } : {}),
      ...(max ? { maxItems: max } : {}),
    },
    read: (node, problems) => {
      if (node.kind !== "list") return mismatch(node, problems, expected);
      if (node.items.length < min || (max !== undefined && node.items.length > max)) {
        problems.add(
          node,
          `Expected ${expected}, found ${node.items.length}. ${node.items.length < min ? "Add what is missing" : "Take some out"}.`,
        );
        return undefined;
      }
      const values = node.items.map((entry) => item.read(entry, problems));
      return values.includes(undefined) ? undefined : (values as T[]);
    },
  };
}

/** A mapping from names of the author's choice. */
export function record<T>(item: Shape<T>): Shape<Record<string, T>> {
  const expected = "a mapping (`name: value`)";
  return {
    expected,
    schema: { type: "object", additionalProperties: item.schema },
    read: (node, problems) => {
      if (node.kind !== "map") return mismatch(node, problems, expected);
      const out: Record<string, T> = {};
      for (const [key, entry] of node.entries) {
        const value = item.read(entry.value, problems);
        if (value !== undefined) out[key] = value;
      }
      return out;
    },
  };
}

/** A mapping of these fields and no others. `check` looks at the whole and may add problems. */
export function object<T>(fields: Fields<T>, options: { name?: string; example?: string } = {}): Shape<T> {
  const named = Object.entries(fields) as [string, Field<unknown>][];
  const expected = options.name ?? `a mapping with ${named.map(([key]) => `\`${key}\``).join(", ")}`;
  return {
    expected,
    schema: {
      type: "object",
      additionalProperties: false,
      required: named.filter(([, field]) => field.required).map(([key]) => key),
      properties: Object.fromEntries(
        named.map(([key, field]) => [key, { ...field.shape.schema, description: field.about }]),
      ),
    },
    read: (node, problems) => {
      if (node.kind !== "map") return mismatch(node, problems, expected, options.example);
      return readFields(node, named, problems) as T | undefined;
    },
  };
}

function readFields(
  node: Extract<Located, { kind: "map" }>,
  named: readonly [string, Field<unknown>][],
  problems: Problems,
): unknown {
  const before = problems.found.length;
  const out: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) {
    const field = named.find(([name]) => name === key)?.[1];
    if (field === undefined) {
      problems.add(
        entry.key,
        unknownKey(
          key,
          named.map(([name]) => name),
        ),
      );
      continue;
    }
    out[key] = field.shape.read(entry.value, problems);
  }
  for (const [key, field] of named) {
    if (!field.required || node.entries.has(key)) continue;
    problems.add(node, `\`${key}\` is missing here: ${field.about}. Add \`${key}:\` with ${field.shape.expected}.`);
  }
  return problems.found.length > before ? undefined : out;
}

/** Picks a shape by what kind of value stands there: a short form as text, the full form as a mapping. */
export function byForm<T>(forms: { scalar?: Shape<T>; list?: Shape<T>; map?: Shape<T> }): Shape<T> {
  const shapes = [forms.scalar, forms.list, forms.map].filter((shape) => shape !== undefined);
  const expected = shapes.map((shape) => shape.expected).join(", or ");
  return {
    expected,
    schema: { anyOf: shapes.map((shape) => shape.schema) },
    read: (node, problems) => {
      const shape = forms[node.kind];
      return shape === undefined ? mismatch(node, problems, expected) : shape.read(node, problems);
    },
  };
}

/** What `shape` read, changed by `convert`; a convert that throws is a mistake of the author, told by the error's message. */
export function mapped<A, B>(shape: Shape<A>, convert: (value: A, node: Located) => B): Shape<B> {
  return {
    ...shape,
    read: (node, problems) => {
      const value = shape.read(node, problems);
      if (value === undefined) return undefined;
      try {
        return convert(value, node);
      } catch (error) {
        problems.add(node, error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
  };
}

/** A shape that refers to itself: its schema stands once, under `$defs`. */
export function recursive<T>(name: string, make: () => Shape<T>): Shape<T> {
  return {
    expected: `a ${name}`,
    schema: { $ref: `#/$defs/${name}` },
    read: (node, problems) => make().read(node, problems),
  };
}

function mismatch(node: Located, problems: Problems, expected: string, example?: string): undefined {
  const remedy = example === undefined ? "" : ` For example: ${example}`;
  problems.add(node, `Expected ${expected}, found ${describe(node)}.${remedy}`);
  return undefined;
}

function describe(node: Located): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a mapping";
  if (node.value === null) return "nothing";
  return typeof node.value === "string" ? `\`${shorten(node.value)}\`` : `the ${typeof node.value} ${node.value}`;
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 37)}...` : value;
}

function unknownKey(key: string, known: readonly string[]): string {
  const close = closest(key, known);
  const remedy = close === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean \`${close}\`?`;
  return `The key \`${key}\` is not known here. ${remedy}`;
}
