// What server-side apply takes over from client-side apply: the annotation gets an owner of its own, and the fields that client-side
// apply has set become those of the new manager, so that a field left out of the manifest is removed.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { asError, isStatus } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { LAST_APPLIED, lastAppliedOf } from "../../last-applied.ts";
import { infoPath } from "../../resource-builder.ts";
import { writeWarning } from "../../warnings.ts";

/** The manager of server-side apply for which the server keeps the annotation up to date. */
export const SERVER_SIDE_MANAGER = "kubectl";
const ANNOTATION_MANAGER = "kubectl-last-applied";
const MAX_TRIES = 5;

interface ManagedEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly subresource?: string;
  readonly fieldsV1?: unknown;
}

type FieldTree = Readonly<Record<string, unknown>>;

/** The object after the migration, and whether there was anything to migrate. */
export interface Migration {
  readonly object: AnyObject;
  readonly isDone: boolean;
}

/** What fails is only warned of: the next apply tries again. */
export async function migrate(
  context: CommandContext,
  info: Info,
  applied: AnyObject,
  manager: string,
): Promise<Migration> {
  const retried = "This is non-fatal and will be retried next time you apply. Error:";
  let object = applied;
  try {
    object = await keepAnnotation(context, info, applied, manager);
  } catch (error) {
    const what = `failed to migrate ${LAST_APPLIED} for Server-Side Apply.`;
    writeWarning(context.io, `${what} ${retried} ${asError(error).message}`);
    return { object, isDone: false };
  }
  try {
    return await moveFields(context, info, object, manager);
  } catch (error) {
    const what = "server rejected managed fields migration to Server-Side Apply.";
    writeWarning(context.io, `${what} ${retried} ${asError(error).message}`);
    return { object, isDone: false };
  }
}

/** What is warned of where the object could not be applied again after its fields have moved. */
export function warnNotReapplied({ io }: CommandContext, error: unknown): void {
  const what = "failed to re-apply configuration after performing Server-Side Apply migration.";
  const retried = "This is non-fatal and will be retried next time you apply. Error:";
  writeWarning(io, `${what} ${retried} ${asError(error).message}`);
}

async function keepAnnotation(
  { session }: CommandContext,
  info: Info,
  object: AnyObject,
  manager: string,
): Promise<AnyObject> {
  const annotation = lastAppliedOf(object);
  if (manager !== SERVER_SIDE_MANAGER || annotation === undefined) return object;
  if (entriesOf(object).some((entry) => entry.operation === "Apply" && ownsAnnotation(entry))) return object;
  const { apiVersion, kind } = object;
  const { name, namespace } = object.metadata;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    annotations: { [LAST_APPLIED]: annotation },
  };
  const query = { fieldManager: ANNOTATION_MANAGER };
  return session.client.patch(infoPath(info), "apply", { apiVersion, kind, metadata }, query);
}

async function moveFields(
  { session }: CommandContext,
  info: Info,
  first: AnyObject,
  manager: string,
): Promise<Migration> {
  const owners = entriesOf(first).filter((entry) => entry.operation === "Update" && ownsAnnotation(entry));
  const old = [...new Set(owners.map((entry) => entry.manager ?? ""))];
  let object = first;
  for (let tries = 1; ; tries++) {
    const entries = entriesOf(object);
    const moved = old.reduce((all, each) => upgraded(all, each, manager), entries);
    if (moved.every((entry, index) => entry === entries[index]) && moved.length === entries.length)
      return { object, isDone: false };
    const patch = [
      { op: "replace", path: "/metadata/managedFields", value: moved },
      { op: "replace", path: "/metadata/resourceVersion", value: object.metadata.resourceVersion },
    ];
    try {
      return {
        object: await session.client.patch(infoPath(info), "json", patch, { fieldManager: manager }),
        isDone: true,
      };
    } catch (error) {
      if (!isStatus(error, "Conflict") || tries >= MAX_TRIES) throw error;
      object = await session.client.get(infoPath(info));
    }
  }
}

/** The entries in which what `old` has updated belongs to what `manager` has applied. */
function upgraded(entries: readonly ManagedEntry[], old: string, manager: string): readonly ManagedEntry[] {
  const isOf = (entry: ManagedEntry, name: string, operation: string) =>
    entry.manager === name && entry.operation === operation && (entry.subresource ?? "") === "";
  const applied = entries.findIndex((entry) => isOf(entry, manager, "Apply"));
  const target = applied === -1 ? entries.findIndex((entry) => isOf(entry, old, "Update")) : applied;
  const entry = entries[target];
  if (entry === undefined) return entries;
  const other = entries.find((each) => isOf(each, old, "Update") && each.apiVersion === entry.apiVersion);
  const fields = withoutAnnotation(other === undefined ? entry.fieldsV1 : union(entry.fieldsV1, other.fieldsV1));
  const next = { ...entry, manager, operation: "Apply", fieldsV1: fields };
  return entries
    .map((each, index) => (index === target ? next : each))
    .filter((each) => each === next || !isOf(each, old, "Update"));
}

function entriesOf(object: AnyObject): readonly ManagedEntry[] {
  return (object.metadata.managedFields ?? []) as readonly ManagedEntry[];
}

function ownsAnnotation({ fieldsV1 }: ManagedEntry): boolean {
  const annotations = child(child(fieldsV1, "f:metadata"), "f:annotations");
  return child(annotations, `f:${LAST_APPLIED}`) !== undefined;
}

function child(tree: unknown, name: string): unknown {
  return isTree(tree) ? tree[name] : undefined;
}

/** Nobody who applies may own the annotation of client-side apply. */
function withoutAnnotation(fields: unknown): unknown {
  const path = ["f:metadata", "f:annotations", `f:${LAST_APPLIED}`];
  return without(fields, path) ?? {};
}

/** undefined where nothing is left. */
function without(tree: unknown, [name = "", ...rest]: readonly string[]): unknown {
  if (!isTree(tree) || !(name in tree)) return tree;
  const { [name]: inner, ...others } = tree;
  const left = rest.length === 0 ? undefined : without(inner, rest);
  if (left !== undefined) return { ...tree, [name]: left };
  return Object.keys(others).length === 0 ? undefined : others;
}

function union(a: unknown, b: unknown): unknown {
  if (!isTree(a) || !isTree(b)) return a ?? b;
  const out: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) out[key] = key in out ? union(out[key], value) : value;
  return out;
}

function isTree(value: unknown): value is FieldTree {
  return typeof value === "object" && value !== null;
}
