// Writes nodes as YAML in the order they have, for the messages that show them.

import { KubectlError } from "../../errors.ts";
import { toYaml } from "../../yaml/dump.ts";
import { isEmpty, type ScalarNode, type YamlNode } from "./node.ts";
import { valueOfScalar } from "./value.ts";

const KIND_NAMES = { scalar: "ScalarNode", list: "SequenceNode", map: "MappingNode" } as const;

/** Says that a node is of another kind than it should be. */
export function demandKind(node: YamlNode, kind: YamlNode["kind"]): void {
  if (node.kind === kind) return;
  const expected = `expected ${KIND_NAMES[kind]} but got ${KIND_NAMES[node.kind]}`;
  throw new KubectlError(`wrong node kind: ${expected}: node contents:\n${printNode(node)}`);
}

export function printNode(node: YamlNode): string {
  return isInline(node)
    ? `${inline(node)}\n`
    : blockLines(node)
        .map((line) => `${line}\n`)
        .join("");
}

function isInline(node: YamlNode): boolean {
  return node.kind === "scalar" || node.flow || isEmpty(node);
}

function inline(node: YamlNode): string {
  if (node.kind === "scalar") return scalarText(node);
  if (node.kind === "list") return `[${node.items.map(inline).join(", ")}]`;
  return `{${node.entries.map(({ key, value }) => `${scalarText(key)}: ${inline(value)}`).join(", ")}}`;
}

function scalarText(node: ScalarNode): string {
  if (node.tag === "!!null") return node.text;
  return toYaml(valueOfScalar(node)).trimEnd();
}

function blockLines(node: YamlNode): string[] {
  if (node.kind === "list") return node.items.flatMap((item) => itemLines(item));
  if (node.kind === "scalar") return [scalarText(node)];
  return node.entries.flatMap(({ key, value }) => {
    const name = `${scalarText(key)}:`;
    if (isInline(value)) return [`${name} ${inline(value)}`.trimEnd()];
    const indent = value.kind === "list" ? "" : "  ";
    return [name, ...blockLines(value).map((line) => `${indent}${line}`)];
  });
}

function itemLines(item: YamlNode): string[] {
  const lines = isInline(item) ? [inline(item)] : blockLines(item);
  return lines.map((line, at) => `${at === 0 ? "- " : "  "}${line}`);
}
