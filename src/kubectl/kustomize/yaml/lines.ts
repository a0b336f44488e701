// Counts the lines that nodes come to when they are written as YAML again, since errors about repeated keys name them.

import type { MapNode, YamlNode } from "./node.ts";

/** What is said of each key that a map has twice: `line 9: mapping key "a" already defined at line 7`. */
export function repeatedKeys(root: MapNode): string[] {
  const complaints: string[] = [];
  countLines(root, 1, complaints);
  return complaints;
}

// The lines of a node that begins on `line`; the answer is the line after it.
function countLines(node: YamlNode, line: number, complaints: string[]): number {
  if (node.kind === "scalar")
    return line + (node.text.includes("\n") ? node.text.replace(/\n$/, "").split("\n").length : 0) + 1;
  if (node.kind === "list") return countList(node.items, node.flow, line, complaints);
  const seen = new Map<string, number>();
  const found: [first: number, text: string][] = [];
  let at = line;
  for (const { key, value } of node.entries) {
    at += node.flow ? 0 : (key.commentsAbove ?? 0);
    const first = seen.get(key.text);
    if (first === undefined) seen.set(key.text, at);
    else found.push([first, `line ${at}: mapping key "${key.text}" already defined at line ${first}`]);
    const isBlock = value.kind !== "scalar" && !value.flow && sizeOf(value) > 0;
    const next = countLines(value, isBlock ? at + 1 : at, complaints);
    if (!node.flow) at = isBlock ? next : Math.max(next, at + 1);
  }
  complaints.push(...found.map(([, text]) => text));
  return node.flow || node.entries.length === 0 ? line + 1 : at;
}

function countList(items: readonly YamlNode[], flow: boolean, line: number, complaints: string[]): number {
  let at = line;
  for (const item of items) {
    const next = countLines(item, at, complaints);
    if (!flow) at = next;
  }
  return flow || items.length === 0 ? line + 1 : at;
}

function sizeOf(node: YamlNode): number {
  return node.kind === "list" ? node.items.length : node.kind === "map" ? node.entries.length : 1;
}
