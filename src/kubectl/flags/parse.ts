// Reads a command line the way pflag does: `--a=b`, `--a b`, `-ab`, `-n=x`, `--`, flags and arguments in any order.

import { goQuote } from "../../api/go-values.ts";
import { parseGoDuration } from "./duration.ts";
import type { Flag, FlagValue } from "./flag.ts";
import { FlagValues } from "./flag-values.ts";

/** A command line that cannot be read; the caller adds where help is to be found. */
export class FlagError extends Error {}

export interface ParsedFlags {
  readonly values: FlagValues;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without a `--`. */
  readonly argsBeforeDash: number;
  readonly help: boolean;
}

export function parseFlags(words: readonly string[], flags: readonly Flag[]): ParsedFlags {
  const declared = new Map(flags.map((flag) => [flag.name, flag]));
  const shorthands = new Map(flags.flatMap((flag) => (flag.shorthand === undefined ? [] : [[flag.shorthand, flag]])));
  const values = new FlagValues(declared);
  const args: string[] = [];
  let argsBeforeDash = -1;
  let help = false;
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === "--") {
      argsBeforeDash = args.length;
      args.push(...queue.splice(0));
    } else if (word.startsWith("--")) {
      help = parseLong(word, queue, declared, values) || help;
    } else if (word.startsWith("-") && word !== "-") {
      help = parseShort(word, queue, shorthands, values) || help;
    } else {
      args.push(word);
    }
  }
  return { values, args, argsBeforeDash, help };
}

function parseLong(word: string, queue: string[], declared: ReadonlyMap<string, Flag>, values: FlagValues): boolean {
  const body = word.slice(2);
  if (body.startsWith("-") || body.startsWith("=")) throw new FlagError(`bad flag syntax: ${word}`);
  const equals = body.indexOf("=");
  const name = equals === -1 ? body : body.slice(0, equals);
  if (name === "help" && !declared.has("help")) return equals === -1 || helpWanted(body.slice(equals + 1));
  const flag = declared.get(name) ?? declared.get(name.replaceAll("_", "-"));
  if (flag === undefined) throw new FlagError(`unknown flag: --${name}`);
  if (equals !== -1) setFlag(flag, body.slice(equals + 1), values);
  else if (bareValue(flag) !== undefined) setFlag(flag, bareValue(flag) ?? "", values);
  else {
    const next = queue.shift();
    if (next === undefined) throw new FlagError(`flag needs an argument: --${name}`);
    setFlag(flag, next, values);
  }
  return false;
}

function helpWanted(text: string): boolean {
  const wanted = parseBool(text);
  if (typeof wanted === "boolean") return wanted;
  throw new FlagError(`invalid argument ${goQuote(text)} for "-h, --help" flag: ${wanted.message}`);
}

function parseShort(word: string, queue: string[], shorthands: Map<string, Flag>, values: FlagValues): boolean {
  let letters = word.slice(1);
  let help = false;
  while (letters !== "") {
    const letter = letters.charAt(0);
    const cluster = letters;
    letters = letters.slice(1);
    const flag = shorthands.get(letter);
    if (flag === undefined) {
      if (letter === "h") {
        help = letters.startsWith("=") ? helpWanted(letters.slice(1)) : true;
        if (letters.startsWith("=")) return help;
        continue;
      }
      throw new FlagError(`unknown shorthand flag: '${letter}' in -${cluster}`);
    }
    const bare = bareValue(flag);
    if (letters.startsWith("=") && cluster.length > 2) {
      setFlag(flag, letters.slice(1), values);
      return help;
    }
    if (bare !== undefined) {
      setFlag(flag, bare, values);
      continue;
    }
    if (letters !== "") {
      setFlag(flag, letters, values);
      return help;
    }
    const next = queue.shift();
    if (next === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${cluster}`);
    setFlag(flag, next, values);
  }
  return help;
}

export function bareValue(flag: Flag): string | undefined {
  return flag.bare ?? (flag.kind === "bool" ? "true" : undefined);
}

function setFlag(flag: Flag, text: string, values: FlagValues): void {
  const value = parseValue(flag, text);
  if (value instanceof FlagError) {
    const name = flag.shorthand === undefined ? `--${flag.name}` : `-${flag.shorthand}, --${flag.name}`;
    throw new FlagError(`invalid argument ${goQuote(text)} for "${name}" flag: ${value.message}`);
  }
  if (typeof value === "object" && values.changed(flag.name))
    values.set(flag, [...values.strings(flag.name), ...value]);
  else values.set(flag, value);
}

function parseValue(flag: Flag, text: string): FlagValue | FlagError {
  const complaint = flag.complaint?.(text);
  if (complaint !== undefined) return new FlagError(complaint);
  switch (flag.kind) {
    case "bool":
      return parseBool(text);
    case "string":
      return text;
    case "int":
      return parseInteger(flag, text);
    case "float":
      return Number.isNaN(Number(text)) || text === "" ? goSyntaxError("ParseFloat", text) : Number(text);
    case "duration": {
      const ms = parseGoDuration(text);
      return typeof ms === "string" ? new FlagError(ms) : ms;
    }
    case "strings":
      return text === "" ? [] : splitCsv(text);
    case "stringArray":
      return [text];
    case "pairs":
      return parsePairs(text);
  }
}

// One pair is taken as it stands, commas and all; several are separated as in a list.
function parsePairs(text: string): readonly string[] | FlagError {
  const count = text.split("=").length - 1;
  const pairs = count < 2 ? [text.replace(/^"+|"+$/g, "")] : splitCsv(text);
  if (pairs instanceof FlagError) return pairs;
  const wrong = count === 0 ? text : pairs.find((pair) => !pair.includes("="));
  return wrong === undefined ? pairs : new FlagError(`${wrong} must be formatted as key=value`);
}

function goSyntaxError(parser: string, text: string): FlagError {
  return new FlagError(`strconv.${parser}: parsing ${goQuote(text)}: invalid syntax`);
}

/** The value, or the text of Go's error. */
export function parseGoBool(text: string): boolean | string {
  const value = parseBool(text);
  return typeof value === "boolean" ? value : value.message;
}

function parseBool(text: string): boolean | FlagError {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text)) return true;
  if (["0", "f", "F", "false", "FALSE", "False"].includes(text)) return false;
  return goSyntaxError("ParseBool", text);
}

function parseInteger(flag: Flag, text: string): number | FlagError {
  const parser = flag.unsigned === true ? "ParseUint" : "ParseInt";
  const match = (flag.unsigned === true ? /^()(.+)$/ : /^([-+]?)(.+)$/).exec(text);
  const digits = match?.[2] ?? "";
  if (!/^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9]\d*)$/.test(digits)) return goSyntaxError(parser, text);
  const number = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const signed = match?.[1] === "-" ? -number : number;
  const limit = 2n ** BigInt((flag.bits ?? 64) - 1);
  if (signed >= limit || signed < -limit) {
    return new FlagError(`strconv.${parser}: parsing ${goQuote(text)}: value out of range`);
  }
  return Number(signed);
}

/** One record of comma-separated values, with double quotes around what contains commas. */
function splitCsv(text: string): readonly string[] | FlagError {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = text.charAt(at) === '"';
    const end = quoted ? endOfQuoted(text, at) : endOfPlain(text, at);
    if (end instanceof FlagError) return end;
    const field = text.slice(at, end);
    fields.push(quoted ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end >= text.length) return fields;
    at = end + 1;
  }
}

function endOfQuoted(text: string, start: number): number | FlagError {
  const body = /^"(?:[^"]|"")*/.exec(text.slice(start))?.[0] ?? "";
  const end = start + body.length + 1;
  if (text.charAt(end - 1) === '"' && (end === text.length || text.charAt(end) === ",")) return end;
  const column = Math.min(end, text.length + 1);
  return new FlagError(`parse error on line 1, column ${column}: extraneous or missing " in quoted-field`);
}

function endOfPlain(text: string, start: number): number | FlagError {
  const comma = text.indexOf(",", start);
  const end = comma === -1 ? text.length : comma;
  const quote = text.indexOf('"', start);
  if (quote === -1 || quote >= end) return end;
  return new FlagError(`parse error on line 1, column ${quote + 1}: bare " in non-quoted-field`);
}
