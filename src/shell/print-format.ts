// Stands for what echo and printf make of their arguments.

import { bytesOfText, joinedText, sliceBytes, textOfByte } from "../bytes/bytes.ts";

/** `echo`, with -n and -e; busybox leaves backslashes alone without -e. */
export function formatEcho(args: readonly string[]): string {
  let newline = true;
  let escapes = false;
  let first = 0;
  for (; /^-[neE]+$/.test(args[first] ?? ""); first++) {
    for (const letter of (args[first] ?? "").slice(1)) {
      if (letter === "n") newline = false;
      else escapes = letter === "e";
    }
  }
  const text = args.slice(first).join(" ");
  if (!escapes) return newline ? `${text}\n` : text;
  const { text: out, stopped } = unescapeText(text, true);
  return newline && !stopped ? `${out}\n` : out;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  e: "\x1b",
  '"': '"',
  "'": "'",
};

function unescapeText(text: string, octalNeedsZero: boolean): { text: string; stopped: boolean } {
  if (!text.includes("\\")) return { text, stopped: false };
  const stop = /(^|[^\\])((?:\\\\)*)\\c/.exec(text);
  const used = stop === null ? text : text.slice(0, stop.index + stop[0].length - 2);
  const octal = octalNeedsZero ? "0[0-7]{0,3}" : "[0-7]{1,3}";
  const pattern = new RegExp(`\\\\(${octal}|x[0-9a-fA-F]{1,2}|[\\s\\S])`, "g");
  const out = used.replace(pattern, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return textOfByte(Number.parseInt(code, 8) & 255);
    if (/^x./.test(code)) return textOfByte(Number.parseInt(code.slice(1), 16));
    return simpleEscapes[code] ?? whole;
  });
  return { text: joinedText(out), stopped: stop !== null };
}

export interface Printed {
  readonly text: string;
  /** Complaints, without the program's name. */
  readonly errors: readonly string[];
}

const directive = /%%|%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?(l*[diouxXcsbeEfgGq])|%(.?)/g;

/** `printf FORMAT ARGS…`: the format is used again while arguments are left. */
export function formatPrintf(format: string, args: readonly string[]): Printed {
  const errors: string[] = [];
  const { text: plain, stopped } = unescapeText(format, false);
  const rest = [...args];
  let text = "";
  let halted = stopped;
  do {
    const before = rest.length;
    text += plain.replace(directive, (whole, flags: string, width, precision, kind: string | undefined, bad) => {
      if (halted && !stopped) return "";
      if (whole === "%%") return "%";
      if (kind === undefined) {
        errors.push(`%${bad ?? ""}: invalid format`);
        halted = true;
        return "";
      }
      const [w, p] = [width, precision].map((value) => (value === "*" ? rest.shift() : value));
      const argument = rest.shift();
      if (kind === "b") {
        const inner = unescapeText(argument ?? "", true);
        halted ||= inner.stopped;
        return pad(inner.text, Number(w ?? 0), flags ?? "");
      }
      const hasPrecision = /\.\d*/.test(whole);
      const digits = p !== undefined ? Number(p) : hasPrecision ? 0 : undefined;
      return pad(convert(kind, argument, digits, flags ?? "", errors), Number(w ?? 0), flags ?? "", kind);
    });
    if (rest.length === before) break;
  } while (rest.length > 0 && !halted);
  return { text, errors };
}

function pad(text: string, width: number, flags: string, kind = "s"): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0") || !/[diouxXeEfgG]$/.test(kind)) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function convert(
  kind: string,
  argument: string | undefined,
  precision: number | undefined,
  flags: string,
  errors: string[],
): string {
  const letter = kind.at(-1) ?? "s";
  if (letter === "s") return precision === undefined ? (argument ?? "") : sliceBytes(argument ?? "", 0, precision);
  if (letter === "q") return `'${(argument ?? "").replaceAll("'", "'\\''")}'`;
  if (letter === "c") return sliceBytes(argument ?? "", 0, 1);
  if ("eEfgG".includes(letter)) return withSign(formatFloat(letter, toNumber(argument, errors), precision ?? 6), flags);
  const value = toInteger(argument, errors);
  const digits = formatInteger(letter, value, flags).padStart(precision ?? 0, "0");
  return withSign(value < 0n && "di".includes(letter) ? `-${digits}` : digits, flags);
}

function withSign(text: string, flags: string): string {
  if (text.startsWith("-")) return text;
  return flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;
}

function toInteger(argument: string | undefined, errors: string[]): bigint {
  const text = (argument ?? "0").trim();
  if (/^["']./.test(text)) return BigInt(bytesOfText(text)[1] ?? 0);
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text);
  if (match === null) {
    errors.push(`invalid number '${text}'`);
    return BigInt(/^[-+]?\d+/.exec(text)?.[0] ?? "0");
  }
  const [, sign, digits = "0"] = match;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return sign === "-" ? -value : value;
}

function toNumber(argument: string | undefined, errors: string[]): number {
  const value = Number(argument ?? "0");
  if (!Number.isNaN(value)) return value;
  errors.push(`invalid number '${argument}'`);
  return 0;
}

function formatInteger(letter: string, value: bigint, flags: string): string {
  const unsigned = BigInt.asUintN(64, value);
  const prefix = flags.includes("#") && value !== 0n;
  if (letter === "x") return (prefix ? "0x" : "") + unsigned.toString(16);
  if (letter === "X") return (prefix ? "0X" : "") + unsigned.toString(16).toUpperCase();
  if (letter === "o") return (prefix ? "0" : "") + unsigned.toString(8);
  if (letter === "u") return unsigned.toString();
  return (value < 0n ? -value : value).toString();
}

/** C's %e, %f and %g. */
export function formatFloat(letter: string, value: number, precision: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (letter === "f") return value.toFixed(Math.min(precision, 100));
  if (letter === "e" || letter === "E") {
    const text = value.toExponential(Math.min(precision, 100)).replace(/e([+-])(\d)$/, "e$10$2");
    return letter === "E" ? text.toUpperCase() : text;
  }
  const significant = Math.max(1, precision);
  if (value === 0) return "0";
  const exponent = Number(value.toExponential(significant - 1).split("e")[1]);
  const fixed = exponent >= -4 && exponent < significant;
  const text = fixed
    ? value.toFixed(Math.max(0, significant - 1 - exponent))
    : formatFloat("e", value, significant - 1);
  const trimmed = text.includes(".") ? text.replace(/\.?0+(?=e|$)/, "") : text;
  return letter === "G" ? trimmed.toUpperCase() : trimmed;
}
