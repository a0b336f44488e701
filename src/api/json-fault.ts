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

/** Walks over a JSON text until the first fault. */
class Scan {
  fault: string | undefined;
  private at = 0;

  constructor(private readonly text: string) {}

  value(): void {
    const char = this.skip();
    if (this.fault !== undefined) return;
    if (char === "{") this.members();
    else if (char === "[") this.elements();
    else if (char === '"') this.string();
    else if (char === "-" || (char >= "0" && char <= "9")) this.number();
    else this.literal(char);
  }

  end(): void {
    this.space();
    const char = this.text[this.at];
    if (this.fault === undefined && char !== undefined) this.refuse(char, "after top-level value");
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
  }

  private skip(): string {
    this.space();
    const char = this.text[this.at];
    if (char === undefined) this.fault ??= "unexpected end of JSON input";
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
      const char = this.text[this.at++];
      if (char === undefined) this.fault ??= "unexpected end of JSON input";
      else if (char !== expected) this.refuse(char, `in literal ${word} (expecting '${expected}')`);
      if (this.fault !== undefined) return;
    }
  }

  private number(): void {
    const found = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(this.text.slice(this.at));
    if (found === null) this.refuse(this.text[this.at + 1] ?? "", "in numeric literal");
    else this.at += found[0].length;
  }

  private string(): void {
    const found = /^"(?:[^"\\\n]|\\.)*"/.exec(this.text.slice(this.at));
    if (found !== null) this.at += found[0].length;
    else if (this.text.slice(this.at).includes("\n")) this.refuse("\\n", "in string literal");
    else this.fault ??= "unexpected end of JSON input";
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
      if (this.closes("]", "after array element")) return;
    }
  }

  /** Steps over a comma, or over the bracket that ends the list. */
  private closes(bracket: string, where: string): boolean {
    const char = this.skip();
    if (char !== "," && char !== bracket) this.refuse(char, where);
    this.at++;
    return char !== ",";
  }
}
