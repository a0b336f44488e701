// Reads YAML as sigs.k8s.io/yaml does: YAML 1.1 into JSON values, with the Go library's texts for errors.

import { bytesOfText, joinedText, readableText } from "../../bytes/bytes.ts";
import { type Builder, Loader } from "./loader.ts";
import { YamlError } from "./reader.ts";
import { resolveScalar } from "./resolve.ts";
import type { Token } from "./scanner.ts";

export interface LoadedYaml {
  readonly value?: unknown;
  /** Go's text of what is wrong, as `error converting YAML to JSON: yaml: line 3: …`. */
  readonly error?: string;
}

/** The first document of a text. */
export function parseYamlDocument(text: string): LoadedYaml {
  const joined = joinedText(text);
  const stray = /[\ud800-\udfff]/u.exec(joined);
  if (/^\s*[[{]/.test(text)) {
    const json = parseJson(readableText(joined));
    if (json !== undefined) return json;
    if (/^\s*\{\s*"/.test(text) && !/\}\s*$/.test(text)) return { error: "unexpected EOF" };
  }
  if (stray !== null) return { error: `error converting YAML to JSON: yaml: ${octetFault(stray[0])}` };
  try {
    return { value: new Loader(joined, VALUES).document() ?? null };
  } catch (error) {
    if (error instanceof YamlError) return { error: `error converting YAML to JSON: ${error.message}` };
    throw error;
  }
}

/** What Go's reader says of the first byte that is no UTF-8. */
function octetFault(escaped: string): string {
  const [byte = 0] = bytesOfText(escaped);
  return `invalid ${byte >= 0xc0 && byte < 0xf8 ? "trailing" : "leading"} UTF-8 octet`;
}

// JSON is nearly all YAML too; this is only the fast way.
function parseJson(text: string): LoadedYaml | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const VALUES: Builder<unknown> = {
  scalar: scalarValue,
  empty: (tag) => (tag === "" ? null : ""),
  list: (items) => items,
  map: mapOf,
};

function scalarValue(token: Token, tag: string): unknown {
  if (tag === "!!str" || tag === "!") return token.value;
  if (!token.plain && tag === "") return token.value;
  const { tag: type, value } = resolveScalar(token.value);
  if (type === "merge" || type === "timestamp") return token.value;
  return value;
}

// The last of equal keys wins; `<<` takes over what another mapping has. Keys become strings as JSON needs them.
function mapOf(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const map: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    if (key !== "<<") continue;
    for (const merged of Array.isArray(value) ? [...value].reverse() : [value]) Object.assign(map, merged);
  }
  for (const [key, value] of entries) if (key !== "<<") map[key === null ? "null" : String(key)] = value;
  return map;
}
