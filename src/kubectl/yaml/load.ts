// Reads YAML as sigs.k8s.io/yaml does: YAML 1.1 into JSON values, with the Go library's texts for errors.

import { bytesOfText, joinedText, readableText } from "../../bytes/bytes.ts";
import { Loader } from "./loader.ts";
import { YamlError } from "./reader.ts";
import { ValueBuilder } from "./values.ts";

export interface LoadedYaml {
  readonly value?: unknown;
  /** Go's text of what is wrong, as `error converting YAML to JSON: yaml: line 3: …`. */
  readonly error?: string;
}

/** The first document of a text. */
export function parseYamlDocument(text: string): LoadedYaml {
  const joined = joinedText(text);
  if (/^\s*[[{]/.test(text)) {
    const json = parseJson(readableText(joined));
    if (json !== undefined) return json;
    if (/^\s*\{\s*"/.test(text) && !/\}\s*$/.test(text)) return { error: "unexpected EOF" };
  }
  return parseYaml(text);
}

/** The same of what is known to be YAML, though it may begin like JSON. */
export function parseYaml(text: string): LoadedYaml {
  const { value, error } = parseOnlyYaml(text);
  return error === undefined ? { value } : { error: `error converting YAML to JSON: ${error}` };
}

/** The same, with Go's text of a fault as its YAML library gives it. */
export function parseOnlyYaml(text: string): LoadedYaml {
  const joined = joinedText(text);
  const unreadable = readerFault(joined);
  if (unreadable !== undefined) return { error: `yaml: ${unreadable}` };
  const values = new ValueBuilder();
  try {
    return { value: values.finished(new Loader(joined, values).document()) };
  } catch (error) {
    if (error instanceof YamlError) return { error: error.message };
    throw error;
  }
}

/** What Go's reader says of the first character that YAML does not have. */
function readerFault(text: string): string | undefined {
  const found = UNREADABLE.exec(text)?.[0];
  if (found === undefined) return undefined;
  return /[\ud800-\udfff]/.test(found) ? octetFault(found) : "control characters are not allowed";
}

const UNREADABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]/u;

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
