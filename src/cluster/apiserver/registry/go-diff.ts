// Stands for go-cmp's report of a difference, which ends the error about a pod's forbidden changes.
// Simplified: long lists and texts are not folded by go-cmp's statistics; what has changed is marked just the same.

import { deepEqual } from "./field-error.ts";
import { compact, mapFields, QUANTITY, shownFields, typed, zero } from "./go-compact.ts";
import { fieldOf, type GoField, goFields, guessFields } from "./go-types.ts";

type Mark = " " | "-" | "+";

/** One line of the report, before its columns are aligned. */
interface Line {
  readonly mark: Mark;
  readonly depth: number;
  readonly key: string;
  readonly text: string;
  /** Keys of neighbouring lines are aligned; a line that opens a block is not. */
  readonly aligned: boolean;
}

const CONTEXT = 2;
const MAX_COLUMNS = 80;

export function goDiff(type: string, before: unknown, after: unknown): string {
  const lines = blockLines({ type, before, after, depth: 0, key: "", prefix: type });
  return `${render(lines)}\n`;
}

interface Block {
  readonly type: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly depth: number;
  readonly key: string;
  readonly prefix: string;
}

function blockLines(block: Block): Line[] {
  const { type, before, after, depth, key, prefix } = block;
  const isList = Array.isArray(before) && Array.isArray(after);
  const inner = isList ? elementLines(type, before, after, depth + 1) : fieldLines(type, before, after, depth + 1);
  return [line(" ", depth, key, `${prefix}{`, false), ...inner, line(" ", depth, "", depth === 0 ? "}" : "},", false)];
}

function line(mark: Mark, depth: number, key: string, text: string, aligned = true): Line {
  return { mark, depth, key, text, aligned };
}

function fieldLines(type: string, before: unknown, after: unknown, depth: number): Line[] {
  const map = type === "map" || type === "core.ResourceList";
  const fields =
    (map ? undefined : goFields(type)) ?? (map ? mapFields(type, before, after) : guessFields(before, after));
  const same = fields.map(([, , wire]) => deepEqual(fieldOf(before, wire), fieldOf(after, wire)));
  const what = map ? "entries" : "fields";
  return groups(same).flatMap((group) =>
    group.same
      ? contextLines(fields, group, same.length, before, depth, what)
      : fields.slice(group.start, group.end).flatMap((field) => changedField(field, before, after, depth)),
  );
}

interface Group {
  readonly start: number;
  readonly end: number;
  readonly same: boolean;
}

function groups(same: readonly boolean[]): Group[] {
  const out: Group[] = [];
  for (const [i, each] of same.entries()) {
    const last = out.at(-1);
    if (last !== undefined && last.same === each) out[out.length - 1] = { ...last, end: i + 1 };
    else out.push({ start: i, end: i + 1, same: each });
  }
  return out;
}

/** The nearest unchanged fields, and how many more there are. */
function contextLines(
  fields: readonly GoField[],
  { start, end }: Group,
  total: number,
  value: unknown,
  depth: number,
  what: string,
): Line[] {
  const count = end - start;
  const after = start === 0 ? 0 : Math.min(CONTEXT, count);
  let before = end === total ? 0 : Math.min(CONTEXT, count - after);
  if (count - after - before === 1) before++;
  const hidden = count - after - before;
  const show = (list: readonly GoField[]) =>
    list.map(([name, type, wire]) => line(" ", depth, name, `${compact(type, fieldOf(value, wire))},`));
  return [
    ...show(fields.slice(start, start + after)),
    ...(hidden > 0 ? [line(" ", depth, "", `... // ${hidden} identical ${what}`, false)] : []),
    ...show(fields.slice(end - before, end)),
  ];
}

function changedField([name, type, wire]: GoField, before: unknown, after: unknown, depth: number): Line[] {
  const [a, b] = [fieldOf(before, wire), fieldOf(after, wire)];
  if (type === "entry" || type === QUANTITY) return changedEntry(typed(type, a), typed(type, b), depth, name);
  const prefix = type.replace(/^\*/, "&").replace(/^map$/, "map[string]string");
  return changedValue(type, a, b, depth, name, prefix);
}

function changedEntry(before: unknown, after: unknown, depth: number, key: string): Line[] {
  const sides: readonly (readonly [Mark, unknown])[] = [
    ["-", before],
    ["+", after],
  ];
  return sides.flatMap(([mark, value]) =>
    value === undefined ? [] : [line(mark, depth, key, `${compact("entry", value, false)},`)],
  );
}

function changedValue(
  type: string,
  before: unknown,
  after: unknown,
  depth: number,
  key: string,
  prefix: string,
): Line[] {
  const inside = typeof before === "object" && typeof after === "object" && before !== null && after !== null;
  const bare = type.replace(/^\*/, "");
  const empty = [before, after].some((each) => Array.isArray(each) && each.length === 0);
  if (inside && !empty) return blockLines({ type: bare, before, after, depth, key, prefix });
  return [...sideLines("-", bare, type, before, depth, key), ...sideLines("+", bare, type, after, depth, key)];
}

function sideLines(mark: Mark, bare: string, type: string, value: unknown, depth: number, key: string): Line[] {
  const pointer = type.startsWith("*") && value !== undefined ? "&" : "";
  const named =
    typeof value === "object" && value !== null && (bare.includes(".") || bare === "map" || bare.startsWith("[]"));
  const label = named ? bare.replace(/^map$/, "map[string]string") : "";
  const text = value === undefined ? zero(type) : `${pointer}${label}${compact(bare, value, false)}`;
  if (text.length <= MAX_COLUMNS || typeof value !== "object" || value === null)
    return [line(mark, depth, key, `${text},`)];
  return openLines(mark, bare, value, depth, key, `${pointer}${label}`);
}

/** A value that is too long for one line, with what is in it on lines of their own. */
function openLines(mark: Mark, type: string, value: object, depth: number, key: string, prefix: string): Line[] {
  const parts = Array.isArray(value)
    ? value.map((each): Part => ({ key: "", type: type.replace(/^\[\]/, ""), value: each }))
    : shownFields(type, value).map(
        ([name, fieldType, wire]): Part => ({ key: name, type: fieldType, value: fieldOf(value, wire) }),
      );
  return [
    line(mark, depth, key, `${prefix}{`, false),
    ...parts.flatMap((part) => partLines(mark, part, depth + 1)),
    line(mark, depth, "", "},", false),
  ];
}

interface Part {
  readonly key: string;
  readonly type: string;
  readonly value: unknown;
}

function partLines(mark: Mark, { key, type, value }: Part, depth: number): Line[] {
  const text = compact(type, value, false);
  if (text.length <= MAX_COLUMNS || typeof value !== "object" || value === null)
    return [line(mark, depth, key, `${text},`)];
  const prefix = type.startsWith("*") ? `&${type.slice(1)}` : key === "" ? "" : type;
  return openLines(mark, type.replace(/^\*/, ""), value, depth, key, prefix);
}

function elementLines(type: string, before: readonly unknown[], after: readonly unknown[], depth: number): Line[] {
  const element = type.replace(/^\[\]/, "");
  const rows = Math.max(before.length, after.length);
  const out: Line[] = [];
  for (let i = 0; i < rows; i++) {
    const [a, b] = [before[i], after[i]];
    if (deepEqual(a, b)) out.push(line(" ", depth, "", `${compact(element, a)},`, false));
    else if (a !== undefined && b !== undefined) out.push(...changedValue(element, a, b, depth, "", ""));
    else {
      const mark = a === undefined ? "+" : "-";
      out.push(...partLines(mark, { key: "", type: element, value: a ?? b }, depth));
    }
  }
  return out;
}

function render(lines: readonly Line[]): string {
  return lines.map((each, i) => `${each.mark} ${"\t".repeat(each.depth)}${keyText(lines, i)}${each.text}`).join("\n");
}

function keyText(lines: readonly Line[], at: number): string {
  const { key, aligned } = lines[at] as Line;
  if (key === "") return "";
  if (!aligned) return `${key}: `;
  let [first, last] = [at, at];
  while (isBeside(lines, first - 1, at)) first--;
  while (isBeside(lines, last + 1, at)) last++;
  const width = Math.max(...lines.slice(first, last + 1).map((each) => each.key.length));
  return `${key}:${" ".repeat(width - key.length + 1)}`;
}

function isBeside(lines: readonly Line[], i: number, at: number): boolean {
  const other = lines[i];
  return other?.aligned === true && other.key !== "" && other.depth === lines[at]?.depth;
}
