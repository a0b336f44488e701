// Takes YAML apart into tokens, with the rules about indentation and simple keys that its errors come from.

import { type Mark, Reader, YamlError } from "./reader.ts";
import { scanBlock, scanPlain, scanQuoted } from "./scalars.ts";

export type TokenType =
  | "stream-end"
  | "document-start"
  | "document-end"
  | "block-sequence-start"
  | "block-mapping-start"
  | "block-end"
  | "flow-sequence-start"
  | "flow-sequence-end"
  | "flow-mapping-start"
  | "flow-mapping-end"
  | "block-entry"
  | "flow-entry"
  | "key"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

export interface Token {
  readonly type: TokenType;
  readonly mark: Mark;
  readonly value: string;
  /** A scalar without quotes: its text says its type. */
  readonly plain: boolean;
}

interface SimpleKey {
  readonly required: boolean;
  readonly tokenNumber: number;
  readonly mark: Mark;
}

export class Scanner {
  private readonly reader: Reader;
  private readonly queue: Token[] = [];
  private parsed = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private simpleKeyAllowed = true;
  private simpleKeys: (SimpleKey | undefined)[] = [undefined];
  private ended = false;

  constructor(text: string) {
    this.reader = new Reader(text);
  }

  peek(): Token {
    while (this.needsMore()) this.fetchNext();
    const [token] = this.queue;
    if (token === undefined) throw new Error("the scanner has read beyond the end of the stream");
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.queue.shift();
    this.parsed += 1;
    return token;
  }

  private get flowLevel(): number {
    return this.simpleKeys.length - 1;
  }

  private needsMore(): boolean {
    if (this.ended) return false;
    if (this.queue.length === 0) return true;
    this.expireSimpleKeys();
    return this.simpleKeys.some((key) => key?.tokenNumber === this.parsed);
  }

  private push(type: TokenType, mark: Mark, value = "", plain = false): void {
    this.queue.push({ type, mark, value, plain });
  }

  private fetchNext(): void {
    const { reader } = this;
    this.skipToToken();
    this.expireSimpleKeys();
    this.unrollIndent(reader.column);
    const char = reader.peek();
    const startsPlain =
      !(reader.isBlankOrEnd() || "-?:,[]{}#&*!|>'\"%@`".includes(char)) ||
      (char === "-" && !reader.isBlank(1)) ||
      (this.flowLevel === 0 && (char === "?" || char === ":") && !reader.isBlankOrEnd(1));
    if (reader.atEnd) this.fetchStreamEnd();
    else if (reader.column === 0 && char === "%") this.skipDirective();
    else if (reader.atDocumentIndicator())
      this.fetchDocumentIndicator(char === "-" ? "document-start" : "document-end");
    else if (char === "[") this.fetchFlowStart("flow-sequence-start");
    else if (char === "{") this.fetchFlowStart("flow-mapping-start");
    else if (char === "]") this.fetchFlowEnd("flow-sequence-end");
    else if (char === "}") this.fetchFlowEnd("flow-mapping-end");
    else if (char === ",") this.fetchFlowEntry();
    else if (char === "-" && reader.isBlankOrEnd(1)) this.fetchBlockEntry();
    else if (char === "?" && (this.flowLevel > 0 || reader.isBlankOrEnd(1))) this.fetchKey();
    else if (char === ":" && (this.flowLevel > 0 || reader.isBlankOrEnd(1))) this.fetchValue();
    else if (char === "*") this.fetchAnchor("alias");
    else if (char === "&") this.fetchAnchor("anchor");
    else if (char === "!") this.fetchTag();
    else if ((char === "|" || char === ">") && this.flowLevel === 0) this.fetchBlockScalar(char === "|");
    else if (char === "'" || char === '"') this.fetchQuoted(char === "'");
    else if (startsPlain) this.fetchPlain();
    else throw YamlError.scanner("found character that cannot start any token", reader.mark);
  }

  private skipToToken(): void {
    const { reader } = this;
    if (reader.index === 0 && reader.peek() === "\uFEFF") reader.index = 1;
    for (;;) {
      while (reader.peek() === " " || ((this.flowLevel > 0 || !this.simpleKeyAllowed) && reader.peek() === "\t"))
        reader.skip();
      if (reader.peek() === "#") while (!reader.isBreak() && !reader.atEnd) reader.skip();
      if (!reader.isBreak()) return;
      reader.takeBreak();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  // A simple key ends on its line, and within 1024 characters.
  private expireSimpleKeys(): void {
    const { line, index } = this.reader;
    this.simpleKeys = this.simpleKeys.map((key) => {
      if (key === undefined || (key.mark.line === line && index - key.mark.index <= 1024)) return key;
      if (key.required) throw YamlError.scanner("could not find expected ':'", this.reader.mark, key.mark);
      return undefined;
    });
  }

  private saveSimpleKey(): void {
    const required = this.flowLevel === 0 && this.indent === this.reader.column;
    if (!this.simpleKeyAllowed) return;
    this.removeSimpleKey();
    this.simpleKeys[this.flowLevel] = {
      required,
      tokenNumber: this.parsed + this.queue.length,
      mark: this.reader.mark,
    };
  }

  private removeSimpleKey(): void {
    const key = this.simpleKeys[this.flowLevel];
    if (key?.required === true) throw YamlError.scanner("could not find expected ':'", this.reader.mark, key.mark);
    this.simpleKeys[this.flowLevel] = undefined;
  }

  private rollIndent(column: number, type: TokenType, mark: Mark, tokenNumber?: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    const token: Token = { type, mark, value: "", plain: false };
    if (tokenNumber === undefined) this.queue.push(token);
    else this.queue.splice(tokenNumber - this.parsed, 0, token);
  }

  private unrollIndent(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.push("block-end", this.reader.mark);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private fetchStreamEnd(): void {
    if (this.reader.column !== 0) {
      this.reader.column = 0;
      this.reader.line += 1;
    }
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.push("stream-end", this.reader.mark);
    this.ended = true;
  }

  private skipDirective(): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    while (!this.reader.isBreak() && !this.reader.atEnd) this.reader.skip();
  }

  private fetchDocumentIndicator(type: TokenType): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.push(type, this.reader.mark);
    this.reader.skip(3);
  }

  private fetchFlowStart(type: TokenType): void {
    this.saveSimpleKey();
    this.simpleKeys.push(undefined);
    this.simpleKeyAllowed = true;
    this.push(type, this.reader.mark);
    this.reader.skip();
  }

  private fetchFlowEnd(type: TokenType): void {
    this.removeSimpleKey();
    if (this.flowLevel > 0) this.simpleKeys.pop();
    this.simpleKeyAllowed = false;
    this.push(type, this.reader.mark);
    this.reader.skip();
  }

  private fetchFlowEntry(): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.push("flow-entry", this.reader.mark);
    this.reader.skip();
  }

  private fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed)
        throw YamlError.scanner("block sequence entries are not allowed in this context", this.reader.mark);
      this.rollIndent(this.reader.column, "block-sequence-start", this.reader.mark);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.push("block-entry", this.reader.mark);
    this.reader.skip();
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed)
        throw YamlError.scanner("mapping keys are not allowed in this context", this.reader.mark);
      this.rollIndent(this.reader.column, "block-mapping-start", this.reader.mark);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.push("key", this.reader.mark);
    this.reader.skip();
  }

  private fetchValue(): void {
    const key = this.simpleKeys[this.flowLevel];
    if (key !== undefined) {
      this.queue.splice(key.tokenNumber - this.parsed, 0, { type: "key", mark: key.mark, value: "", plain: false });
      this.rollIndent(key.mark.column, "block-mapping-start", key.mark, key.tokenNumber);
      this.simpleKeys[this.flowLevel] = undefined;
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed)
          throw YamlError.scanner("mapping values are not allowed in this context", this.reader.mark);
        this.rollIndent(this.reader.column, "block-mapping-start", this.reader.mark);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.push("value", this.reader.mark);
    this.reader.skip();
  }

  private fetchAnchor(type: "alias" | "anchor"): void {
    const { mark } = this.reader;
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    this.reader.skip();
    const name = /^[\w-]*/.exec(this.reader.text.slice(this.reader.index))?.[0] ?? "";
    this.reader.skip(name.length);
    if (name === "" || !(this.reader.isBlankOrEnd() || "?:,]}%@`".includes(this.reader.peek()))) {
      throw YamlError.scanner("did not find expected alphabetic or numeric character", this.reader.mark, mark);
    }
    this.push(type, mark, name);
  }

  private fetchTag(): void {
    const { mark } = this.reader;
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const tag = /^!(<[^>\s]*>|[^\s,[\]{}]*)/.exec(this.reader.text.slice(this.reader.index))?.[0] ?? "!";
    this.reader.skip(tag.length);
    this.push("tag", mark, tag);
  }

  private fetchBlockScalar(literal: boolean): void {
    const { mark } = this.reader;
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.push("scalar", mark, scanBlock(this.reader, literal, this.indent));
  }

  private fetchQuoted(single: boolean): void {
    const { mark } = this.reader;
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    this.push("scalar", mark, scanQuoted(this.reader, single));
  }

  private fetchPlain(): void {
    const { mark } = this.reader;
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const { value, newLine } = scanPlain(this.reader, this.indent, this.flowLevel > 0);
    if (newLine) this.simpleKeyAllowed = true;
    this.push("scalar", mark, value, true);
  }
}
