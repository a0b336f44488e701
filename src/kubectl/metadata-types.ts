// Metadata is decoded by kubectl itself, so a wrong type in it is refused before the server sees it.

const STRING_FIELDS = ["name", "generateName", "namespace", "uid", "resourceVersion", "selfLink"];

/** Go's text about the first field of metadata that has a wrong type. */
export function metadataTypeError(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (typeof metadata !== "object" || Array.isArray(metadata)) {
    return `json: cannot unmarshal ${jsonType(metadata)} into Go struct field .metadata of type v1.ObjectMeta`;
  }
  for (const [field, value] of Object.entries(metadata)) {
    const problem = fieldProblem(field, value);
    if (problem !== undefined) return `json: cannot unmarshal ${problem} of type string`;
  }
  return undefined;
}

function fieldProblem(field: string, value: unknown): string | undefined {
  if (value === null) return undefined;
  const place = `into Go struct field ObjectMeta.metadata.${field}`;
  if (STRING_FIELDS.includes(field)) return typeof value === "string" ? undefined : `${jsonType(value)} ${place}`;
  if (field !== "labels" && field !== "annotations") return undefined;
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const wrong = Object.values(value).find((item) => item !== null && typeof item !== "string");
  return wrong === undefined ? undefined : `${jsonType(wrong)} ${place}`;
}

function jsonType(value: unknown): string {
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
