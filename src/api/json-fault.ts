// What Go's JSON decoder says of a text that is no JSON, or no JSON object.

/** undefined when the text is JSON. */
export function jsonFault(text: string): string | undefined {
  const scan = new Scan(text);
  scan.value();
  scan.end();
  return scan.fault;
}

/** undefined when the text is a JSON object, or null. */
export function jsonObjectFault(text: string): string | undefined {
  const fault = jsonFault(text);
  if (fault !== undefined) return fault;
  const value: unknown = JSON.parse(text);
  if (value === null || (typeof value === "object" && !Array.isArray(value))) return undefined;
  const type = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  return `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
}

export type JsonScan =
  | { readonly kind: "value"; readonly end: number }
  /** The text ends before the value does. */
  | { readonly kind: "cut" }
  | { readonly kind: "fault"; readonly fault: string; readonly at: number };

/** Looks for one value, from a place in a text on which other things may follow. */
export function scanJson(text: string, from: number): JsonScan {
  const scan = new Scan(text, from);
  scan.value();
  const { fault, at } = scan;
  if (fault === undefined) return { kind: "value", end: at };
  return fault === CUT ? { kind: "cut" } : { kind: "fault", fault, at };
}

const CUT = "unexpected end of JSON input";

// Simplified: Go goes 10,000 levels deep before it gives up with these words; no object that anybody means is a tenth as deep.
const DEEPEST = 1000;

/** Walks over a JSON text until the first fault. */
class Scan {
  fault: string | undefined;
  private depth = 0;

  constructor(
    private readonly text: string,
    /** Where it is; at the end of what was looked for, or at the first fault. */
    public at = 0,
  ) {}

  value(): void {
    const char = this.skip();
    if (this.fault !== undefined) return;
    if (char === "{" || char === "[") this.nested(char);
    else if (char === '"') this.string();
    else if (char === "-" || (char >= "0" && char <= "9")) this.number();
    else this.literal(char);
  }

  private nested(char: string): void {
    if (++this.depth > DEEPEST) this.refuse(char, "exceeded max depth");
    else if (char === "{") this.members();
    else this.elements();
    this.depth--;
  }

  end(): void {
    this.space();
    const char = this.text[this.at];
    if (this.fault === undefined && char !== undefined) this.refuse(char, "after top-level value");
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) this.at++;
  }

  private skip(): string {
    this.space();
    const char = this.text[this.at];
    if (char === undefined) this.fault ??= CUT;
    return char ?? "";
  }

  private refuse(char: string, why: string): void {
    const shown = char === "'" ? `'\\''` : char === '"' ? `'"'` : `'${char}'`;
    this.fault ??= `invalid character ${shown} ${why}`;
  }

  private literal(first: string): void {
    const word = ["true", "false", "null"].find((each) => each.startsWith(first));
    if (word === undefined) this.refuse(first, "looking for beginning of value");
    for (const expected of word ?? "") {
      const char = this.text[this.at];
      if (char === undefined) this.fault ??= CUT;
      else if (char !== expected) this.refuse(char, `in literal ${word} (expecting '${expected}')`);
      if (this.fault !== undefined) return;
      this.at++;
    }
  }

  private number(): void {
    const found = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(this.text.slice(this.at, this.at + 400));
    if (found === null) this.refuse(this.text[this.at + 1] ?? "", "in numeric literal");
    else this.at += found[0].length;
  }

  private string(): void {
    for (this.at++; ; this.at++) {
      const char = this.text[this.at];
      if (char === undefined) this.fault ??= CUT;
      else if (char < " ") this.refuse(shownControl(char), "in string literal");
      else if (char === "\\" && !/["\\/bfnrtu]/.test(this.text[this.at + 1] ?? '"'))
        this.refuse(this.text[++this.at] ?? "", "in string escape code");
      if (this.fault !== undefined) return;
      if (char === "\\") this.at++;
      if (char === '"') break;
    }
    this.at++;
  }

  private members(): void {
    this.at++;
    if (this.skip() === "}") {
      this.at++;
      return;
    }
    while (this.fault === undefined) {
      this.member();
      if (this.fault !== undefined || this.closes("}", "after object key:value pair")) return;
    }
  }

  private member(): void {
    const quote = this.skip();
    if (quote !== '"') this.refuse(quote, "looking for beginning of object key string");
    if (this.fault !== undefined) return;
    this.string();
    const colon = this.skip();
    if (colon !== ":") this.refuse(colon, "after object key");
    if (this.fault !== undefined) return;
    this.at++;
    this.value();
  }

  private elements(): void {
    this.at++;
    if (this.skip() === "]") {
      this.at++;
      return;
    }
    while (this.fault === undefined) {
      this.value();
      if (this.fault !== undefined || this.closes("]", "after array element")) return;
    }
  }

  /** Steps over a comma, or over the bracket that ends the list. */
  private closes(bracket: string, where: string): boolean {
    const char = this.skip();
    if (char !== "," && char !== bracket) this.refuse(char, where);
    if (this.fault !== undefined) return true;
    this.at++;
    return char !== ",";
  }
}

/** As Go quotes it. */
function shownControl(char: string): string {
  const short = { "\n": "\\n", "\t": "\\t", "\r": "\\r" }[char];
  return short ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
