// Simple JSON paths to the fields of a schema: `.spec.size`, `.metadata.labels['a']`.

import { type Schema, valuesOf } from "./schema.ts";

export type FieldPath =
  | { readonly kind: "field"; readonly path: string; readonly schema: Schema }
  | { readonly kind: "fault"; readonly text: string };

const TOKEN = /[.[\]]|'(?:[^'\\]|\\.)*'|[^.[\]]+/g;
const NO_FIELD = "does not refer to a valid field";

/** Where the path leads, with the path as errors show it. */
export function fieldPathIn(jsonPath: string, root: Schema): FieldPath {
  const tokens = jsonPath.match(TOKEN) ?? [];
  let schema = root;
  let path = "";
  for (let at = 0; at < tokens.length; at++) {
    const opening = tokens[at];
    if (opening !== "." && opening !== "[") return fault(`expected [ or . but got: ${opening}`);
    const token = tokens[++at];
    if (token === undefined) return fault("unexpected end of JSON path");
    if (opening === "[" && !/^'.*'$/.test(token)) return fault(`expected single quoted string but got ${token}`);
    const name = opening === "." ? token : token.slice(1, -1).replace(/\\(.)/g, "$1");
    const values = valuesOf(schema);
    const isNamed = schema.properties !== undefined;
    const next = isNamed ? schema.properties?.[name] : values;
    if (next === undefined) return fault(NO_FIELD);
    if (!isNamed) path += `[${name}]`;
    else path += path === "" ? name : `.${name}`;
    schema = next;
    if (opening === "." || tokens[++at] === "]") continue;
    return fault(tokens[at] === undefined ? "unexpected end of JSON path" : `expected ] but got ${tokens[at]}`);
  }
  return { kind: "field", path, schema };
}

function fault(text: string): FieldPath {
  return { kind: "fault", text };
}
