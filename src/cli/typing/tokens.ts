// A line while it is typed, as words and operators with their places: enough to show what is what, and never wrong enough to fail.

export interface Word {
  readonly kind: "word";
  readonly start: number;
  readonly end: number;
  /** Without quotes. */
  readonly text: string;
  /** The parts in quotes, with their quotes. */
  readonly quoted: readonly Place[];
}

export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Token =
  | Word
  | ({ readonly kind: "operator" } & Place & { readonly text: string })
  | ({ readonly kind: "comment" } & Place);

/** The operators behind which another command begins. */
const SEPARATORS = /^(?:&&|\|\||;;|[|;&(\n`{}])/;
const OPERATOR = /^(?:&&|\|\||;;|<<<|<<-?|>>|[0-9]?>&[0-9-]?|&>|\$\(|[|;&()<>\n`])/;

export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const rest = line.slice(at);
    const blank = /^(?:[ \t]|\\\n)+/.exec(rest)?.[0].length ?? 0;
    if (blank > 0) {
      at += blank;
      continue;
    }
    const token = nextToken(line, at);
    tokens.push(token);
    at = token.end;
    // A here-document is nobody's command.
    if (token.kind === "operator" && token.text === "\n") at = afterDocuments(line, tokens, at);
  }
  return tokens;
}

function nextToken(line: string, at: number): Token {
  const rest = line.slice(at);
  if (rest.startsWith("#")) return { kind: "comment", start: at, end: at + (/^[^\n]*/.exec(rest)?.[0].length ?? 0) };
  const operator = OPERATOR.exec(rest)?.[0];
  if (operator !== undefined) return { kind: "operator", start: at, end: at + operator.length, text: operator };
  return wordAt(line, at);
}

function wordAt(line: string, start: number): Word {
  const quoted: Place[] = [];
  let text = "";
  let at = start;
  while (at < line.length) {
    const char = line.charAt(at);
    if (char === "'" || char === '"') {
      const end = quoteEnd(line, at);
      quoted.push({ start: at, end });
      text += line.slice(at + 1, line.charAt(end - 1) === char && end - 1 > at ? end - 1 : end);
      at = end;
    } else if (char === "\\") {
      text += line.charAt(at + 1);
      at += 2;
    } else if (/[\s|;&()<>`]/.test(char) || line.startsWith("$(", at)) break;
    else {
      text += char;
      at += 1;
    }
  }
  return { kind: "word", start, end: Math.min(at, line.length), text, quoted };
}

/** Behind the closing quote; the end of the line when it is still open. */
function quoteEnd(line: string, start: number): number {
  const quote = line.charAt(start);
  for (let at = start + 1; at < line.length; at++) {
    if (quote === '"' && line.charAt(at) === "\\") at++;
    else if (line.charAt(at) === quote) return at + 1;
  }
  return line.length;
}

function afterDocuments(line: string, tokens: readonly Token[], start: number): number {
  let at = start;
  for (const [index, token] of tokens.entries()) {
    const end = tokens[index + 1];
    if (token.kind !== "operator" || !/^<<-?$/.test(token.text) || end?.kind !== "word") continue;
    if (end.start > start || line.slice(end.end, start - 1).includes("\n")) continue;
    const found = new RegExp(`^\\t*${end.text.replace(/[^\w]/g, "\\$&")}$`, "m").exec(line.slice(at));
    at = found === null ? line.length : at + found.index + found[0].length;
  }
  return at;
}

/** The words of each command of the line; what `>` and `<` name is not among them. */
export function commandsIn(tokens: readonly Token[]): readonly (readonly Word[])[] {
  const commands: Word[][] = [[]];
  let isFile = false;
  for (const token of tokens) {
    if (token.kind === "word") {
      if (!isFile) commands.at(-1)?.push(token);
      isFile = false;
    } else if (token.kind === "operator") {
      isFile = /[<>]$/.test(token.text);
      if (SEPARATORS.test(token.text) || token.text === "$(") commands.push([]);
    }
  }
  return commands.filter((words) => words.length > 0);
}
