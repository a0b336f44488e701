// Stands for od: bytes in octal, and in the other forms that -t names.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { character, littleEndian, parseOffset, printable, readPart, rowsOf } from "./read.ts";

interface Form {
  readonly kind: string;
  /** Bytes that one number is made of. */
  readonly size: number;
  readonly showsText: boolean;
}

const long = {
  "address-radix": "A",
  format: "t",
  "read-bytes": "N",
  "skip-bytes": "j",
  "output-duplicates": "v",
  width: "w",
};

/** The old letters, each short for a form. */
const short: Readonly<Record<string, string>> = {
  a: "a",
  b: "o1",
  c: "c",
  d: "u2",
  D: "u4",
  h: "x2",
  H: "x4",
  i: "d4",
  l: "d8",
  o: "o2",
  s: "d2",
  x: "x2",
};

export function* od(run: Run): Doing<number> {
  const options = run.options("abcdDhHilosxvA:t:N:j:w:", long);
  const given = [
    ...Object.entries(short).flatMap(([letter, form]) => (options.has(letter) ? [form] : [])),
    ...options.values("t"),
  ];
  const forms = (given.length === 0 ? ["o2"] : given).flatMap((text) => parseForms(run, text));
  const address = addressOf(run, options.value("A") ?? "o");
  const skip = parseOffset(run, options.value("j"), 0);
  const limit = parseOffset(run, options.value("N"), Number.POSITIVE_INFINITY);
  const { bytes, status } = yield* readPart(run, options.operands, { skip, limit });
  for (const { at, row, isRepeated } of rowsOf(bytes, parseOffset(run, options.value("w"), 16), options.has("v"))) {
    if (isRepeated) run.print("*\n");
    else for (const [index, line] of linesOf(row, forms).entries()) run.print(lineOf(address(skip + at), line, index));
  }
  if (address(0) !== "") run.print(`${address(skip + bytes.length)}\n`);
  return status;
}

function lineOf(address: string, line: string, index: number): string {
  return `${index === 0 ? address : " ".repeat(address.length)}${line}\n`;
}

function addressOf(run: Run, radix: string): (at: number) => string {
  if (radix === "n") return () => "";
  const base = { o: 8, d: 10, x: 16 }[radix];
  if (base === undefined) return run.fail(`bad output address radix '${radix}' (must be [doxn])`);
  return (at) => at.toString(base).padStart(base === 16 ? 6 : 7, "0");
}

function parseForms(run: Run, text: string): Form[] {
  const forms = [...text.matchAll(/([acdoux])([CSIL]|\d+)?(z?)/g)];
  if (forms.map(([whole]) => whole).join("") !== text) return run.fail(`invalid type string '${text}'`);
  return forms.map(([, kind = "o", size, z]) => {
    const bytes = { C: 1, S: 2, I: 4, L: 8 }[size ?? ""] ?? Number(size ?? 4);
    if (![1, 2, 4, 8].includes(bytes)) run.fail(`invalid type string '${text}'`);
    return { kind, size: kind === "a" || kind === "c" ? 1 : bytes, showsText: z !== "" };
  });
}

/** One line for each form; cells of all forms are as wide as the widest needs, so that they stand below each other. */
function linesOf(row: Uint8Array, forms: readonly Form[]): string[] {
  const perByte = Math.max(...forms.map((form) => (cellWidth(form) + 1) / form.size));
  return forms.map((form) => {
    const width = forms.length === 1 ? cellWidth(form) + 1 : Math.ceil(perByte * form.size);
    const count = Math.ceil(row.length / form.size);
    const cells = Array.from({ length: count }, (_, at) => cell(row, at * form.size, form).padStart(width));
    if (!form.showsText) return cells.join("");
    return `${cells.join("").padEnd((16 / form.size) * width)}  >${printable(row)}<`;
  });
}

const widths: Readonly<Record<string, readonly number[]>> = {
  d: [4, 6, 11, 20],
  u: [3, 5, 10, 20],
  o: [3, 6, 11, 22],
  x: [2, 4, 8, 16],
};

function cellWidth({ kind, size }: Form): number {
  return widths[kind]?.[Math.log2(size)] ?? 3;
}

function cell(row: Uint8Array, at: number, form: Form): string {
  const { kind, size } = form;
  if (kind === "c") return character(row[at] ?? 0);
  if (kind === "a") return named(row[at] ?? 0);
  const value = littleEndian(row, at, size);
  if (kind === "d") return BigInt.asIntN(size * 8, value).toString();
  if (kind === "u") return value.toString();
  return value.toString(kind === "x" ? 16 : 8).padStart(cellWidth(form), "0");
}

const names =
  "nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp";

/** The name of a character; its highest bit is of no account. */
function named(byte: number): string {
  const code = byte & 0x7f;
  return code === 0x7f ? "del" : (names.split(" ")[code] ?? String.fromCharCode(code));
}
