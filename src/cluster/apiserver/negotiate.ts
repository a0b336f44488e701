// Content negotiation: in which form a client wants its answer, and whether the form of its request is known.

import type { ApiRequest } from "../../api/request.ts";
import { ApiError, failure } from "../../api/status.ts";
import { type PatchType, patchTypes } from "./patch-types.ts";

/** What a client may ask an object to be turned into. */
export interface Transform {
  readonly kind: "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList";
  readonly version: "v1" | "v1beta1";
}

interface Clause {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

const OBJECT_TYPES = ["application/json", "application/yaml"];
const WATCH_TYPES = ["application/json;stream=watch"];
const BODY_TYPES = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

/** The form that the Accept header prefers of those that this server has: undefined is the object as it is.
 * Throws NotAcceptable where it names none. */
export function acceptedTransform({ accept = "" }: ApiRequest, isWatch = false): Transform | undefined {
  if (accept === "" || accept === "application/json") return undefined;
  for (const clause of clausesOf(accept)) {
    if (!isServed(clause)) continue;
    const as = clause.parameters.get("as");
    if (as === undefined) return undefined;
    const transform = transformOf(as, clause.parameters);
    if (transform !== undefined) return transform;
  }
  throw notAcceptable(isWatch ? WATCH_TYPES : OBJECT_TYPES);
}

export function notAcceptable(types: readonly string[]): ApiError {
  const text = `only the following media types are accepted: ${types.join(", ")}`;
  return new ApiError(failure(406, "NotAcceptable", text));
}

function isServed({ type, subtype }: Clause): boolean {
  if (type === "*" && subtype === "*") return true;
  return type === "application" && (subtype === "*" || subtype === "json" || subtype === "yaml");
}

function transformOf(as: string, parameters: ReadonlyMap<string, string>): Transform | undefined {
  const version = parameters.get("v");
  // The older form of the header leaves the group out.
  if ((parameters.get("g") ?? "meta.k8s.io") !== "meta.k8s.io") return undefined;
  if (version !== "v1" && version !== "v1beta1") return undefined;
  if (as !== "Table" && as !== "PartialObjectMetadata" && as !== "PartialObjectMetadataList") return undefined;
  return { kind: as, version };
}

/** In order of preference: what a client likes better first, and of equals what it names first. */
function clausesOf(accept: string): Clause[] {
  const rank = ({ type, subtype }: Clause): number => (type === "*" ? 2 : subtype === "*" ? 1 : 0);
  return accept
    .split(",")
    .map(clauseOf)
    .sort((a, b) => b.quality - a.quality || rank(a) - rank(b));
}

function clauseOf(text: string): Clause {
  const [media = "", ...words] = text.split(";").map((word) => word.trim());
  const [type = "", subtype = ""] = media.toLowerCase().split("/");
  const parameters = new Map(
    words.map((word): [string, string] => {
      const at = word.indexOf("=");
      return at < 0 ? [word, ""] : [word.slice(0, at).trim(), word.slice(at + 1).trim()];
    }),
  );
  const quality = Number(parameters.get("q") ?? "1");
  return { type, subtype, quality: Number.isFinite(quality) ? quality : 0, parameters };
}

function mediaType(header: string): string {
  return (header.split(";")[0] ?? "").trim().toLowerCase();
}

/** Throws UnsupportedMediaType where a body comes in a form that no object has. */
export function checkBodyType({ contentType = "" }: ApiRequest): void {
  const type = mediaType(contentType);
  // Without a type it is taken for JSON.
  if (type !== "" && type !== "*/*" && !BODY_TYPES.includes(type)) throw unsupportedMediaType(BODY_TYPES);
}

/** Which kind of patch the request is; throws UnsupportedMediaType for none. */
export function patchType({ contentType = "" }: ApiRequest, isCustom: boolean): PatchType {
  const served = patchTypes(isCustom);
  const found = served.find((each) => each === mediaType(contentType));
  if (found === undefined) throw unsupportedMediaType(served);
  return found;
}

function unsupportedMediaType(types: readonly string[]): ApiError {
  const text = `the body of the request was in an unknown format - accepted media types include: ${types.join(", ")}`;
  return new ApiError(failure(415, "UnsupportedMediaType", text));
}
