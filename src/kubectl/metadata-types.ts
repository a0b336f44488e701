// Metadata is decoded by kubectl itself, so a wrong type in it is refused before the server sees it.

const STRING_FIELDS = ["name", "generateName", "namespace", "uid", "resourceVersion", "selfLink"];

const STRUCT = "Go struct field metadataOnlyObject";

/** Go's text about the first wrong type in what kubectl reads of every object: its version, and its metadata. */
export function typeError({ apiVersion, metadata }: Readonly<Record<string, unknown>>): string | undefined {
  if (apiVersion !== undefined && apiVersion !== null && typeof apiVersion !== "string")
    return `json: cannot unmarshal ${jsonType(apiVersion)} into ${STRUCT}.apiVersion of type string`;
  if (metadata === undefined || metadata === null) return undefined;
  if (typeof metadata !== "object" || Array.isArray(metadata))
    return `json: cannot unmarshal ${jsonType(metadata)} into ${STRUCT}.metadata of type v1.ObjectMeta`;
  for (const [field, value] of Object.entries(metadata)) {
    const problem = fieldProblem(field, value);
    if (problem !== undefined) return `json: cannot unmarshal ${problem}`;
  }
  return undefined;
}

function fieldProblem(field: string, value: unknown): string | undefined {
  if (value === null) return undefined;
  const place = `into Go struct field ObjectMeta.metadata.${field}`;
  if (STRING_FIELDS.includes(field))
    return typeof value === "string" ? undefined : `${jsonType(value)} ${place} of type string`;
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
