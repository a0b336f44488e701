// Server-side apply: the server merges; kubectl only says who applies.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { isStatus, KubectlError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { LAST_APPLIED, lastAppliedOf, lastAppliedText } from "../../last-applied.ts";
import { type DryRun, dryRunQuery } from "../../printers/print-flags.ts";
import { infoPath } from "../../resource-builder.ts";
import { fieldValidation } from "../../validation.ts";
import type { Outcome } from "./client-side.ts";

const CLIENT_SIDE_MANAGER = "kubectl-client-side-apply";

const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

export async function applyServerSide(context: CommandContext, info: Info, dryRun: DryRun): Promise<Outcome> {
  const { flags } = context;
  const manager = flags.changed("field-manager") ? flags.string("field-manager") : "kubectl";
  const wanted = info.object as AnyObject;
  let object = await send(context, info, wanted, manager, dryRun);
  const keepsAnnotation = lastAppliedOf(object) !== undefined;
  if (dryRun === "none" && ownsClientSide(object)) {
    object = await migrate(context, info, object, manager);
    object = await send(context, info, wanted, manager, dryRun);
  }
  if (dryRun === "none" && keepsAnnotation) object = await updateLastApplied(context, info, wanted);
  return { object, operation: "serverside-applied" };
}

async function send(
  { session, flags }: CommandContext,
  info: Info,
  wanted: AnyObject,
  fieldManager: string,
  dryRun: DryRun,
): Promise<AnyObject> {
  const query = {
    fieldManager,
    ...fieldValidation(flags),
    force: String(flags.bool("force-conflicts")),
    ...dryRunQuery(dryRun),
  };
  try {
    return await session.client.patch(infoPath(info, flags.string("subresource")), "apply", wanted, query);
  } catch (error) {
    if (isStatus(error, "Conflict")) throw new KubectlError(`${error.message}\n${CONFLICT_ADVICE}`);
    throw error;
  }
}

interface ManagedEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly fieldsV1?: unknown;
}

function managedFieldsOf(object: AnyObject): readonly ManagedEntry[] {
  return (object.metadata.managedFields ?? []) as readonly ManagedEntry[];
}

function ownsClientSide(object: AnyObject): boolean {
  return managedFieldsOf(object).some((entry) => entry.manager === CLIENT_SIDE_MANAGER && entry.operation === "Update");
}

// What client-side apply owned belongs to the new manager, so that a field left out of the manifest is removed.
async function migrate(
  { session }: CommandContext,
  info: Info,
  object: AnyObject,
  manager: string,
): Promise<AnyObject> {
  const entries = managedFieldsOf(object);
  const old = entries.filter((entry) => entry.manager === CLIENT_SIDE_MANAGER);
  const merged = entries
    .filter((entry) => entry.manager !== CLIENT_SIDE_MANAGER)
    .map((entry) =>
      entry.manager === manager && entry.operation === "Apply"
        ? {
            ...entry,
            fieldsV1: old.reduce<unknown>(
              (fields, each) => union(fields, withoutLastApplied(each.fieldsV1)),
              entry.fieldsV1,
            ),
          }
        : entry,
    );
  const patch = [
    { op: "replace", path: "/metadata/managedFields", value: merged },
    { op: "replace", path: "/metadata/resourceVersion", value: object.metadata.resourceVersion },
  ];
  return session.client.patch(infoPath(info), "json", patch);
}

// The annotation of client-side apply stays as it is, so nobody who applies may own it.
function withoutLastApplied(fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null) return fields;
  const entries = Object.entries(fields).filter(([key]) => key !== `f:${LAST_APPLIED}`);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === "f:metadata" || key === "f:annotations" ? withoutLastApplied(value) : value,
    ]),
  );
}

function union(a: unknown, b: unknown): unknown {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a ?? b;
  const out: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) out[key] = key in out ? union(out[key], value) : value;
  return out;
}

async function updateLastApplied({ session }: CommandContext, info: Info, wanted: AnyObject): Promise<AnyObject> {
  const { apiVersion, kind } = wanted;
  const annotations = { [LAST_APPLIED]: lastAppliedText(wanted) };
  const body = {
    apiVersion,
    kind,
    metadata: { name: info.name, ...(info.namespace === "" ? {} : { namespace: info.namespace }), annotations },
  };
  return session.client.patch(infoPath(info), "apply", body, { fieldManager: "kubectl-last-applied", force: "true" });
}
