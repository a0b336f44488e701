// What becomes of an edited object: a patch of it, a new object, or another last-applied-configuration annotation.

import { deepEqual } from "../../../api/equality.ts";
import { goSyntax } from "../../../api/go-values.ts";
import { createTwoWayMergePatch } from "../../../api/patch/strategic.ts";
import type { AnyObject } from "../../../api/types.ts";
import { withChangeCause } from "../../change-cause.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { goJson } from "../../go-json.ts";
import type { Info } from "../../info.ts";
import { LAST_APPLIED, withLastApplied } from "../../last-applied.ts";
import { structOfKind } from "../../openapi.ts";
import { objectPrinter } from "../../printers/print-flags.ts";
import { infoPath } from "../../resource-builder.ts";
import { resourcePath } from "../../rest-mapper.ts";
import { fieldValidation } from "../../validation.ts";
import type { EditMode } from "./edit-session.ts";

type Fields = Record<string, unknown>;

/** kubectl edit. */
export const patchMode: EditMode = {
  ofAnnotation: false,
  retries: true,
  async save(context, originals, edited) {
    const { session, flags, io } = context;
    const before = originalOf(originals, edited);
    const managedFields = before.metadata.managedFields;
    const wanted = withChangeCause(context, edited.object as AnyObject);
    const complete = {
      ...wanted,
      metadata: { ...wanted.metadata, ...(managedFields === undefined ? {} : { managedFields }) },
    };
    const after = (flags.bool("save-config") ? withLastApplied(complete) : complete) as AnyObject;
    if (deepEqual(before, after)) return objectPrinter(context, "skipped").print(after);
    const struct = await structOfKind(session.client, edited.resource);
    const patch = createTwoWayMergePatch(before as unknown as Fields, after as unknown as Fields, struct);
    requireSameIdentity(patch);
    if (flags.bool("output-patch")) io.stdout.write(`Patch: ${goJson(patch)}\n`);
    const path = infoPath({ ...edited, name: before.metadata.name ?? "" }, flags.string("subresource"));
    const kind = struct === undefined ? "merge" : "strategic";
    objectPrinter(context, "edited").print(await session.client.patch(path, kind, patch, queryOf(context)));
  },
};

function queryOf({ flags }: CommandContext): Record<string, string> {
  return { fieldManager: flags.string("field-manager"), ...fieldValidation(flags) };
}

// Objects are told apart by their uid: somebody may have edited the name.
function originalOf(originals: readonly Info[], edited: Info): AnyObject {
  const uid = edited.object?.metadata?.uid;
  const found = originals.find((info) => info.object?.metadata.uid === uid)?.object;
  if (found === undefined)
    throw new KubectlError(
      `no original object found for &unstructured.Unstructured{Object:${goSyntax(edited.object)}}`,
    );
  return found;
}

function requireSameIdentity(patch: Readonly<Record<string, unknown>>): void {
  const metadata = (patch.metadata ?? {}) as Fields;
  if ("apiVersion" in patch || "kind" in patch || "managedFields" in patch || "name" in metadata)
    throw new KubectlError("At least one of apiVersion, kind and name was changed");
}

/** kubectl create --edit. */
export const createMode: EditMode = {
  ofAnnotation: false,
  nativeLineEndings: true,
  retries: false,
  async save(context, _originals, edited) {
    const { session, flags } = context;
    const wanted = withChangeCause(context, edited.object as AnyObject);
    const object = flags.bool("save-config") ? withLastApplied(wanted) : wanted;
    const path = resourcePath(edited.resource, edited.namespace);
    objectPrinter(context, "created").print(await session.client.create(path, object, queryOf(context)));
  },
};

/** kubectl apply edit-last-applied: what is edited is the annotation, so that alone is sent. */
export const annotationMode: EditMode = {
  ofAnnotation: true,
  retries: false,
  async save(context, originals, edited) {
    const object = edited.object as AnyObject;
    // What was applied has no uid, so that the first of several is taken for the original of each.
    if (deepEqual(originalOf(originals, edited), object)) return objectPrinter(context, "skipped").print(object);
    const patch = { metadata: { annotations: { [LAST_APPLIED]: `${goJson(object)}\n` } } };
    await context.session.client.patch(infoPath(edited), "merge", patch, queryOf(context));
    objectPrinter(context, "edited").print(object);
  },
};
