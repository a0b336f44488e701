// Metadata is decoded by kubectl itself, so a wrong type in it is refused before the server sees it.

import { instantFault } from "./instant.ts";

const STRING_FIELDS = ["name", "generateName", "namespace", "uid", "resourceVersion", "selfLink"];

// A time that cannot be read ends Go's decoding at once; of other faults it tells the first when all is read.
const TIME_FIELDS = ["creationTimestamp", "deletionTimestamp"];

const STRUCT = "Go struct field metadataOnlyObject";

/** Go's text about the first wrong type in what kubectl reads of every object: its version, and its metadata. */
export function typeError({ apiVersion, metadata }: Readonly<Record<string, unknown>>): string | undefined {
  const wrongVersion =
    apiVersion !== undefined && apiVersion !== null && typeof apiVersion !== "string"
      ? `json: cannot unmarshal ${jsonType(apiVersion)} into ${STRUCT}.apiVersion of type string`
      : undefined;
  return wrongVersion ?? metadataError(metadata);
}

function metadataError(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (typeof metadata !== "object" || Array.isArray(metadata))
    return `json: cannot unmarshal ${jsonType(metadata)} into ${STRUCT}.metadata of type v1.ObjectMeta`;
  for (const field of TIME_FIELDS) {
    const problem = timeProblem(field, (metadata as Readonly<Record<string, unknown>>)[field]);
    if (problem !== undefined) return problem;
  }
  for (const [field, value] of Object.entries(metadata)) {
    const problem = fieldProblem(field, value);
    if (problem !== undefined) return `json: cannot unmarshal ${problem}`;
  }
  return undefined;
}

function timeProblem(field: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "string")
    return `json: cannot unmarshal ${jsonType(value)} into Go struct field ObjectMeta.metadata.${field} of type string`;
  return instantFault(value);
}

function fieldProblem(field: string, value: unknown): string | undefined {
  if (value === null) return undefined;
  const place = `into Go struct field ObjectMeta.metadata.${field}`;
  if (STRING_FIELDS.includes(field))
    return typeof value === "string" ? undefined : `${jsonType(value)} ${place} of type string`;
  if (field === "deletionGracePeriodSeconds")
    return typeof value === "number" ? undefined : `${jsonType(value)} ${place} of type int64`;
  if (field !== "labels" && field !== "annotations") return undefined;
  if (typeof value !== "object" || Array.isArray(value)) return `${jsonType(value)} ${place} of type map[string]string`;
  const wrong = Object.values(value).find((item) => item !== null && typeof item !== "string");
  return wrong === undefined ? undefined : `${jsonType(wrong)} ${place} of type string`;
}

function jsonType(value: unknown): string {
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
