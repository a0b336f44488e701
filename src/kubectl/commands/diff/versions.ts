// What diff compares: an object as it is, and as apply would make it.

import { createThreeWayMergePatch } from "../../../api/patch/strategic.ts";
import type { AnyObject } from "../../../api/types.ts";
import type { PatchKind } from "../../client.ts";
import type { CommandContext } from "../../command.ts";
import { isStatus } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { logWarning } from "../../klog.ts";
import { LAST_APPLIED, lastAppliedOf } from "../../last-applied.ts";
import { structOfKind } from "../../openapi.ts";
import { withoutManagedFields, yamlText } from "../../printers/object-text.ts";
import { infoPath } from "../../resource-builder.ts";
import { resourcePath } from "../../rest-mapper.ts";
import { currentObject } from "../../waiting.ts";

/** The texts of one object; undefined where there is none. */
export interface Versions {
  readonly live: string | undefined;
  readonly merged: string | undefined;
}

/** What the files of both versions are called. */
export function fileName({ resource, namespace, name }: Info): string {
  const { group, version, kind } = resource;
  return `${group === "" ? "" : `${group}.`}${version}.${kind}.${namespace}.${name}`;
}

export async function versionsOf(context: CommandContext, info: Info): Promise<Versions> {
  const { session, flags } = context;
  const live = await currentObject(session, info);
  const merged = await wouldBe(context, info, live);
  const shown = (object: AnyObject) => (flags.bool("show-managed-fields") ? object : withoutManagedFields(object));
  if (live === undefined) {
    // kubectl's mask makes a null of a Secret that is not there.
    return { live: isSecret(merged) ? "null\n" : "", merged: yamlText(shown(masked(merged, undefined, AFTER))) };
  }
  return {
    live: yamlText(shown(masked(live, merged, BEFORE))),
    merged: yamlText(shown(masked(merged, live, AFTER))),
  };
}

/** Of what a prune would delete. */
export function prunedVersions({ object }: Info): Versions {
  return { live: object === undefined ? undefined : yamlText(object), merged: undefined };
}

async function wouldBe(context: CommandContext, info: Info, live: AnyObject | undefined): Promise<AnyObject> {
  const { session, flags } = context;
  const wanted = info.object as AnyObject;
  const query = { dryRun: "All", fieldManager: flags.string("field-manager") };
  if (flags.bool("server-side")) {
    const fieldManager = flags.changed("field-manager") ? query.fieldManager : "kubectl";
    const force = String(flags.bool("force-conflicts"));
    return patched(context, info, "apply", wanted, { ...query, fieldManager, force });
  }
  if (live === undefined) return session.client.create(resourcePath(info.resource, info.namespace), wanted, query);
  const struct = await structOfKind(session.client, info.resource);
  const last = lastAppliedOf(live);
  const fields = (value: AnyObject) => value as unknown as Record<string, unknown>;
  const before = last === undefined ? {} : (JSON.parse(last) as Record<string, unknown>);
  const patch = createThreeWayMergePatch(before, fields(withoutAnnotation(wanted)), fields(live), struct);
  if (Object.keys(patch).length === 0) return live;
  return patched(context, info, struct === undefined ? "merge" : "strategic", patch, query);
}

// kubectl takes every conflict for one with somebody who is changing the object at the same time.
async function patched(
  { session, io }: CommandContext,
  info: Info,
  kind: PatchKind,
  patch: unknown,
  query: Record<string, string>,
): Promise<AnyObject> {
  try {
    return await session.client.patch(infoPath(info), kind, patch, query);
  } catch (error) {
    if (!isStatus(error, "Conflict")) throw error;
    const { group, version, kind: what } = info.resource;
    const text = `Object (${group}/${version}, Kind=${what}: ${info.name}) keeps changing, diffing without lock`;
    logWarning(io, "diff.go:723", text);
    throw error;
  }
}

// The annotation of apply itself is no difference that a user asks for.
function withoutAnnotation(object: AnyObject): AnyObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

const BEFORE = "*** (before)";
const AFTER = "*** (after)";

/** A Secret's values are not shown, only whether they differ. */
function masked(object: AnyObject, other: AnyObject | undefined, changed: string): AnyObject {
  if (!isSecret(object)) return object;
  const dataOf = (secret: AnyObject | undefined) =>
    (secret as (AnyObject & { data?: Record<string, string> }) | undefined)?.data ?? {};
  const [mine, theirs] = [dataOf(object), dataOf(other)];
  if (Object.keys(mine).length === 0) return object;
  const mask = (key: string) => (theirs[key] !== undefined && theirs[key] !== mine[key] ? changed : "***");
  return { ...object, data: Object.fromEntries(Object.keys(mine).map((key) => [key, mask(key)])) };
}

function isSecret({ apiVersion, kind }: AnyObject): boolean {
  return kind === "Secret" && apiVersion === "v1";
}
