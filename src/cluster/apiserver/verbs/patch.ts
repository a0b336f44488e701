// patch: four ways to say what shall be different.

import { goValue } from "../../../api/go-values.ts";
import {
  type ApplyResult,
  applyConfiguration,
  conflictMessage,
  type FieldConflict,
} from "../../../api/managed-fields.ts";
import { applyJsonPatch, JsonPatchError, type JsonPatchOperation } from "../../../api/patch/json-patch.ts";
import { mergePatch } from "../../../api/patch/merge.ts";
import { applyStrategicPatch, StrategicPatchError } from "../../../api/patch/strategic.ts";
import { type ApiResponse, queryFlag } from "../../../api/request.ts";
import { ApiError, badRequest, failure, unsupported } from "../../../api/status.ts";
import type { AnyObject } from "../../../api/types.ts";
import type { Scope } from "../core.ts";
import { DecodeError } from "../decode/error.ts";
import { patchType } from "../negotiate.ts";
import { APPLY_PATCH, JSON_PATCH, MERGE_PATCH, type PatchType, STRATEGIC_PATCH } from "../patch-types.ts";
import { presentation } from "../presentation.ts";
import { checkPatchOptions } from "../write-options.ts";
import { type DraftObject, decodeAs, decodeConfiguration, reportUnknown } from "./body.ts";
import { create } from "./create.ts";
import { fieldManager, mergeOf } from "./field-manager.ts";
import { conflictsWithOthers, mindsLastApplied, withLastApplied } from "./last-applied.ts";
import { typedPatchErrors } from "./typed-patch.ts";
import { checkNames, currentObject, update } from "./update.ts";

type Fields = Readonly<Record<string, unknown>>;

const mostOperations = 10_000;

export function patchObject(scope: Scope): ApiResponse {
  const type = patchType(scope.request, scope.resource.isCustom);
  checkPatchOptions(scope.request, type);
  if (type === APPLY_PATCH) return applyObject(scope);
  const current = currentObject(scope);
  const draft = decodePatched(scope, whatMayDiffer(scope, patched(scope, type, current), current));
  checkNames(scope, draft);
  const previous = scope.core.storage.get(scope.resource, scope.namespace, scope.info.name);
  return { kind: "object", status: 200, body: presentation(scope).object(update(scope, previous, draft)) };
}

/** Leaves out what a merge has not touched and this door does not need: there is nothing in it to check. */
function whatMayDiffer({ info }: Scope, result: Fields, current: AnyObject): Fields {
  const metadata = result.metadata as Fields | undefined;
  const { managedFields, ...others } = metadata ?? {};
  const next = managedFields === current.metadata.managedFields ? { ...result, metadata: others } : { ...result };
  if (info.subresource !== "status") return next;
  return Object.fromEntries(
    Object.entries(next).filter(([name, value]) => name === "status" || value !== current[name]),
  );
}

/** The current object (of any kind) with the request's patch applied. */
export function patched(
  scope: Scope,
  type: PatchType,
  current: Fields & { readonly apiVersion: string; readonly kind: string },
): Fields {
  const { body } = scope.request;
  if (type === JSON_PATCH) return jsonPatched(current, body);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    const what = Array.isArray(body) ? "array" : typeof body === "boolean" ? "bool" : typeof body;
    throw new ApiError(
      badRequest(`error decoding patch: json: cannot unmarshal ${what} into Go value of type map[string]interface {}`),
    );
  }
  if (type === MERGE_PATCH) return mergePatch(current, body) as Fields;
  const struct = scope.core.schema().kind(current.apiVersion, current.kind);
  try {
    return applyStrategicPatch(current, body as Fields, struct);
  } catch (error) {
    if (error instanceof StrategicPatchError) throw new ApiError(badRequest(error.message));
    throw error;
  }
}

function jsonPatched(current: Fields, body: unknown): Fields {
  if (!Array.isArray(body)) {
    const type = typeof body === "boolean" ? "bool" : typeof body;
    throw new ApiError(
      badRequest(`error decoding patch: json: cannot unmarshal ${type} into Go value of type []handlers.jsonPatchOp`),
    );
  }
  if (body.length > mostOperations) {
    const text = `The allowed maximum operations in a JSON patch is ${mostOperations}, got ${body.length}`;
    throw new ApiError(failure(413, "RequestEntityTooLarge", `Request entity too large: ${text}`));
  }
  try {
    return applyJsonPatch(current, body as readonly JsonPatchOperation[]) as Fields;
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    const text = "the server rejected our request due to an error in our request";
    throw new ApiError(failure(422, "Invalid", text, {}));
  }
}

export function decodePatched(scope: Scope, result: Fields, decode = decodeAs): DraftObject {
  const { apiVersion, info } = scope.resource;
  try {
    const { value, unknownFields } = decode(scope, result, { apiVersion, kind: info.kind });
    reportUnknown(
      scope,
      unknownFields,
      `${info.kind} in version ${JSON.stringify(info.version)} cannot be handled as a ${info.kind}`,
    );
    return value as unknown as DraftObject;
  } catch (error) {
    if (error instanceof DecodeError) throw invalidPatch(scope, result, error);
    throw error;
  }
}

/** A patch that makes a field's type wrong: the words depend on whether the object or the patch is converted. */
function invalidPatch({ request }: Scope, result: Fields, error: DecodeError): ApiError {
  const isStrategic = request.contentType?.startsWith(STRATEGIC_PATCH) === true;
  const value = isStrategic ? goValue(request.body) : JSON.stringify(result);
  const body = `Invalid value: ${JSON.stringify(value)}: ${isStrategic ? error.conversion : error.message}`;
  const causes = [{ reason: "FieldValueInvalid", message: body, field: "patch" }];
  return new ApiError(failure(422, "Invalid", ` "" is invalid: patch: ${body}`, { causes }));
}

/** Server-side apply: creates, or merges what the manager wants into what is. */
function applyObject(scope: Scope): ApiResponse {
  const { core, resource, info, request } = scope;
  const config = appliedConfiguration(request.body);
  if (config.metadata?.managedFields !== undefined)
    throw new ApiError(badRequest("metadata.managedFields must be nil"));
  const version = (config.apiVersion as string | undefined) ?? "";
  if (version !== resource.apiVersion) {
    const which = `Specified patch version: ${version}, expected: ${resource.apiVersion}`;
    throw new ApiError(badRequest(`Incorrect version specified in apply patch. ${which}`));
  }
  checkNames(scope, config as DraftObject);
  const named = { ...config, metadata: { ...config.metadata, name: info.name } };
  const who = fieldManager(scope, "Apply");
  const struct = core.schema().kind(resource.apiVersion, resource.info.kind);
  const merge = mergeOf(scope, { apiVersion: resource.apiVersion, kind: resource.info.kind });
  if (merge === undefined) throw new ApiError(unsupported("server-side apply of such objects"));
  const own = resource.definition.custom?.configurationErrors(config) ?? [];
  const problems = struct === undefined ? own : typedPatchErrors(config, struct);
  if (problems.length > 0) throw typedPatchFailure(scope, problems);
  const wanted = decodePatched(scope, named, decodeConfiguration) as unknown as Fields;
  const stored = core.storage.find(resource, scope.namespace, info.name);
  const live =
    stored === undefined
      ? { apiVersion: resource.apiVersion, kind: resource.info.kind, metadata: { name: info.name } }
      : currentObject(scope);
  const entries = stored?.metadata.managedFields ?? [];
  const apply = (force: boolean) => applyConfiguration(live, wanted, entries, merge, who, force);
  const first = apply(queryFlag(request.query, "force"));
  const conflicts =
    first.kind === "conflicts" && mindsLastApplied(who)
      ? conflictsWithOthers(first.conflicts, live, merge)
      : conflictsOf(first);
  const result = first.kind === "conflicts" && conflicts.length === 0 ? apply(true) : first;
  if (result.kind === "conflicts") {
    const causes = conflicts.map(({ manager, path }) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${manager}`,
      field: path,
    }));
    throw new ApiError(failure(409, "Conflict", conflictMessage(conflicts), { causes }));
  }
  const merged = mindsLastApplied(who) ? withLastApplied(result.object, config) : result.object;
  const { value } = decodeAs(scope, merged, { apiVersion: resource.apiVersion, kind: resource.info.kind });
  const draft = value as unknown as DraftObject;
  const done =
    stored === undefined ? create(scope, draft, result.entries) : update(scope, stored, draft, result.entries);
  return { kind: "object", status: stored === undefined ? 201 : 200, body: presentation(scope).object(done) };
}

function conflictsOf(result: ApplyResult): readonly FieldConflict[] {
  return result.kind === "conflicts" ? result.conflicts : [];
}

function appliedConfiguration(body: unknown): AnyObject {
  const type = Array.isArray(body) ? "array" : typeof body === "boolean" ? "bool" : typeof body;
  if (type === "object" || body === undefined) {
    const sent = body as Partial<AnyObject> | null | undefined;
    return { ...sent, metadata: sent?.metadata ?? {} } as AnyObject;
  }
  const why = `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
  throw new ApiError(badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${why}`));
}

function typedPatchFailure({ namespace, info, resource }: Scope, problems: readonly string[]): ApiError {
  const object = namespace === undefined ? `/${info.name}` : `${namespace}/${info.name}`;
  const text = `failed to create typed patch object (${object}; ${resource.apiVersion}, Kind=${resource.info.kind}): `;
  const lines = problems.length === 1 ? problems[0] : `errors:\n${problems.map((each) => `  ${each}`).join("\n")}`;
  return new ApiError(failure(500, "", text + lines));
}
