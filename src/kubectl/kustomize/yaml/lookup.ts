// Finds nodes by a path of field names, `[name=web]`, indices and `*`, and makes what is missing where that is asked for.

import { KubectlError } from "../../errors.ts";
import { regularExpression } from "../regular-expression.ts";
import { fieldOf, isNull, listNode, mapNode, scalar, setField, textOf, type YamlNode } from "./node.ts";
import { demandKind, printNode } from "./print.ts";

export type Creating = YamlNode["kind"] | undefined;

/** The parts between the dots; a dot may be escaped, or stand in brackets. */
export function splitFieldPath(path: string): string[] {
  const parts: string[] = [];
  let open: string | undefined;
  for (const part of path.split(/(?<!\\)\./).map((each) => each.replaceAll("\\.", "."))) {
    if (open !== undefined) open += `.${part}`;
    else if (part.startsWith("[") && !part.endsWith("]")) open = part;
    else parts.push(part);
    if (open === undefined || !part.endsWith("]")) continue;
    // Brackets without `=` only keep the dots of a name together.
    parts.push(open.includes("=") ? open : open.replace(/^\[+|\]+$/g, ""));
    open = undefined;
  }
  return open === undefined ? parts : [...parts, open];
}

/** The one node at the path; undefined when it is not there. */
export function lookup(root: YamlNode, path: readonly string[]): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const part of path.filter((each) => each !== "")) {
    if (node === undefined || isNull(node)) return undefined;
    node = step(node, part);
  }
  return node;
}

function step(node: YamlNode, part: string): YamlNode | undefined {
  if (/^-?\d+$/.test(part) || part === "-") {
    demandKind(node, "list");
    const items = node.kind === "list" ? node.items : [];
    if (Number(part) < 0) throw new KubectlError(`array index ${part} cannot be negative`);
    return part === "-" ? items[items.length - 1] : items[Number(part)];
  }
  const wanted = itemWanted(part);
  if (wanted === undefined) {
    demandKind(node, "map");
    return fieldOf(node, part);
  }
  demandKind(node, "list");
  return node.kind === "list" ? node.items.find((item) => isItem(item, wanted)) : undefined;
}

interface Wanted {
  readonly name: string;
  readonly value: string;
}

function itemWanted(part: string): Wanted | undefined {
  if (!part.startsWith("[") || !part.endsWith("]")) return undefined;
  const [name = "", ...value] = part.slice(1, -1).split("=");
  if (value.length === 0)
    throw new KubectlError("list path element must contain fieldName=fieldValue for element to match");
  return { name, value: value.join("=") };
}

function isItem(item: YamlNode, { name, value }: Wanted): boolean {
  if (name === "") return item.kind === "scalar" && item.text === value;
  const field = fieldOf(item, name);
  return field !== undefined && textOf(field) === value;
}

/** All nodes that the path leads to; where something is created, what is missing on the way comes to be. */
export function lookupAll(node: YamlNode, path: readonly string[], creating: Creating): YamlNode[] {
  const [part, ...rest] = path;
  if (part === undefined) return [node];
  if (part === "*") return demandItems(node).flatMap((item) => lookupAll(item, rest, creating));
  if (/^\d+$/.test(part)) return itemAt(demandItems(node), Number(part), rest, creating);
  const wanted = itemWanted(part);
  return wanted === undefined
    ? fieldAt(node, part, rest, creating)
    : itemsLike(demandItems(node), wanted, rest, creating);
}

function demandItems(node: YamlNode): YamlNode[] {
  demandKind(node, "list");
  return node.kind === "list" ? node.items : [];
}

function fieldAt(node: YamlNode, name: string, rest: readonly string[], creating: Creating): YamlNode[] {
  demandKind(node, "map");
  if (node.kind !== "map") return [];
  const field = fieldOf(node, name);
  if (field !== undefined && (creating === undefined || !isNull(field))) return lookupAll(field, rest, creating);
  if (creating === undefined) return [];
  const made = madeFor(rest, creating);
  setField(node, name, made);
  return lookupAll(made, rest, creating);
}

function itemAt(items: YamlNode[], index: number, rest: readonly string[], creating: Creating): YamlNode[] {
  const item = items[index];
  if (item !== undefined) return lookupAll(item, rest, creating);
  if (creating === undefined || index > items.length)
    throw new KubectlError(`index ${index} specified but only ${items.length} elements found`);
  const made = madeFor(rest, creating);
  items.push(made);
  return lookupAll(made, rest, creating);
}

function itemsLike(items: YamlNode[], wanted: Wanted, rest: readonly string[], creating: Creating): YamlNode[] {
  const found = items.filter((item) => isLike(item, wanted));
  if (found.length === 0 && creating !== undefined) {
    const { name, value } = wanted;
    const made = name === "" ? scalar(value) : mapNode([{ key: scalar(name), value: scalar(value) }]);
    items.push(made);
    found.push(made);
  }
  return found.flatMap((item) => lookupAll(item, rest, creating));
}

// Here the value is a regular expression that some part of the text must match.
function isLike(item: YamlNode, { name, value }: Wanted): boolean {
  const node = name === "" ? item : fieldOf(item, name);
  return node !== undefined && regularExpression(value).test(printNode(node).trim());
}

/** An empty node of the kind that the next part of the path needs. */
function madeFor(rest: readonly string[], creating: Creating): YamlNode {
  const [next] = rest;
  const kind = next === undefined ? creating : itemWanted(next) === undefined ? "map" : "list";
  if (kind === "list") return listNode();
  return kind === "map" ? mapNode() : scalar("");
}
