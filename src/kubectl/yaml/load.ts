// Reads YAML as sigs.k8s.io/yaml does: YAML 1.1 into JSON values, with the Go library's texts for errors.

import { bytesOfText, joinedText, readableText } from "../../bytes/bytes.ts";
import { type Mark, YamlError } from "./reader.ts";
import { resolveScalar } from "./resolve.ts";
import { Scanner, type Token } from "./scanner.ts";

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
    return { value: new Loader(joined).document() };
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

class Loader {
  private readonly scanner: Scanner;
  private readonly anchors = new Map<string, unknown>();

  constructor(text: string) {
    this.scanner = new Scanner(text);
  }

  document(): unknown {
    while (this.scanner.peek().type === "document-end") this.scanner.next();
    if (this.scanner.peek().type === "stream-end") return null;
    if (this.scanner.peek().type === "document-start") this.scanner.next();
    const { type } = this.scanner.peek();
    const value =
      type === "document-end" || type === "document-start" || type === "stream-end" ? null : this.node(true, false);
    const after = this.scanner.peek();
    if (!["document-end", "document-start", "stream-end"].includes(after.type)) {
      throw YamlError.parser("did not find expected <document start>", after.mark);
    }
    return value;
  }

  private node(block: boolean, indentless: boolean): unknown {
    let token = this.scanner.peek();
    if (token.type === "alias") {
      this.scanner.next();
      if (!this.anchors.has(token.value)) throw new YamlError(`yaml: unknown anchor '${token.value}' referenced`);
      return this.anchors.get(token.value);
    }
    const start = token.mark;
    let anchor = "";
    let tag = "";
    while (token.type === "anchor" || token.type === "tag") {
      if (token.type === "anchor") anchor = token.value;
      else tag = token.value;
      this.scanner.next();
      token = this.scanner.peek();
    }
    const value = this.content(token, block, indentless, start, tag, anchor !== "" || tag !== "");
    if (anchor !== "") this.anchors.set(anchor, value);
    return value;
  }

  private content(
    token: Token,
    block: boolean,
    indentless: boolean,
    start: Mark,
    tag: string,
    mayBeEmpty: boolean,
  ): unknown {
    switch (token.type) {
      case "scalar":
        this.scanner.next();
        return scalarValue(token, tag);
      case "flow-sequence-start":
        return this.flowSequence();
      case "flow-mapping-start":
        return this.flowMapping();
      case "block-sequence-start":
        if (block) return this.blockSequence();
        break;
      case "block-mapping-start":
        if (block) return this.blockMapping();
        break;
      case "block-entry":
        if (indentless) return this.indentlessSequence();
        break;
      default:
    }
    if (mayBeEmpty) return tag === "" ? null : "";
    throw YamlError.parser("did not find expected node content", token.mark, start);
  }

  private blockSequence(): unknown[] {
    const { mark } = this.scanner.next();
    const items: unknown[] = [];
    while (this.scanner.peek().type === "block-entry") {
      this.scanner.next();
      items.push(["block-entry", "block-end"].includes(this.scanner.peek().type) ? null : this.node(true, false));
    }
    const end = this.scanner.peek();
    if (end.type !== "block-end") throw YamlError.parser("did not find expected '-' indicator", end.mark, mark);
    this.scanner.next();
    return items;
  }

  private indentlessSequence(): unknown[] {
    const items: unknown[] = [];
    while (this.scanner.peek().type === "block-entry") {
      this.scanner.next();
      items.push(
        ["block-entry", "key", "value", "block-end"].includes(this.scanner.peek().type) ? null : this.node(true, false),
      );
    }
    return items;
  }

  private blockMapping(): unknown {
    const { mark } = this.scanner.next();
    const entries: [unknown, unknown][] = [];
    for (;;) {
      const token = this.scanner.peek();
      if (token.type === "block-end") break;
      if (token.type !== "key" && token.type !== "value")
        throw YamlError.parser("did not find expected key", token.mark, mark);
      let key: unknown = null;
      if (token.type === "key") {
        this.scanner.next();
        key = ["key", "value", "block-end"].includes(this.scanner.peek().type) ? null : this.node(true, true);
      }
      let value: unknown = null;
      if (this.scanner.peek().type === "value") {
        this.scanner.next();
        if (!["key", "value", "block-end"].includes(this.scanner.peek().type)) value = this.node(true, true);
      }
      entries.push([key, value]);
    }
    this.scanner.next();
    return mapOf(entries);
  }

  private flowSequence(): unknown[] {
    const { mark } = this.scanner.next();
    const items: unknown[] = [];
    while (this.scanner.peek().type !== "flow-sequence-end") {
      if (items.length > 0) {
        const token = this.scanner.peek();
        if (token.type !== "flow-entry") throw YamlError.parser("did not find expected ',' or ']'", token.mark, mark);
        this.scanner.next();
        if (this.scanner.peek().type === "flow-sequence-end") break;
      }
      items.push(this.scanner.peek().type === "key" ? mapOf([this.flowPair()]) : this.node(false, false));
    }
    this.scanner.next();
    return items;
  }

  private flowPair(): [unknown, unknown] {
    let key: unknown = null;
    if (this.scanner.peek().type === "key") {
      this.scanner.next();
      key = ["value", "flow-entry", "flow-sequence-end", "flow-mapping-end"].includes(this.scanner.peek().type)
        ? null
        : this.node(false, false);
    } else if (this.scanner.peek().type !== "value") key = this.node(false, false);
    if (this.scanner.peek().type !== "value") return [key, null];
    this.scanner.next();
    const empty = ["flow-entry", "flow-sequence-end", "flow-mapping-end"].includes(this.scanner.peek().type);
    return [key, empty ? null : this.node(false, false)];
  }

  private flowMapping(): unknown {
    const { mark } = this.scanner.next();
    const entries: [unknown, unknown][] = [];
    while (this.scanner.peek().type !== "flow-mapping-end") {
      if (entries.length > 0) {
        const token = this.scanner.peek();
        if (token.type !== "flow-entry") throw YamlError.parser("did not find expected ',' or '}'", token.mark, mark);
        this.scanner.next();
        if (this.scanner.peek().type === "flow-mapping-end") break;
      }
      entries.push(this.flowPair());
    }
    this.scanner.next();
    return mapOf(entries);
  }
}

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
