// Go's string literals, as templates and JSONPath expressions have them.

import { joinedText, textOfByte } from "./bytes.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** What stands between the quotes, its escapes resolved. */
export function unquote(quoted: string): string {
  const text = quoted.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{3}|.)/gs, (_, code: string) => {
    if (/^x./.test(code)) return textOfByte(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]{3}/.test(code)) return textOfByte(Number.parseInt(code, 8) & 255);
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES[code] ?? code;
  });
  return joinedText(text);
}
