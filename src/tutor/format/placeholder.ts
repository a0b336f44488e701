// Fills a document with what was chosen: `${{ NAME }}` and `${{ NAME.field }}` become the value; items whose `only` names another value go.

import { type Entry, type Located, type Position, type Problems, plainValue } from "./source.ts";

/** What was chosen under one name. */
export interface Chosen {
  readonly value: Located;
  readonly ids: readonly string[];
  /** The ids of all values that could have been chosen. */
  readonly known: readonly string[];
}

export type AllChosen = ReadonlyMap<string, Chosen>;

const PLACEHOLDER = /\$\{\{\s*(.*?)\s*\}\}/gs;
const WHOLE = /^\s*\$\{\{\s*(.*?)\s*\}\}\s*$/s;

/** The value with everything filled in; undefined after adding problems. */
export function fill(value: Located, chosen: AllChosen, problems: Problems): Located | undefined {
  const before = problems.found.length;
  const filled = new Filler(chosen, problems).fill(value);
  return problems.found.length > before ? undefined : filled;
}

/** A value that names others, which name others, doubles with every line of the file. */
const MOST_OF_A_VALUE = 5_000;
const MOST_OF_A_DOCUMENT = 2_000_000;

/** About how many characters it is, written out; no further than the limit. */
function sizeOf(value: Located, limit: number): number {
  if (value.kind === "scalar") return 1 + String(value.value).length;
  let size = 1;
  for (const item of value.kind === "list" ? value.items : [...value.entries.values()].map((entry) => entry.value)) {
    size += sizeOf(item, limit - size);
    if (size > limit) return size;
  }
  return size;
}

class Filler {
  private left = MOST_OF_A_DOCUMENT;

  constructor(
    private readonly chosen: AllChosen,
    private readonly problems: Problems,
  ) {}

  fill(node: Located): Located {
    if (node.kind === "scalar") return this.fillScalar(node);
    if (node.kind === "map") return this.fillMap(node);
    return {
      ...node,
      items: node.items.filter((item) => this.stays(item)).map((item) => this.fill(withoutOnly(item))),
    };
  }

  private fillScalar(node: Extract<Located, { kind: "scalar" }>): Located {
    if (typeof node.value !== "string") return node;
    const whole = WHOLE.exec(node.value);
    // Two placeholders side by side look like one that is long.
    if (whole?.[1] !== undefined && !whole[1].includes("}}")) return this.valueOf(whole[1], node) ?? node;
    return { ...node, value: this.fillText(node.value, node) };
  }

  private fillMap(node: Extract<Located, { kind: "map" }>): Located {
    const entries = [...node.entries].map(([name, { key, value }]): [string, Entry] => [
      this.fillText(name, key),
      { key, value: this.fill(value) },
    ]);
    return { ...node, entries: new Map(entries) };
  }

  private fillText(text: string, at: Position): string {
    return text.replace(PLACEHOLDER, (written, path: string) => {
      const value = this.valueOf(path, at);
      return value === undefined ? written : textOf(value);
    });
  }

  private valueOf(path: string, at: Position): Located | undefined {
    const [name = "", ...fields] = path.split(".");
    const found = this.chosen.get(name);
    if (found === undefined) {
      this.problems.add(
        at,
        `\`\${{ ${path} }}\`: nothing is called \`${name}\` under \`pick\`. ${knownOf(this.names())}`,
      );
      return undefined;
    }
    let value = found.value;
    for (const field of fields) {
      const next = childOf(value, field);
      if (next === undefined) {
        const remedy = knownOf(fieldsOf(value));
        const which = found.ids.join(", ");
        this.problems.add(at, `\`\${{ ${path} }}\`: the value \`${which}\` has no \`${field}\`. ${remedy}`);
        return undefined;
      }
      value = next;
    }
    return this.affordable(value, path, at);
  }

  private affordable(value: Located, path: string, at: Position): Located | undefined {
    const size = sizeOf(value, MOST_OF_A_VALUE);
    const isFirst = this.left > 0;
    this.left -= size;
    if (size <= MOST_OF_A_VALUE && this.left > 0) return value;
    // Told once: the rest is as much too much.
    if (isFirst)
      this.problems.add(
        at,
        `\`\${{ ${path} }}\`: with all that it stands for this is too long. Write less into \`pick\`.`,
      );
    this.left = Math.min(this.left, 0);
    return undefined;
  }

  /** An item without `only`, or with one that was chosen. */
  private stays(item: Located): boolean {
    const only = item.kind === "map" ? item.entries.get("only")?.value : undefined;
    if (only === undefined) return true;
    if (only.kind === "map") return [...only.entries].map((entry) => this.isChosen(...entry)).every((is) => is);
    this.problems.add(only, "Expected a name from `pick` with the ids it goes with, as `only: {fruit: apple}`.");
    return true;
  }

  private isChosen(name: string, { key, value }: Entry): boolean {
    const found = this.chosen.get(name);
    if (found === undefined) {
      this.problems.add(key, `Nothing is called \`${name}\` under \`pick\`. ${knownOf(this.names())}`);
      return true;
    }
    const wanted = value.kind === "list" ? value.items : [value];
    const ids = wanted.map((one) => (one.kind === "scalar" ? String(one.value) : ""));
    for (const [index, id] of ids.entries()) {
      if (found.known.includes(id)) continue;
      this.problems.add(wanted[index] ?? value, `\`${id}\` is no value of \`${name}\`. ${knownOf(found.known)}`);
    }
    return ids.some((id) => found.ids.includes(id));
  }

  private names(): readonly string[] {
    return [...this.chosen.keys()];
  }
}

function withoutOnly(item: Located): Located {
  if (item.kind !== "map" || !item.entries.has("only")) return item;
  return { ...item, entries: new Map([...item.entries].filter(([name]) => name !== "only")) };
}

function childOf(value: Located, field: string): Located | undefined {
  if (value.kind === "map") return value.entries.get(field)?.value;
  return value.kind === "list" ? value.items[Number(field)] : undefined;
}

function fieldsOf(value: Located): readonly string[] {
  if (value.kind === "map") return [...value.entries.keys()];
  return value.kind === "list" ? value.items.map((_, index) => String(index)) : [];
}

/** In the middle of a text: several texts are listed; what has parts is written as JSON, which is YAML, too. */
function textOf(value: Located): string {
  if (value.kind === "scalar") return String(value.value ?? "");
  if (value.kind === "list" && value.items.every(({ kind }) => kind === "scalar"))
    return value.items.map(textOf).join(", ");
  return JSON.stringify(plainValue(value));
}

function knownOf(names: readonly string[]): string {
  return names.length === 0 ? "There is nothing to name." : `Known here: ${names.join(", ")}.`;
}
