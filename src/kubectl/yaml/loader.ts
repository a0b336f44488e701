// Goes through the tokens of YAML by its grammar; what becomes of scalars, lists and maps is for the caller to say.

import { AliasLimit } from "./alias-limit.ts";
import { type Mark, YamlError } from "./reader.ts";
import { Scanner, type Token } from "./scanner.ts";

export interface Builder<T> {
  scalar(token: Token, tag: string): T;
  /** What stands where nothing is written. */
  empty(tag: string): T;
  list(items: T[], tag: string, flow: boolean): T;
  map(entries: [T, T][], tag: string, flow: boolean): T;
}

// Simplified: the Go library goes 10,000 levels deep before it says so; no manifest that anybody means is a tenth as deep.
const DEEPEST = 1000;

interface Anchored<T> {
  readonly value: T;
  readonly nodes: number;
}

export class Loader<T> {
  private readonly scanner: Scanner;
  private readonly anchors = new Map<string, Anchored<T>>();
  /** Anchors of what is being read. */
  private readonly open = new Set<string>();
  private readonly aliases = new AliasLimit();
  private depth = 0;

  constructor(
    text: string,
    private readonly build: Builder<T>,
  ) {
    this.scanner = new Scanner(text);
  }

  /** The first document of the text; undefined where there is none. */
  document(): T | undefined {
    while (this.scanner.peek().type === "document-end") this.scanner.next();
    if (this.scanner.peek().type === "stream-end") return undefined;
    if (this.scanner.peek().type === "document-start") this.scanner.next();
    const { type } = this.scanner.peek();
    const isEmpty = type === "document-end" || type === "document-start" || type === "stream-end";
    const value = isEmpty ? this.build.empty("") : this.node(true, false);
    const after = this.scanner.peek();
    if (!["document-end", "document-start", "stream-end"].includes(after.type)) {
      throw YamlError.parser("did not find expected <document start>", after.mark);
    }
    return value;
  }

  private node(block: boolean, indentless: boolean): T {
    if (++this.depth > DEEPEST) throw new YamlError("yaml: exceeded max depth of 10000");
    const value = this.nodeAt(block, indentless);
    this.depth--;
    return value;
  }

  private nodeAt(block: boolean, indentless: boolean): T {
    this.aliases.node();
    let token = this.scanner.peek();
    if (token.type === "alias") return this.alias();
    const start = token.mark;
    let anchor = "";
    let tag = "";
    while (token.type === "anchor" || token.type === "tag") {
      if (token.type === "anchor") anchor = token.value;
      else tag = token.value;
      this.scanner.next();
      token = this.scanner.peek();
    }
    const before = this.aliases.nodes;
    if (anchor !== "") this.open.add(anchor);
    const value = this.content(token, block, indentless, start, tag, anchor !== "" || tag !== "");
    this.open.delete(anchor);
    if (anchor !== "") this.anchors.set(anchor, { value, nodes: this.aliases.nodes - before + 1 });
    return value;
  }

  private alias(): T {
    const { value: name } = this.scanner.next();
    if (this.open.has(name)) throw new YamlError(`yaml: anchor '${name}' value contains itself`);
    const anchored = this.anchors.get(name);
    if (anchored === undefined) throw new YamlError(`yaml: unknown anchor '${name}' referenced`);
    this.aliases.alias(anchored.nodes);
    return anchored.value;
  }

  private content(token: Token, block: boolean, indentless: boolean, start: Mark, tag: string, mayBeEmpty: boolean): T {
    switch (token.type) {
      case "scalar":
        this.scanner.next();
        return this.build.scalar(token, tag);
      case "flow-sequence-start":
        return this.flowSequence(tag);
      case "flow-mapping-start":
        return this.flowMapping(tag);
      case "block-sequence-start":
        if (block) return this.blockSequence(tag);
        break;
      case "block-mapping-start":
        if (block) return this.blockMapping(tag);
        break;
      case "block-entry":
        if (indentless) return this.indentlessSequence(tag);
        break;
      default:
    }
    if (mayBeEmpty) return this.build.empty(tag);
    throw YamlError.parser("did not find expected node content", token.mark, start);
  }

  private blockSequence(tag: string): T {
    const { mark } = this.scanner.next();
    const items: T[] = [];
    while (this.scanner.peek().type === "block-entry") {
      this.scanner.next();
      items.push(this.nodeUnless(["block-entry", "block-end"], false));
    }
    const end = this.scanner.peek();
    if (end.type !== "block-end") throw YamlError.parser("did not find expected '-' indicator", end.mark, mark);
    this.scanner.next();
    return this.build.list(items, tag, false);
  }

  private indentlessSequence(tag: string): T {
    const items: T[] = [];
    while (this.scanner.peek().type === "block-entry") {
      this.scanner.next();
      items.push(this.nodeUnless(["block-entry", "key", "value", "block-end"], false));
    }
    return this.build.list(items, tag, false);
  }

  private blockMapping(tag: string): T {
    const { mark } = this.scanner.next();
    const entries: [T, T][] = [];
    for (;;) {
      const token = this.scanner.peek();
      if (token.type === "block-end") break;
      if (token.type !== "key" && token.type !== "value")
        throw YamlError.parser("did not find expected key", token.mark, mark);
      const ends: Token["type"][] = ["key", "value", "block-end"];
      if (token.type === "key") this.scanner.next();
      const key = token.type === "key" ? this.nodeUnless(ends, true) : this.build.empty("");
      if (this.scanner.peek().type !== "value") {
        entries.push([key, this.build.empty("")]);
        continue;
      }
      this.scanner.next();
      entries.push([key, this.nodeUnless(ends, true)]);
    }
    this.scanner.next();
    return this.build.map(entries, tag, false);
  }

  private nodeUnless(ends: readonly Token["type"][], indentless: boolean): T {
    return ends.includes(this.scanner.peek().type) ? this.build.empty("") : this.node(true, indentless);
  }

  private flowSequence(tag: string): T {
    const { mark } = this.scanner.next();
    const items: T[] = [];
    while (this.scanner.peek().type !== "flow-sequence-end") {
      if (items.length > 0) {
        const token = this.scanner.peek();
        if (token.type !== "flow-entry") throw YamlError.parser("did not find expected ',' or ']'", token.mark, mark);
        this.scanner.next();
        if (this.scanner.peek().type === "flow-sequence-end") break;
      }
      const isPair = this.scanner.peek().type === "key";
      items.push(isPair ? this.build.map([this.flowPair()], "", true) : this.node(false, false));
    }
    this.scanner.next();
    return this.build.list(items, tag, true);
  }

  private flowPair(): [T, T] {
    let key = this.build.empty("");
    if (this.scanner.peek().type === "key") {
      this.scanner.next();
      const { type } = this.scanner.peek();
      if (!["value", "flow-entry", "flow-sequence-end", "flow-mapping-end"].includes(type))
        key = this.node(false, false);
    } else if (this.scanner.peek().type !== "value") key = this.node(false, false);
    if (this.scanner.peek().type !== "value") return [key, this.build.empty("")];
    this.scanner.next();
    const isEmpty = ["flow-entry", "flow-sequence-end", "flow-mapping-end"].includes(this.scanner.peek().type);
    return [key, isEmpty ? this.build.empty("") : this.node(false, false)];
  }

  private flowMapping(tag: string): T {
    const { mark } = this.scanner.next();
    const entries: [T, T][] = [];
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
    return this.build.map(entries, tag, true);
  }
}
