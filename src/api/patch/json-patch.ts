// JSON patch (RFC 6902): a list of operations, all or nothing.

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
    if (operation.op === "copy") copied += sizeOf(root, operation);
    if (copied > mostCopied) throw new JsonPatchError(`the copies come to ${copied}, more than ${mostCopied}`);
    root = apply(root, operation);
  }
  return root;
}

function sizeOf(root: unknown, { from = "" }: JsonPatchOperation): number {
  return JSON.stringify(read(root, pointer(from), from)).length;
}

function apply(root: unknown, { op, path = "", from = "", value }: JsonPatchOperation): unknown {
  const at = pointer(path);
  switch (op) {
    case "add":
      return put(root, at, copy(value), "insert");
    case "replace":
      read(root, at, path);
      return put(root, at, copy(value), "replace");
    case "remove":
      return remove(root, at, path);
    case "test":
      if (!same(readOr(root, at), value ?? null)) throw new JsonPatchError(`testing value ${path} failed: test failed`);
      return root;
    case "copy":
      return put(root, at, copy(read(root, pointer(from), from)), "insert");
    case "move": {
      const moved = read(root, pointer(from), from);
      return put(remove(root, pointer(from), from), at, moved, "insert");
    }
    default:
      throw new JsonPatchError(`Unexpected kind: ${op}`);
  }
}

function pointer(path: string): string[] {
  if (path === "") return [];
  if (!path.startsWith("/")) throw new JsonPatchError(`invalid path ${path}`);
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
}

type Container = Record<string, unknown> | unknown[];

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

function child(container: Container, key: string): unknown {
  if (!Array.isArray(container)) return Object.hasOwn(container, key) ? container[key] : undefined;
  return container[indexIn(container, key)];
}

/** Negative indices count from the end, as the server's library has it. */
function indexIn(list: readonly unknown[], key: string): number {
  if (!/^-?\d+$/.test(key)) throw new JsonPatchError(`value was not a proper array index: '${key}'`);
  const index = Number(key);
  return index < 0 ? list.length + index : index;
}

function readOr(root: unknown, at: readonly string[]): unknown {
  let value = root;
  for (const key of at) {
    if (!isContainer(value)) return null;
    value = child(value, key);
  }
  return value ?? null;
}

function read(root: unknown, at: readonly string[], path: string): unknown {
  let value = root;
  for (const key of at) {
    const next = isContainer(value) ? child(value, key) : undefined;
    if (next === undefined) throw new JsonPatchError(`missing path ${path}`);
    value = next;
  }
  return value;
}

function holderOf(root: unknown, at: readonly string[]): { holder: Container; key: string } {
  const holder = read(root, at.slice(0, -1), `/${at.join("/")}`);
  if (!isContainer(holder)) throw new JsonPatchError(`path /${at.join("/")} goes through a value`);
  return { holder, key: at[at.length - 1] ?? "" };
}

function put(root: unknown, at: readonly string[], value: unknown, how: "insert" | "replace"): unknown {
  if (at.length === 0) return value;
  const { holder, key } = holderOf(root, at);
  // It would not be a field of the object, but change what the object is.
  if (key === "__proto__") throw new JsonPatchError("no field has the name __proto__");
  if (!Array.isArray(holder)) holder[key] = value;
  else if (how === "replace") holder[indexIn(holder, key)] = value;
  else {
    const index = key === "-" ? holder.length : indexIn(holder, key);
    if (index < 0 || index > holder.length) throw new JsonPatchError(`Unable to access invalid index: ${key}`);
    holder.splice(index, 0, value);
  }
  return root;
}

function remove(root: unknown, at: readonly string[], path: string): unknown {
  read(root, at, path);
  const { holder, key } = holderOf(root, at);
  if (Array.isArray(holder)) holder.splice(indexIn(holder, key), 1);
  else delete holder[key];
  return root;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copy(each)]));
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(child(a, key), child(b, key)));
}
