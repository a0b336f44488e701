// Reads YAML into nodes, with the errors of the third version of the Go library.

import { KubectlError } from "../../errors.ts";
import { type Builder, Loader } from "../../yaml/loader.ts";
import { YamlError } from "../../yaml/reader.ts";
import type { Token } from "../../yaml/scanner.ts";
import {
  isNull,
  listNode,
  type MapEntry,
  type MapNode,
  mapNode,
  type ScalarNode,
  STRING,
  scalar,
  type YamlNode,
} from "./node.ts";
import { meaningOf } from "./resolve.ts";

/** The text is no YAML. */
export class YamlSyntaxError extends KubectlError {}

/** All documents of a text that hold anything. */
export function parseNodes(text: string): YamlNode[] {
  return documentsOf(text.replaceAll("\r\n", "\n"))
    .map(parseNode)
    .filter((node): node is YamlNode => !isNull(node));
}

/** The first document. */
function parseNode(text: string): YamlNode | undefined {
  try {
    return new Loader(text, builderFor(text)).document();
  } catch (error) {
    if (error instanceof YamlError) throw new YamlSyntaxError(error.inVersion3);
    throw error;
  }
}

// A line that begins with --- parts documents; nothing but a comment may follow on it.
function documentsOf(text: string): string[] {
  if (text === "") return [];
  const documents: string[] = [];
  let begin = 0;
  for (const match of text.matchAll(/\n---.*\n/g)) {
    const rest = match[0].slice(4).trim();
    if (rest !== "" && !rest.startsWith("#")) throw new KubectlError(`invalid document separator: ${match[0].trim()}`);
    documents.push(`${text.slice(begin, match.index)}\n`);
    begin = match.index + match[0].length;
  }
  return [...documents, text.slice(begin)];
}

function builderFor(text: string): Builder<YamlNode> {
  const lines = text.split("\n");
  return {
    scalar: (token, tag) => scalarOf(token, tag, commentsAbove(lines, token)),
    empty: (tag) => scalar("", tag === "" ? "!!null" : tag === "!" ? STRING : tag),
    list: (items, _tag, flow) => ({ ...listNode(items), flow }),
    map: (entries, _tag, flow) => ({ ...mapNode(mergedEntries(entries)), flow }),
  };
}

function scalarOf(token: Token, tag: string, above: number): ScalarNode {
  const { value: text, plain } = token;
  const said = tag === "!" ? STRING : tag.replace(/^!<tag:yaml\.org,2002:(.*)>$/, "!!$1");
  const type = said !== "" ? said : plain ? meaningOf(text).tag : STRING;
  // A type that is written out says more than quotes do.
  const node: ScalarNode = { kind: "scalar", text, tag: type, quoted: !plain && said === "" };
  return above === 0 ? node : { ...node, commentsAbove: above };
}

function commentsAbove(lines: readonly string[], { mark }: Token): number {
  if (!/^[\s-]*$/.test((lines[mark.line] ?? "").slice(0, mark.column))) return 0;
  let count = 0;
  for (let at = mark.line - 1; at >= 0 && /^\s*(#|$)/.test(lines[at] ?? ""); at--)
    if (/#/.test(lines[at] ?? "")) count++;
  return count;
}

/** What `<<` names comes before the map's own fields, which win. */
function mergedEntries(pairs: readonly (readonly [YamlNode, YamlNode])[]): MapEntry[] {
  const own = pairs.map(([key, value]) => ({ key: keyOf(key), value }));
  if (!own.some(({ key }) => key.tag === "!!merge")) return own;
  const merged = mapNode();
  for (const { key, value } of own) {
    if (key.tag !== "!!merge") continue;
    for (const source of value.kind === "list" ? [...value.items].reverse() : [value])
      if (source.kind === "map") for (const entry of source.entries) putEntry(merged, { ...entry });
  }
  for (const entry of own) if (entry.key.tag !== "!!merge") putEntry(merged, entry);
  return merged.entries;
}

function putEntry(map: MapNode, entry: MapEntry): void {
  const at = map.entries.findIndex(({ key }) => key.text === entry.key.text);
  if (at === -1) map.entries.push(entry);
  else map.entries[at] = entry;
}

function keyOf(node: YamlNode): ScalarNode {
  if (node.kind === "scalar") return node;
  throw new YamlSyntaxError(`yaml: invalid map key: a ${node.kind}`);
}
