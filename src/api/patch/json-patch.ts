// JSON patch (RFC 6902): a list of operations, all or nothing, with the words of Kubernetes' library for what cannot be done.

import { deepEqual } from "../equality.ts";
import { goQuote } from "../go-values.ts";

export interface JsonPatchOperation {
  readonly op: string;
  readonly path?: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** An operation that cannot be done: a test that fails, a path that is not there. */
export class JsonPatchError extends Error {}

/** What the copies of one patch may come to, in characters of JSON: a few of them could double an object without end. */
const mostCopied = 3 * 1024 * 1024;

/** The patched value; neither argument is changed. */
export function applyJsonPatch(target: unknown, operations: readonly JsonPatchOperation[]): unknown {
  let root = copy(target);
  let copied = 0;
  for (const operation of operations) {
    if (operation.op === "copy") copied += JSON.stringify(source(root, operation)).length;
    if (copied > mostCopied) throw new JsonPatchError(`the copies come to ${copied}, more than ${mostCopied}`);
    root = apply(root, operation);
  }
  return root;
}

function apply(root: unknown, operation: JsonPatchOperation): unknown {
  const { op, path = "", value } = operation;
  switch (op) {
    case "add":
      return add(root, path, copy(value), "add", `error in add for path: '${path}'`);
    case "replace":
      return replace(root, path, copy(value));
    case "remove":
      return remove(root, path, "remove", `error in remove for path: '${path}'`);
    case "test":
      test(root, path, value);
      return root;
    case "copy":
      return add(root, path, copy(source(root, operation)), "copy", "error while adding value during copy");
    case "move": {
      const moved = source(root, operation);
      const { from = "" } = operation;
      const rest = remove(root, from, "move", `error in move for path: '${lastPart(from)}'`);
      return add(rest, path, moved, "move", `error in move for path: '${path}'`);
    }
    default:
      throw new JsonPatchError(`Unexpected kind: ${op ?? "unknown"}`);
  }
}

type Container = Record<string, unknown> | unknown[];

interface Place {
  readonly holder: Container;
  readonly key: string;
}

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

/** Where the last part of the path is looked up; undefined when the way there is not there. */
function findPlace(root: unknown, path: string): Place | undefined {
  const parts = path.split("/").map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  let holder = root;
  for (const part of parts.slice(1, -1)) {
    if (!isContainer(holder)) return undefined;
    holder = Array.isArray(holder) ? holder[arrayIndex(holder, part) ?? -1] : ownValue(holder, part);
  }
  const key = parts[parts.length - 1] ?? "";
  return parts.length > 1 && isContainer(holder) ? { holder, key } : undefined;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function ownValue(fields: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** Negative indices count from the end, as the server's library has it; undefined beyond the list. */
function arrayIndex(list: readonly unknown[], key: string): number | undefined {
  if (!/^[-+]?\d+$/.test(key)) return undefined;
  const index = Number(key) < 0 ? list.length + Number(key) : Number(key);
  return index >= 0 && index < list.length ? index : undefined;
}

function demandIndex(list: readonly unknown[], key: string, context: string): number {
  const index = arrayIndex(list, key);
  if (index !== undefined) return index;
  const why = /^[-+]?\d+$/.test(key)
    ? `Unable to access invalid index: ${Number(key)}: invalid index referenced`
    : `strconv.Atoi: parsing ${goQuote(key)}: invalid syntax`;
  throw new JsonPatchError(`${context}: ${why}`);
}

function source(root: unknown, { op, from = "" }: JsonPatchOperation): unknown {
  const place = findPlace(root, from);
  if (place === undefined)
    throw new JsonPatchError(`${op} operation does not apply: doc is missing from path: ${from}: missing value`);
  const { holder, key } = place;
  const context = op === "copy" ? `error in copy for from: '${from}'` : `error in move for path: '${key}'`;
  const value = Array.isArray(holder) ? holder[demandIndex(holder, key, context)] : ownValue(holder, key);
  return value ?? null;
}

function add(root: unknown, path: string, value: unknown, op: string, context: string): unknown {
  if (path === "" && op === "add") return value;
  const place = findPlace(root, path);
  if (place === undefined) {
    const what = op === "add" ? `path: "${path}"` : `destination path: ${path}`;
    throw new JsonPatchError(`${op} operation does not apply: doc is missing ${what}: missing value`);
  }
  const { holder, key } = place;
  if (Array.isArray(holder)) holder.splice(insertionIndex(holder, key, context), 0, value);
  else setField(holder, key, value);
  return root;
}

function insertionIndex(list: readonly unknown[], key: string, context: string): number {
  if (key === "-") return list.length;
  if (!/^[-+]?\d+$/.test(key)) {
    const why = `value was not a proper array index: '${key}': strconv.Atoi: parsing ${goQuote(key)}: invalid syntax`;
    throw new JsonPatchError(`${context}: ${why}`);
  }
  const index = Number(key) < 0 ? list.length + 1 + Number(key) : Number(key);
  if (index >= 0 && index <= list.length) return index;
  throw new JsonPatchError(`${context}: Unable to access invalid index: ${Number(key)}: invalid index referenced`);
}

// The library asks for the place, not for the field: replacing a field that is not there adds it.
function replace(root: unknown, path: string, value: unknown): unknown {
  if (path === "") return value;
  const place = findPlace(root, path);
  if (place === undefined)
    throw new JsonPatchError(`replace operation does not apply: doc is missing path: ${path}: missing value`);
  const { holder, key } = place;
  if (!Array.isArray(holder)) setField(holder, key, value);
  else {
    const index = arrayIndex(holder, key);
    if (index === undefined)
      throw new JsonPatchError(`replace operation does not apply: doc is missing key: ${path}: missing value`);
    holder[index] = value;
  }
  return root;
}

function setField(fields: Record<string, unknown>, key: string, value: unknown): void {
  // It would not be a field of the object, but change what the object is.
  if (key === "__proto__") throw new JsonPatchError("no field has the name __proto__");
  fields[key] = value;
}

function remove(root: unknown, path: string, op: string, context: string): unknown {
  const place = findPlace(root, path);
  if (place === undefined)
    throw new JsonPatchError(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
  const { holder, key } = place;
  if (Array.isArray(holder)) holder.splice(demandIndex(holder, key, context), 1);
  else if (Object.hasOwn(holder, key)) delete holder[key];
  else throw new JsonPatchError(`${context}: Unable to remove nonexistent key: ${key}: missing value`);
  return root;
}

function test(root: unknown, path: string, value: unknown): void {
  if (path === "" && deepEqual(root, value ?? null)) return;
  const place = findPlace(root, path);
  if (place === undefined)
    throw new JsonPatchError(`test operation does not apply: is missing path: ${path}: missing value`);
  const { holder, key } = place;
  const context = `error in test for path: '${path}'`;
  const found = Array.isArray(holder) ? holder[demandIndex(holder, key, context)] : ownValue(holder, key);
  if (!deepEqual(found ?? null, value ?? null)) throw new JsonPatchError(`testing value ${path} failed: test failed`);
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copy(each)]));
}
