// Stands for Go's Sprintf, for what templates have: texts, numbers, truth values, nothing, lists and maps.

import { goQuote, goSyntax, goValue } from "../../api/go-values.ts";
import { bytesOfText } from "../../bytes/bytes.ts";

interface Directive {
  readonly verb: string;
  readonly flags: string;
  readonly precision: number | undefined;
}

export function sprintf(format: string, args: readonly unknown[]): string {
  const queue = [...args];
  const text = format.replace(
    /%([-+# 0]*)(\d*)(?:\.(\d*))?(.?)/gsu,
    (_, flags: string, width: string, digits: string | undefined, verb: string) => {
      if (verb === "%") return "%";
      if (verb === "") return "%!(NOVERB)";
      if (queue.length === 0) return `%!${verb}(MISSING)`;
      const body = formatted(queue.shift(), {
        verb,
        flags,
        precision: digits === undefined ? undefined : Number(digits),
      });
      if (flags.includes("-")) return body.padEnd(widthOf(width));
      return body.padStart(widthOf(width), flags.includes("0") && /[dfx]/.test(verb) ? "0" : " ");
    },
  );
  return queue.length === 0 ? text : `${text}%!(EXTRA ${queue.map(typed).join(", ")})`;
}

// Go takes no greater width.
function widthOf(digits: string): number {
  return digits.length > 6 || Number(digits) > 1_000_000 ? 0 : Number(digits);
}

function formatted(value: unknown, directive: Directive): string {
  const { verb, flags } = directive;
  if (verb === "v") return flags.includes("#") ? goSyntax(value) : goValue(value);
  if (verb === "T") return typeName(value) ?? "<nil>";
  if (value === null || value === undefined) return mismatch(verb, value);
  if (Array.isArray(value)) return `[${value.map((item) => inner(item, directive)).join(" ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, item]) => `${inner(key, directive)}:${inner(item, directive)}`).join(" ")}]`;
  }
  if (typeof value === "number") return numberText(value, directive);
  if (typeof value === "boolean") return verb === "t" ? String(value) : mismatch(verb, value);
  return stringText(String(value), directive);
}

function inner(value: unknown, directive: Directive): string {
  return value === null || value === undefined ? "<nil>" : formatted(value, directive);
}

function stringText(value: string, { verb, precision }: Directive): string {
  const shown = precision === undefined ? value : [...value].slice(0, precision).join("");
  if (verb === "s") return shown;
  if (verb === "q") return goQuote(shown);
  if (verb !== "x" && verb !== "X") return mismatch(verb, value);
  const digits = Array.from(bytesOfText(shown), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return verb === "x" ? digits : digits.toUpperCase();
}

function numberText(value: number, { verb, flags, precision }: Directive): string {
  const sign = flags.includes("+") && value >= 0 ? "+" : "";
  if (!Number.isInteger(value)) {
    if (/[eEfFgG]/.test(verb)) return sign + fractionText(value, verb, precision);
    return mismatch(verb, value);
  }
  const base = { b: 2, o: 8, d: 10, x: 16 }[verb.toLowerCase()];
  if (base !== undefined) return sign + (verb === "X" ? value.toString(base).toUpperCase() : value.toString(base));
  if (verb === "c" || verb === "q" || verb === "U") return characterText(value, verb);
  return mismatch(verb, value);
}

function fractionText(value: number, verb: string, precision: number | undefined): string {
  const digits = Math.min(precision ?? 6, 100);
  if (verb === "f" || verb === "F") return value.toFixed(digits);
  if (verb === "g" || verb === "G") return goValue(value);
  return value.toExponential(digits).replace(/e([-+])(\d)$/, "e$10$2");
}

function characterText(value: number, verb: string): string {
  if (verb === "U") return `U+${value.toString(16).toUpperCase().padStart(4, "0")}`;
  const character = value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : "\ufffd";
  return verb === "q" ? `'${character}'` : character;
}

function mismatch(verb: string, value: unknown): string {
  return `%!${verb}(${typed(value)})`;
}

function typed(value: unknown): string {
  const name = typeName(value);
  return name === undefined ? "<nil>" : `${name}=${goValue(value)}`;
}

/** Whole numbers count as those of objects, which are int64. */
function typeName(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "string" ? "string" : "map[string]interface {}";
}
