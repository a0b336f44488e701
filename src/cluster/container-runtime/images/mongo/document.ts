// Documents of MongoDB: how they are written in a statement, how they are shown, and whether one fits a filter.

export type Value = string | number | boolean | null | readonly Value[] | Document;
export interface Document {
  readonly [key: string]: Value;
}

/** An ObjectId, as a document holds it. */
const OID = "$oid";

export class NotUnderstood extends Error {}

/** Reads a literal as JavaScript has them: keys without quotes, single quotes, a comma at the end. */
export function parseLiteral(text: string): Value {
  const reader = { text, at: 0 };
  const value = readValue(reader);
  blank(reader);
  if (reader.at < text.length) throw new NotUnderstood(text);
  return value;
}

interface Reader {
  readonly text: string;
  at: number;
}

function blank(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? "")) reader.at++;
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  blank(reader);
  const match = pattern.exec(reader.text.slice(reader.at));
  if (match === null || match.index !== 0) return undefined;
  reader.at += match[0].length;
  return match[0];
}

function readValue(reader: Reader): Value {
  if (take(reader, /^\{/) !== undefined) return readDocument(reader);
  if (take(reader, /^\[/) !== undefined) return readList(reader);
  const text = take(reader, /^("(\\.|[^"\\])*"|'(\\.|[^'\\])*')/);
  if (text !== undefined) return text.slice(1, -1).replace(/\\n/g, "\n").replace(/\\(.)/g, "$1");
  const number = take(reader, /^-?\d+(\.\d+)?([eE][-+]?\d+)?/);
  if (number !== undefined) return Number(number);
  const word = take(reader, /^(true|false|null)\b/);
  if (word !== undefined) return word === "null" ? null : word === "true";
  const id = take(reader, /^(new )?ObjectId\(\s*["']([0-9a-f]{24})["']\s*\)/);
  if (id !== undefined) return { [OID]: /[0-9a-f]{24}/.exec(id)?.[0] ?? "" };
  throw new NotUnderstood(reader.text);
}

function readDocument(reader: Reader): Document {
  const found: Record<string, Value> = {};
  while (take(reader, /^\}/) === undefined) {
    const key = take(reader, /^("[^"]*"|'[^']*'|[\w$.]+)/);
    if (key === undefined || take(reader, /^:/) === undefined) throw new NotUnderstood(reader.text);
    found[key.replace(/^["']|["']$/g, "")] = readValue(reader);
    if (take(reader, /^,/) === undefined && !/^\s*\}/.test(reader.text.slice(reader.at)))
      throw new NotUnderstood(reader.text);
  }
  return found;
}

function readList(reader: Reader): readonly Value[] {
  const found: Value[] = [];
  while (take(reader, /^\]/) === undefined) {
    found.push(readValue(reader));
    if (take(reader, /^,/) === undefined && !/^\s*\]/.test(reader.text.slice(reader.at)))
      throw new NotUnderstood(reader.text);
  }
  return found;
}

export function objectId(hex: string): Document {
  return { [OID]: hex };
}

export function isDocument(value: Value | undefined): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** As mongosh shows it: on one line while it is short. */
export function inspect(value: Value, indent = ""): string {
  if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  if (typeof value !== "object" || value === null) return String(value);
  const deeper = `${indent}  `;
  if (isDocument(value) && typeof value[OID] === "string") return `ObjectId('${value[OID]}')`;
  const items = isDocument(value)
    ? Object.entries(value).map(
        ([key, each]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : inspect(key)}: ${inspect(each, deeper)}`,
      )
    : (value as readonly Value[]).map((each) => inspect(each, deeper));
  const [open, close] = isDocument(value) ? ["{", "}"] : ["[", "]"];
  if (items.length === 0) return open + close;
  const line = `${open} ${items.join(", ")} ${close}`;
  if (line.length + indent.length <= 72 && !line.includes("\n")) return line;
  return `${open}\n${items.map((item) => deeper + item).join(",\n")}\n${indent}${close}`;
}

const COMPARISONS: Readonly<Record<string, (left: Value | undefined, right: Value) => boolean>> = {
  $eq: (left, right) => isSame(left ?? null, right),
  $ne: (left, right) => !isSame(left ?? null, right),
  $gt: (left, right) => order(left, right, (sign) => sign > 0),
  $gte: (left, right) => order(left, right, (sign) => sign >= 0),
  $lt: (left, right) => order(left, right, (sign) => sign < 0),
  $lte: (left, right) => order(left, right, (sign) => sign <= 0),
  $in: (left, right) => Array.isArray(right) && right.some((each: Value) => isSame(left ?? null, each)),
  $exists: (left, right) => (left !== undefined) === (right === true),
};

/** Only numbers, and only texts, have an order among each other. */
function order(left: Value | undefined, right: Value, decides: (sign: number) => boolean): boolean {
  if (typeof left === "number" && typeof right === "number") return decides(Math.sign(left - right));
  if (typeof left !== "string" || typeof right !== "string") return false;
  return decides(left < right ? -1 : left > right ? 1 : 0);
}

function isSame(left: Value, right: Value): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

export function fits(document: Document, filter: Document): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    const value = document[key];
    if (!isDocument(wanted) || !Object.keys(wanted).some((name) => name.startsWith("$") && name !== OID))
      return isSame(value ?? null, wanted);
    return Object.entries(wanted).every(([name, operand]) => {
      const compares = COMPARISONS[name];
      if (compares === undefined) throw new NotUnderstood(name);
      return compares(value, operand);
    });
  });
}
