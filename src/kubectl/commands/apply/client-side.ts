// Client-side apply: what was applied last, what is wanted and what is live make one patch.

import type { StructType } from "../../../api/field-schema.ts";
import { createThreeWayMergePatch, createTwoWayMergePatch } from "../../../api/patch/strategic.ts";
import type { AnyObject } from "../../../api/types.ts";
import { propagationPolicy } from "../../cascade.ts";
import type { CommandContext } from "../../command.ts";
import { isStatus, KubectlError, StatusError, withSource } from "../../errors.ts";
import { goJson } from "../../go-json.ts";
import type { Info } from "../../info.ts";
import { LAST_APPLIED, lastAppliedOf, withLastApplied } from "../../last-applied.ts";
import { structOfKind } from "../../openapi.ts";
import { yamlText } from "../../printers/object-text.ts";
import { type DryRun, dryRunQuery } from "../../printers/print-flags.ts";
import { infoPath } from "../../resource-builder.ts";
import { apiVersionOf, type Resource, resourcePath } from "../../rest-mapper.ts";
import { fieldValidation } from "../../validation.ts";
import { currentObject, waitForObject } from "../../waiting.ts";
import { writeWarning } from "../../warnings.ts";

export interface Outcome {
  readonly object: AnyObject;
  readonly operation: string;
}

const MAX_TRIES = 5;

export async function applyClientSide(context: CommandContext, info: Info, dryRun: DryRun): Promise<Outcome> {
  const object = info.object as AnyObject;
  refuseGeneratedName(info);
  if (info.name === "") {
    throw withSource(
      new KubectlError("resource name may not be empty"),
      `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`,
      info.source,
    );
  }
  const wanted = withLastApplied(object);
  const current = await retrieve(context, info);
  if (current === undefined) return create(context, info, wanted, dryRun);
  if (lastAppliedOf(current) === undefined && dryRun !== "client") warnMissingAnnotation(context, info);
  // kubectl merges nothing here: what is shown is the object as it is.
  if (dryRun === "client") return { object: current, operation: "configured" };
  const outcome = await patchUntilItFits(context, info, wanted, current, dryRun);
  if (current.metadata.deletionTimestamp !== undefined) {
    writeWarning(context.io, `Detected changes to resource ${info.name} which is currently being deleted.`);
  }
  return outcome;
}

/** A name that the server makes up could not be found again by the next apply. */
export function refuseGeneratedName({ name, object }: Info): void {
  const generate = object?.metadata?.generateName ?? "";
  if (name === "" && generate !== "") throw new KubectlError(`from ${generate}: cannot use generate name with apply`);
}

async function retrieve({ session }: CommandContext, info: Info): Promise<AnyObject | undefined> {
  try {
    return await currentObject(session, info);
  } catch (error) {
    throw withSource(error, `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`, info.source);
  }
}

async function create(context: CommandContext, info: Info, wanted: AnyObject, dryRun: DryRun): Promise<Outcome> {
  if (dryRun === "client") return { object: wanted, operation: "created" };
  try {
    return { object: await post(context, info, wanted, dryRun), operation: "created" };
  } catch (error) {
    throw withSource(error, "creating", info.source);
  }
}

function post({ session, flags }: CommandContext, info: Info, object: AnyObject, dryRun: DryRun): Promise<AnyObject> {
  const query = { fieldManager: flags.string("field-manager"), ...fieldValidation(flags), ...dryRunQuery(dryRun) };
  // What is new has no version yet, whatever the manifest says.
  const { resourceVersion: _, ...metadata } = object.metadata;
  return session.client.create(resourcePath(info.resource, info.namespace), { ...object, metadata }, query);
}

async function patchUntilItFits(
  context: CommandContext,
  info: Info,
  wanted: AnyObject,
  first: AnyObject,
  dryRun: DryRun,
): Promise<Outcome> {
  const { session, flags } = context;
  const struct = await structOfKind(session.client, info.resource);
  let current = first;
  for (let tries = 1; ; tries++) {
    const patch = createThreeWayMergePatch(lastApplied(current), fieldsOf(wanted), fieldsOf(current), struct);
    if (!flags.bool("overwrite")) refuseOverwriting(context, { info, patch, wanted, current, struct });
    if (Object.keys(patch).length === 0) return { object: current, operation: "unchanged" };
    const query = { fieldManager: flags.string("field-manager"), ...fieldValidation(flags), ...dryRunQuery(dryRun) };
    try {
      const kind = struct === undefined ? "merge" : "strategic";
      return { object: await session.client.patch(infoPath(info), kind, patch, query), operation: "configured" };
    } catch (error) {
      if (isStatus(error, "Conflict") && tries < MAX_TRIES) current = (await retrieve(context, info)) ?? current;
      else if (flags.bool("force") && (isStatus(error, "Invalid") || isStatus(error, "Conflict")))
        return recreate(context, info, wanted, current, dryRun);
      else throw patchFailure(error, patch, info);
    }
  }
}

interface Merge {
  readonly info: Info;
  readonly patch: Readonly<Record<string, unknown>>;
  readonly wanted: AnyObject;
  readonly current: AnyObject;
  readonly struct: StructType | undefined;
}

/** --overwrite=false: nothing is changed that somebody else has changed since, and every change touches the annotation. */
function refuseOverwriting({ io }: CommandContext, { info, patch, wanted, current, struct }: Merge): void {
  if (Object.keys(patch).length === 0) return;
  const last = lastApplied(current);
  const changed = yamlText(createTwoWayMergePatch(last, fieldsOf(current), struct));
  const conflict = `patch:\n${yamlText(patch)}\nconflicts with changes made from original to current:\n${changed}\n`;
  for (const source of ["openapi v3 spec", "openapi spec"])
    io.stderr.write(`warning: error calculating patch from ${source}: ${conflict}\n`);
  const states = [
    ["original", last],
    ["modified", wanted],
    ["current", current],
  ].map(([name, state]) => `${name}:\n${goJson(state)}\n`);
  const inner = new KubectlError(`creating patch with:\n${states.join("\n")}\nfor:: ${conflict}`);
  throw withSource(
    withSource(inner, "patching", info.source),
    `applying patch:\n\nto:\n${infoText(info)}\nfor:`,
    info.source,
  );
}

function patchFailure(error: unknown, patch: unknown, info: Info): Error {
  const inner = withSource(error, "patching", info.source);
  if (!(error instanceof StatusError)) return inner;
  return withSource(inner, `applying patch:\n${goJson(patch)}\nto:\n${infoText(info)}\nfor:`, info.source);
}

async function recreate(
  context: CommandContext,
  info: Info,
  wanted: AnyObject,
  current: AnyObject,
  dryRun: DryRun,
): Promise<Outcome> {
  const { session, flags, io } = context;
  const grace = flags.int("grace-period");
  await session.client.delete(infoPath(info), {
    propagationPolicy: propagationPolicy(flags, io),
    ...(grace < 0 ? {} : { gracePeriodSeconds: grace }),
  });
  const timeout = flags.duration("timeout") || Number.POSITIVE_INFINITY;
  await waitForObject(session, info, timeout, (object) => object === undefined);
  try {
    return { object: await post(context, info, wanted, dryRun), operation: "configured" };
  } catch (error) {
    await post(context, info, current, dryRun);
    throw error;
  }
}

function lastApplied(current: AnyObject): Record<string, unknown> {
  const text = lastAppliedOf(current);
  return text === undefined ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function fieldsOf(object: AnyObject): Record<string, unknown> {
  return object as unknown as Record<string, unknown>;
}

function warnMissingAnnotation({ io }: CommandContext, info: Info): void {
  writeWarning(
    io,
    `resource ${info.resource.resource}/${info.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
  );
}

/** As errors describe the object that they are about. */
export function infoText(info: Info): string {
  const { resource } = info;
  return `Resource: "${groupVersion(resource)}, Resource=${resource.resource}", GroupVersionKind: "${groupVersion(resource)}, Kind=${resource.kind}"\nName: "${info.name}", Namespace: "${info.namespace}"`;
}

function groupVersion(resource: Resource): string {
  return resource.group === "" ? `/${resource.version}` : apiVersionOf(resource);
}
