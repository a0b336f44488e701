// Where in a lesson's file a manifest stands, and a field of it: the manifests of a lesson are one text inside of the file.

import { type Document, isMap, isScalar, isSeq, type Node, parseAllDocuments } from "yaml";
import { parsePath } from "../checks/predicate.ts";
import { type Located, type Position, plainValue } from "../format/source.ts";

export interface PlacedManifest {
  readonly manifest: unknown;
  /** Of the field that a message speaks of, or of the manifest where it speaks of none. */
  placeOf(message: string): Position;
}

/** @param node the value of `manifests`, @param content the whole file. */
export function placedManifests(node: Located, content: string): readonly PlacedManifest[] {
  if (node.kind === "list")
    return node.items.map((item) => ({ manifest: plainValue(item), placeOf: (message) => inTree(item, message) }));
  if (node.kind !== "scalar" || typeof node.value !== "string") return [];
  const text = node.value;
  const documents = parseAllDocuments(text, { prettyErrors: false });
  return (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const manifest: unknown = document.toJS();
    if (manifest === null || manifest === undefined) return [];
    return { manifest, placeOf: (message) => inText(node, content, text, rangeOf(document, message)) };
  });
}

/** The path that the API server's messages name first: `unknown field "spec.replica"`, `spec.replicas: Invalid value`. */
function pathIn(message: string): readonly string[] {
  const [, quoted] = /(?:unknown|duplicate) field "([^"]+)"/.exec(message) ?? [];
  const [, plainPath] = /\b((?:metadata|spec|data|roleRef|subjects|rules)[\w.[\]-]*): /.exec(message) ?? [];
  return parsePath(quoted ?? plainPath ?? "") ?? [];
}

function rangeOf(document: Document, message: string): number {
  let node = document.contents as Node | null;
  let at = node?.range?.[0] ?? 0;
  for (const step of pathIn(message)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (pair === undefined) return at;
      at = (pair.key as Node).range?.[0] ?? at;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] as Node | undefined) ?? null;
      at = node?.range?.[0] ?? at;
    } else return at;
  }
  return at;
}

/** Of a block text (`|`) the lines are those of the file, further in; any other is told by where it begins. */
function inText({ line, column }: Position, content: string, text: string, offset: number): Position {
  const lines = content.split("\n");
  if (!/^[|>]/.test((lines[line - 1] ?? "").slice(column - 1))) return { line, column };
  const before = text.slice(0, offset).split("\n");
  const at = line + before.length;
  const first = text.split("\n").find((one) => one.trim() !== "") ?? "";
  const shown = lines.slice(line).find((one) => one.trim() !== "") ?? "";
  const indent = shown.length - shown.trimStart().length - (first.length - first.trimStart().length);
  return { line: at, column: indent + (before.at(-1) ?? "").length + 1 };
}

function inTree(node: Located, message: string): Position {
  let at: Position = node;
  let inner: Located | undefined = node;
  for (const step of pathIn(message)) {
    if (inner?.kind === "map") {
      const entry = inner.entries.get(step);
      if (entry === undefined) return at;
      at = entry.key;
      inner = entry.value;
    } else if (inner?.kind === "list") {
      inner = inner.items[Number(step)];
      at = inner ?? at;
    }
  }
  return at;
}
