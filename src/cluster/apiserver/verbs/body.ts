// From a request's body to a draft of an object: is it the right kind, does every field exist, has every value the right type?

import { parseApiVersion } from "../../../api/catalogue.ts";
import { jsonFault } from "../../../api/json-fault.ts";
import { queryValue } from "../../../api/request.ts";
import { ApiError, badRequest } from "../../../api/status.ts";
import type { AnyObject, Draft } from "../../../api/types.ts";
import type { Scope } from "../core.ts";
import { copyWithoutNulls } from "../decode/copy.ts";
import { DecodeError } from "../decode/error.ts";
import { type Decoded, decodeObject } from "../decode.ts";

export type DraftObject = Draft<AnyObject>;

interface Wanted {
  readonly apiVersion: string;
  readonly kind: string;
}

const SCHEME = "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30";

/** The body as a draft of the wanted kind. */
export function draftFromBody(scope: Scope, wanted: Wanted): DraftObject {
  const { body } = scope.request;
  const fault = typeof body === "string" ? jsonFault(body) : undefined;
  if (fault !== undefined) throw new ApiError(badRequest(fault));
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiError(
      badRequest(
        `the object provided is unrecognized (must be of type ${wanted.kind}): couldn't get version/kind; json parse error`,
      ),
    );
  }
  const { apiVersion = wanted.apiVersion, kind = wanted.kind } = body as Partial<AnyObject>;
  const subject = `${kind} in version ${JSON.stringify(parseApiVersion(apiVersion).version)} cannot be handled as a ${wanted.kind}`;
  if (apiVersion !== wanted.apiVersion && kind === wanted.kind) {
    throw new ApiError(
      badRequest(
        `the API version in the data (${apiVersion}) does not match the expected API version (${wanted.apiVersion})`,
      ),
    );
  }
  // What kind a custom resource is of is for its validation to say.
  if (kind !== wanted.kind && !isOfDefinition(scope, wanted)) {
    const text = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme ${JSON.stringify(SCHEME)}`;
    throw new ApiError(badRequest(`${subject}: ${text}`));
  }
  try {
    const decoded = decodeAs(scope, body, wanted);
    reportUnknown(scope, decoded.unknownFields, subject);
    return decoded.value as unknown as DraftObject;
  } catch (error) {
    if (error instanceof DecodeError) throw new ApiError(badRequest(`${subject}: ${error.message}`));
    throw error;
  }
}

/** A kind that has a spec has one even where none was sent: its fields all have their zero values. */
export function withSpec({ core, resource }: Scope, draft: DraftObject): void {
  const struct = core.schema().kind(resource.apiVersion, resource.info.kind);
  if (struct?.fields.get("spec")?.type.kind === "struct") draft.spec ??= {};
}

/** Decodes by the schema, or as it stands where there is none. */
export function decodeAs(scope: Scope, body: object, wanted: Wanted): Decoded {
  const { custom } = scope.resource.definition;
  if (custom !== undefined && isOfDefinition(scope, wanted)) return withType(custom.decode(body), wanted);
  const struct = scope.core.schema().kind(wanted.apiVersion, wanted.kind);
  const { value, unknownFields } =
    struct === undefined
      ? { value: copyWithoutNulls(body) as Record<string, unknown>, unknownFields: [] }
      : decodeObject(body, struct);
  const metadata = value.metadata ?? {};
  return { value: { ...value, apiVersion: wanted.apiVersion, kind: wanted.kind, metadata }, unknownFields };
}

/** A configuration for server-side apply: fields that it leaves out stay out. */
export function decodeConfiguration(scope: Scope, body: object, wanted: Wanted): Decoded {
  const { custom } = scope.resource.definition;
  return custom === undefined ? decodeAs(scope, body, wanted) : withType(custom.configured(body), wanted);
}

/** Whether it is one of the resource's own objects, and not of one of its subresources. */
function isOfDefinition({ resource }: Scope, { apiVersion, kind }: Wanted): boolean {
  return resource.definition.custom !== undefined && resource.apiVersion === apiVersion && resource.info.kind === kind;
}

function withType({ value, unknownFields }: Decoded, wanted: Wanted): Decoded {
  const { apiVersion = wanted.apiVersion, kind = wanted.kind, metadata = {} } = value;
  return { value: { ...value, apiVersion, kind, metadata }, unknownFields };
}

/** Strict refuses unknown fields, Warn (which is the default) names them, Ignore says nothing. */
export function reportUnknown(scope: Scope, unknownFields: readonly string[], subject: string): void {
  if (unknownFields.length === 0) return;
  const mode = queryValue(scope.request.query, "fieldValidation") ?? "Warn";
  const texts = unknownFields.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (mode === "Strict") throw new ApiError(badRequest(`${subject}: strict decoding error: ${texts.join(", ")}`));
  if (mode === "Warn") scope.warnings.push(...texts);
}
