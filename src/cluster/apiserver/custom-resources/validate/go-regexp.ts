// Stands for Go's regular expressions (RE2) on JavaScript's: what is written differently is rewritten, what Go does not have is refused.

const compiled = new Map<string, RegExp>();

/** The expression, ready to test; an expression that Go refuses matches nothing. */
export function goRegExp(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = goRegExpFault(pattern) === undefined ? new RegExp(...translated(pattern)) : /(?!)/;
  compiled.set(pattern, made);
  return made;
}

/** What Go says of an expression that it cannot parse. */
export function goRegExpFault(pattern: string): string | undefined {
  const fault = faultOf(pattern);
  if (fault !== undefined) return `error parsing regexp: ${fault}`;
  try {
    new RegExp(...translated(pattern));
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `error parsing regexp: invalid character class range: \`${pattern}\``;
  }
}

function faultOf(pattern: string): string | undefined {
  const tokens = tokensOf(pattern);
  let depth = 0;
  let before = "";
  for (const token of tokens) {
    if (/^\((\?[=!]|\?<[=!])/.test(token))
      return `invalid or unsupported Perl syntax: \`${token.slice(0, token[2] === "<" ? 4 : 3)}\``;
    if (token.startsWith("(") && !isFlags(token)) depth++;
    if (token === ")" && --depth < 0) return `unexpected ): \`${pattern}\``;
    if (token.startsWith("[") && !token.endsWith("]")) return `missing closing ]: \`${token}\``;
    if (token === "\\") return "trailing backslash at end of expression: ``";
    if (/^\\[1-9cEeghijklmoqRuXyZ]/.test(token)) return `invalid escape sequence: \`${token.slice(0, 2)}\``;
    if (/^[*+?]/.test(token) && (before === "" || /^(\(|\||\(\?)/.test(before)))
      return `missing argument to repetition operator: \`${token}\``;
    if (isRepetition(token) && isRepetition(before)) return `invalid nested repetition operator: \`${before}${token}\``;
    before = token;
  }
  return depth > 0 ? `missing closing ): \`${pattern}\`` : undefined;
}

function isRepetition(token: string): boolean {
  return /^([*+?]|\{\d+(,\d*)?\})\??$/.test(token);
}

function isFlags(token: string): boolean {
  return /^\(\?[a-zA-Z-]+\)$/.test(token);
}

const TOKEN =
  /\\Q[\s\S]*?(?:\\E|$)|\\[pP](?:\{\^?\w+\}|\w)|\\x\{[0-9a-fA-F]+\}|\\[\s\S]|\\$|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]?|\(\?(?:P?<\w+>|[=!:]|<[=!]|[a-zA-Z-]+[:)])|\{\d+(?:,\d*)?\}\??|[*+?]\??|[\s\S]/gu;

function tokensOf(pattern: string): string[] {
  return pattern.match(TOKEN) ?? [];
}

/** The JavaScript expression with its flags. */
function translated(pattern: string): [string, string] {
  let flags = "u";
  const source = tokensOf(pattern)
    .map((token, index) => {
      if (!isFlags(token)) return tokenOf(token, flags.includes("s"));
      // Flags count from where they stand; at the beginning, where they are always written, that is everywhere.
      if (index === 0) for (const flag of token.slice(2, -1)) if ("ims".includes(flag)) flags += flag;
      return "";
    })
    .join("");
  return [source, flags];
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

function tokenOf(token: string, dotIsAll: boolean): string {
  if (token.startsWith("\\Q"))
    return token
      .slice(2)
      .replace(/\\E$/, "")
      .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (token.startsWith("\\")) return escaped(token);
  if (token.startsWith("[") && token.length > 1) return classOf(token);
  if (token.startsWith("(?P<")) return `(?<${token.slice(4)}`;
  if (token === ".") return dotIsAll ? "[\\s\\S]" : "[^\\n]";
  // Braces that repeat nothing stand for themselves in Go.
  return token === "{" || token === "}" || token === "]" ? `\\${token}` : token;
}

function escaped(token: string): string {
  const [, letter = ""] = token;
  if (letter === "A") return "^";
  if (letter === "z") return "$";
  if (letter === "a") return "\\x07";
  if (letter === "s") return "[\\t\\n\\f\\r ]";
  if (letter === "S") return "[^\\t\\n\\f\\r ]";
  if (letter === "x" && token.startsWith("\\x{")) return `\\u{${token.slice(3)}`;
  if (letter === "p" || letter === "P") return property(token, letter);
  if (/[dDwWbBnrtvf0x]/.test(letter) || /[\\^$.*+?()[\]{}|/]/.test(letter)) return token;
  return letter === "-" ? "-" : token.slice(1);
}

function property(token: string, letter: string): string {
  const name = token.slice(2).replace(/[{}]/g, "");
  const isScript = name.length > 2;
  return `\\${letter}{${isScript ? `Script=${name}` : name}}`;
}

function classOf(token: string): string {
  const isNegated = token.startsWith("[^");
  let body = token.slice(isNegated ? 2 : 1, -1);
  if (body.startsWith("]")) body = `\\${body}`;
  const parts = body.match(/\[:\^?\w+:\]|\\[pP](?:\{\^?\w+\}|\w)|\\x\{[0-9a-fA-F]+\}|\\[\s\S]|[\s\S]/gu) ?? [];
  const inner = parts.map((part) => {
    const [, name = ""] = /^\[:(\w+):\]$/.exec(part) ?? [];
    if (name !== "") return CLASSES[name] ?? "";
    if (part === "\\s") return "\\t\\n\\f\\r ";
    if (part === "\\-") return "\\-";
    if (part.startsWith("\\")) return escaped(part);
    return part === "[" ? "\\[" : part;
  });
  return `[${isNegated ? "^" : ""}${inner.join("")}]`;
}
