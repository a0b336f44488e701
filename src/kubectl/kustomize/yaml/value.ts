// Turns nodes into JSON values and back, as writing them as YAML and reading that again does: quotes, tags and texts decide over types together.

import { goFloat, goSyntax } from "../../../api/go-values.ts";
import { textOfBase64 } from "../../../bytes/base64.ts";
import { KubectlError } from "../../errors.ts";
import { goJson } from "../../go-json.ts";
import { repeatedKeys } from "./lines.ts";
import { listNode, type MapNode, mapNode, type ScalarNode, STRING, scalar, type YamlNode } from "./node.ts";
import { meaningOf } from "./resolve.ts";

/** The object as JSON holds it. */
export function objectOf(node: MapNode): Record<string, unknown> {
  const repeated = repeatedKeys(node);
  if (repeated.length > 0)
    throw new KubectlError(`yaml: unmarshal errors:\n${repeated.map((line) => `  ${line}`).join("\n")}`);
  return fieldsOf(node, (key) => key.text);
}

/** As `objectOf`, after a way through JSON, on which all numbers become floats. */
export function jsonObjectOf(node: MapNode): Record<string, unknown> {
  return JSON.parse(goJson(demandJson(objectOf(node)))) as Record<string, unknown>;
}

/** As `objectOf`, but a failure names the object as far as it can be read: what ends a build. */
export function finalObjectOf(node: MapNode): Record<string, unknown> {
  try {
    return demandJson(objectOf(node));
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(
      `${error instanceof NoJson ? goSyntax(objectOf(node)) : "map[string]interface {}(nil)"}: ${error.message}`,
    );
  }
}

/** A value that YAML has and JSON has not. */
class NoJson extends KubectlError {}

export function valueOfNode(node: YamlNode): unknown {
  if (node.kind === "scalar") return valueOfScalar(node);
  if (node.kind === "list") return node.items.map(valueOfNode);
  const odd = node.entries.some(({ key }) => typeof valueOfScalar(key) !== "string");
  if (odd) return new Map(node.entries.map(({ key, value }) => [valueOfScalar(key), valueOfNode(value)]));
  return fieldsOf(node, (key) => String(valueOfScalar(key)));
}

function fieldsOf(node: MapNode, nameOf: (key: ScalarNode) => string): Record<string, unknown> {
  return Object.fromEntries(node.entries.map(({ key, value }) => [nameOf(key), valueOfNode(value)]));
}

export function valueOfScalar({ text, tag, quoted }: ScalarNode): unknown {
  if (tag === STRING) return text;
  const meaning = meaningOf(text);
  if (tag === "" || tag === meaning.tag) return quoted || meaning.tag === "!!merge" ? text : meaning.value;
  if (tag === "!!float" && meaning.tag === "!!int") return meaning.value;
  if (tag === "!!binary") return textOfBase64(text) ?? text;
  if (!tag.startsWith("!!")) return text;
  throw new KubectlError(`yaml: cannot decode ${meaning.tag} \`${text}\` as a ${tag}`);
}

function demandJson<T>(value: T): T {
  if (value instanceof Map) throw new NoJson("json: unsupported type: map[interface {}]interface {}");
  if (typeof value === "number" && !Number.isFinite(value)) {
    const name = Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    throw new NoJson(`json: unsupported value: ${name}`);
  }
  if (typeof value === "object" && value !== null)
    for (const key of Object.keys(value).sort()) demandJson((value as Record<string, unknown>)[key]);
  return value;
}

/** The nodes that stand for a JSON value, its fields sorted. */
export function nodeOfValue(value: unknown): YamlNode {
  if (value === null || value === undefined) return scalar("null", "!!null");
  if (typeof value === "string") return { ...scalar(value, STRING), quoted: meaningOf(value).tag !== STRING };
  if (typeof value === "boolean") return scalar(String(value), "!!bool");
  if (typeof value === "number") {
    // JSON knows no integers: Go takes all numbers for floats.
    const text = goFloat(value);
    return scalar(text, meaningOf(text).tag);
  }
  if (typeof value !== "object") return scalar(String(value), "!!int");
  if (Array.isArray(value)) return listNode(value.map(nodeOfValue));
  return mapOfFields(value as Record<string, unknown>);
}

export function mapOfFields(fields: Readonly<Record<string, unknown>>): MapNode {
  const names = Object.keys(fields).sort();
  return mapNode(
    names.map((name) => ({
      key: { ...scalar(name, STRING), quoted: meaningOf(name).tag !== STRING },
      value: nodeOfValue(fields[name]),
    })),
  );
}
