// The small programs that pass text through.

import { FileError } from "../files.ts";
import { byteLength } from "../memory-files.ts";
import { openOutput } from "../open.ts";
import { formatEcho, formatPrintf } from "../print-format.ts";
import { type Doing, LineReader, readAll, readChunk } from "../reading.ts";
import { strerror } from "../strerror.ts";
import { type Applet, linesOf, type Run, sleepFor } from "./applet.ts";

export const textApplets: Readonly<Record<string, Applet>> = {
  cat,
  echo,
  printf,
  head,
  tail,
  wc,
  sort,
  uniq,
  cut,
  tr,
  tee,
  yes,
  seq,
  tac,
  rev,
  nl,
  clear: () => 0,
  od: hexdump,
  base64,
};

function* cat(run: Run): Doing<number> {
  const options = run.options("nuveAtb");
  let status = 0;
  let number = 1;
  for (const operand of options.operands.length === 0 ? ["-"] : options.operands) {
    const input = run.open(operand, operand === "-" ? undefined : (reason) => catWords(operand, reason));
    if (input === undefined) status = 1;
    else if (!options.has("n")) yield* run.copy(input);
    else for (const line of linesOf(yield* readAll(input))) run.print(`${String(number++).padStart(6)}\t${line}\n`);
  }
  return status;
}

function catWords(operand: string, reason: string): string {
  return reason === "Is a directory" ? `read error: ${reason}` : `can't open '${operand}': ${reason}`;
}

function echo(run: Run): number {
  run.print(formatEcho(run.args));
  return 0;
}

function printf(run: Run): number {
  const [format, ...rest] = run.args;
  if (format === undefined) run.usage("printf FORMAT [ARG]...");
  const { text, errors } = formatPrintf(format, rest);
  run.print(text);
  for (const error of errors) run.complain(error);
  return errors.length === 0 ? 0 : 1;
}

/** `head -3` means `head -n 3`. */
function countArguments(args: readonly string[]): string[] {
  return args.flatMap((arg) => (/^[-+]\d+$/.test(arg) ? ["-n", arg.replace(/^-/, "")] : [arg]));
}

function* head(run: Run): Doing<number> {
  const options = run.options("n:c:qv", { lines: "n", bytes: "c" }, countArguments(run.args));
  const bytes = options.value("c");
  const count = Number(bytes ?? options.value("n") ?? "10");
  if (Number.isNaN(count)) run.fail(`invalid number '${options.value("n") ?? bytes}'`);
  const operands = options.operands.length === 0 ? ["-"] : options.operands;
  let status = 0;
  for (const [index, operand] of operands.entries()) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    if (operands.length > 1 && !options.has("q")) run.print(`${index > 0 ? "\n" : ""}==> ${operand} <==\n`);
    if (count < 0) for (const line of linesOf(yield* readAll(input)).slice(0, count)) run.print(`${line}\n`);
    else if (bytes !== undefined) run.print(yield* firstBytes(input, count));
    else yield* firstLines(run, new LineReader(input), count);
  }
  return status;
}

function* firstBytes(input: Parameters<typeof readChunk>[0], count: number): Doing<string> {
  let text = "";
  while (text.length < count) {
    const more = yield* readChunk(input);
    if (more === undefined) break;
    text += more;
  }
  return text.slice(0, count);
}

function* firstLines(run: Run, reader: LineReader, count: number): Doing<void> {
  for (let left = count; left > 0; left--) {
    const line = yield* reader.next();
    if (line === undefined) return;
    run.print(reader.lastLineEnded ? `${line}\n` : line);
    if (run.process.stdout.isTerminal) yield* run.flush();
  }
}

function* tail(run: Run): Doing<number> {
  const options = run.options("n:c:fFqs:v", { lines: "n", bytes: "c", follow: "f" }, countArguments(run.args));
  const operands = options.operands.length === 0 ? ["-"] : options.operands;
  const spec = options.value("c") ?? options.value("n") ?? "10";
  const isBytes = options.has("c");
  let status = 0;
  for (const [index, operand] of operands.entries()) {
    const input = run.open(operand, (reason) => `can't open '${operand}': ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    if (operands.length > 1 && !options.has("q")) run.print(`${index > 0 ? "\n" : ""}==> ${operand} <==\n`);
    run.print(lastPart(yield* readAll(input), spec, isBytes));
  }
  const follows = options.has("f") || options.has("F");
  const followed = operands.filter((operand) => operand !== "-");
  if (status !== 0 && !options.has("F")) run.complain("no files");
  if (!follows || (status !== 0 && !options.has("F") && followed.length < 2)) return status;
  yield* run.flush();
  return yield* follow(run, followed);
}

function lastPart(text: string, spec: string, isBytes: boolean): string {
  const count = Math.abs(Number(spec));
  if (isBytes) return spec.startsWith("+") ? text.slice(count - 1) : text.slice(Math.max(0, text.length - count));
  const lines = text.split("\n");
  const ended = lines.at(-1) === "";
  if (ended) lines.pop();
  const kept = spec.startsWith("+")
    ? lines.slice(Math.max(0, count - 1))
    : lines.slice(Math.max(0, lines.length - count));
  return kept.length === 0 ? "" : kept.join("\n") + (ended ? "\n" : "");
}

function* follow(run: Run, operands: readonly string[]): Doing<number> {
  const seen = new Map(operands.map((operand) => [operand, sizeOf(run, operand)]));
  while (!run.isBroken) {
    yield* sleepFor(run.process, 1000);
    for (const operand of operands) {
      const path = run.path(operand);
      if (!run.files.exists(path)) continue;
      const text = run.files.read(path);
      const before = seen.get(operand) ?? 0;
      run.print(text.slice(text.length < before ? 0 : before));
      seen.set(operand, text.length);
    }
    yield* run.flush();
  }
  return 0;
}

function sizeOf(run: Run, operand: string): number {
  const path = run.path(operand);
  return run.files.exists(path) ? run.files.read(path).length : 0;
}

function* wc(run: Run): Doing<number> {
  const options = run.options("lwcmL");
  const operands = options.operands.length === 0 ? ["-"] : options.operands;
  const columns = ["l", "w", "c"].filter((letter) => options.has(letter) || (letter === "c" && options.has("m")));
  const shown = columns.length === 0 ? ["l", "w", "c"] : columns;
  const totals = [0, 0, 0];
  let status = 0;
  const show = (counts: readonly number[], name: string) => {
    const cells = shown.map((letter) => counts["lwc".indexOf(letter)] ?? 0);
    const text =
      cells.length === 1 && name === ""
        ? String(cells[0])
        : cells.map((cell) => String(cell).padStart(cells.length === 1 ? 0 : 9)).join(" ");
    run.print(`${text}${name === "" ? "" : ` ${name}`}\n`);
  };
  for (const operand of operands) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    const text = yield* readAll(input);
    const counts = [
      text.split("\n").length - 1,
      text.split(/\s+/).filter((word) => word !== "").length,
      byteLength(text),
    ];
    for (const [index, count] of counts.entries()) totals[index] = (totals[index] ?? 0) + count;
    show(counts, operand === "-" ? "" : operand);
  }
  if (operands.length > 1) show(totals, "total");
  return status;
}

interface SortKey {
  readonly from: number;
  readonly to: number;
  readonly numeric: boolean;
  readonly reverse: boolean;
}

function* sort(run: Run): Doing<number> {
  const options = run.options("nrufbhVk:t:o:cs");
  const { text, status } = yield* run.readOperands(options.operands);
  const keys = options
    .values("k")
    .map((spec) => parseKey(spec, options.has("n") || options.has("h"), options.has("r")));
  const whole: SortKey = {
    from: 0,
    to: Number.POSITIVE_INFINITY,
    numeric: options.has("n") || options.has("h"),
    reverse: options.has("r"),
  };
  const separator = options.value("t");
  const fold = (value: string) => (options.has("f") ? value.toUpperCase() : value);
  const compareKeys = (a: string, b: string): number => {
    for (const key of keys.length === 0 ? [whole] : keys) {
      const order = compareBy(
        fold(keyOf(a, key, separator)),
        fold(keyOf(b, key, separator)),
        key.numeric,
        options.has("V"),
      );
      if (order !== 0) return key.reverse ? -order : order;
    }
    return 0;
  };
  const lastResort = (a: string, b: string) =>
    options.has("s") || options.has("u") ? 0 : compareText(a, b) * (options.has("r") ? -1 : 1);
  const sorted = linesOf(text).sort((a, b) => compareKeys(a, b) || lastResort(a, b));
  const kept = options.has("u")
    ? sorted.filter((line, index) => index === 0 || compareKeys(sorted[index - 1] ?? "", line) !== 0)
    : sorted;
  const out = kept.map((line) => `${line}\n`).join("");
  const target = options.value("o");
  if (target === undefined) run.print(out);
  else run.files.write(run.path(target), out);
  return status;
}

function parseKey(spec: string, numeric: boolean, reverse: boolean): SortKey {
  const [first = "1", second] = spec.split(",");
  const flags = spec.replace(/[\d.,]/g, "");
  return {
    from: Number.parseInt(first, 10) - 1,
    to: second === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(second, 10),
    numeric: numeric || /[nh]/.test(flags),
    reverse: reverse || flags.includes("r"),
  };
}

function keyOf(line: string, key: SortKey, separator: string | undefined): string {
  if (key.from === 0 && key.to === Number.POSITIVE_INFINITY) return line;
  const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
  return fields
    .slice(key.from, key.to)
    .join(separator ?? "")
    .trimStart();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBy(a: string, b: string, numeric: boolean, version: boolean): number {
  if (version) return compareVersions(a, b);
  return numeric ? leadingNumber(a) - leadingNumber(b) : compareText(a, b);
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const [x = "", y = ""] = [left?.[at], right?.[at]];
    const order = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

const suffixes: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

function leadingNumber(text: string): number {
  const match = /^\s*(-?\d*\.?\d+)([KMGT]?)/.exec(text);
  return match === null ? 0 : Number(match[1]) * (suffixes[match[2] ?? ""] ?? 1);
}

function* uniq(run: Run): Doing<number> {
  const options = run.options("cduif:s:w:");
  const { text, status } = yield* run.readOperands(options.operands.slice(0, 1));
  const groups: { line: string; count: number }[] = [];
  const same = (a: string, b: string) => (options.has("i") ? a.toLowerCase() === b.toLowerCase() : a === b);
  for (const line of linesOf(text)) {
    const last = groups.at(-1);
    if (last !== undefined && same(last.line, line)) last.count++;
    else groups.push({ line, count: 1 });
  }
  for (const { line, count } of groups) {
    if ((options.has("d") && count < 2) || (options.has("u") && count > 1)) continue;
    run.print(options.has("c") ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`);
  }
  return status;
}

function* cut(run: Run): Doing<number> {
  const options = run.options("d:f:c:b:s", { delimiter: "d", fields: "f", characters: "c" });
  const list = options.value("f") ?? options.value("c") ?? options.value("b");
  if (list === undefined) run.fail("expected a list of bytes, characters, or fields");
  const isWanted = parseRanges(list);
  const separator = options.value("d") ?? "\t";
  const { text, status } = yield* run.readOperands(options.operands);
  for (const line of linesOf(text)) {
    if (!options.has("f")) run.print(`${[...line].filter((_, index) => isWanted(index + 1)).join("")}\n`);
    else if (line.includes(separator))
      run.print(
        `${line
          .split(separator)
          .filter((_, index) => isWanted(index + 1))
          .join(separator)}\n`,
      );
    else if (!options.has("s")) run.print(`${line}\n`);
  }
  return status;
}

function parseRanges(list: string): (index: number) => boolean {
  const ranges = list.split(",").map((item) => {
    const [from = "", to] = item.split("-");
    return {
      from: Number(from || 1),
      to: to === undefined ? Number(from) : to === "" ? Number.POSITIVE_INFINITY : Number(to),
    };
  });
  return (index) => ranges.some(({ from, to }) => index >= from && index <= to);
}

function* tr(run: Run): Doing<number> {
  const options = run.options("+dsc", {});
  const [first = "", second] = options.operands.map(expandSet);
  const isDelete = options.has("d");
  const from = new Set(first);
  const isIn = (char: string) => from.has(char) !== options.has("c");
  const to = second === undefined ? [] : [...second];
  const source = [...first];
  const map = (char: string) =>
    (options.has("c") ? to.at(-1) : (to[Math.min(source.indexOf(char), to.length - 1)] ?? to.at(-1))) ?? char;
  const squeezed = new Set(second === undefined || (isDelete && second !== undefined) ? (second ?? first) : second);
  let last = "";
  for (let text = yield* readChunk(run.process.stdin); text !== undefined; text = yield* readChunk(run.process.stdin)) {
    let out = "";
    for (const char of text) {
      const hit = isIn(char);
      if (isDelete && hit) continue;
      const mapped = hit && !isDelete && second !== undefined ? map(char) : char;
      const squeezes = options.has("s") && (options.has("c") && second === undefined ? hit : squeezed.has(mapped));
      if (squeezes && mapped === last) continue;
      out += mapped;
      last = mapped;
    }
    run.print(out);
    yield* run.flush();
  }
  return 0;
}

const setClasses: Readonly<Record<string, string>> = {
  upper: "A-Z",
  lower: "a-z",
  digit: "0-9",
  alpha: "A-Za-z",
  alnum: "0-9A-Za-z",
  space: "\t\n\v\f\r ",
  blank: " \t",
  punct: "!-/:-@[-`{-~",
};

function expandSet(text: string): string {
  const plain = text
    .replace(/\[:(\w+):\]/g, (whole, name: string) => setClasses[name] ?? whole)
    .replace(/\\([0-7]{1,3}|.)/g, (_, code: string) => unescapeOne(code));
  return plain.replace(/([\s\S])-([\s\S])/g, (whole, a: string, b: string) => {
    const [from, to] = [a.charCodeAt(0), b.charCodeAt(0)];
    return to < from
      ? whole
      : Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index)).join("");
  });
}

function unescapeOne(code: string): string {
  if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
  return { n: "\n", t: "\t", r: "\r", "\\": "\\", a: "\x07", b: "\b", f: "\f", v: "\v" }[code] ?? code;
}

function* tee(run: Run): Doing<number> {
  const options = run.options("ai");
  const outputs = options.operands.flatMap((operand) => {
    try {
      return [openOutput(run.process, operand, { append: options.has("a") })];
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      run.complain(`${operand}: ${strerror(error.code)}`);
      return [];
    }
  });
  const { stdin } = run.process;
  for (let text = yield* readChunk(stdin); text !== undefined; text = yield* readChunk(stdin)) {
    for (const output of outputs) output.write(text);
    run.print(text);
    yield* run.flush();
  }
  return outputs.length === options.operands.length ? 0 : 1;
}

function* yes(run: Run): Doing<number> {
  const line = `${run.args.length === 0 ? "y" : run.args.join(" ")}\n`;
  const block = line.repeat(Math.max(1, Math.floor(4096 / line.length)));
  while (!run.isBroken) {
    run.print(block);
    yield* run.flush();
    yield* run.work(0.1);
  }
  return 1;
}

function* seq(run: Run): Doing<number> {
  const options = run.options(
    "+ws:",
    {},
    run.args
      .flatMap((arg) => (/^-\d/.test(arg) ? ["--", arg] : [arg]))
      .filter((arg, index, all) => arg !== "--" || all.indexOf("--") === index),
  );
  const numbers = options.operands.map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) run.usage("seq [-w] [-s SEP] [FIRST [INC]] LAST");
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, numbers[0] ?? 0]
      : numbers.length === 2
        ? [numbers[0] ?? 1, 1, numbers[1] ?? 0]
        : numbers;
  const decimals = Math.max(0, ...options.operands.map((text) => (text.split(".")[1] ?? "").length));
  const separator = options.value("s") ?? "\n";
  const width = options.has("w") ? Math.max(...[first, last].map((n) => (n ?? 0).toFixed(decimals).length)) : 0;
  let isFirst = true;
  for (let at = 0; !run.isBroken; at++) {
    const value = (first ?? 1) + at * (step ?? 1);
    if ((step ?? 1) > 0 ? value > (last ?? 0) : value < (last ?? 0)) break;
    run.print(`${isFirst ? "" : separator}${value.toFixed(decimals).padStart(width, "0")}`);
    isFirst = false;
    yield* run.work(0.001);
  }
  if (!isFirst) run.print("\n");
  return 0;
}

function* tac(run: Run): Doing<number> {
  const { text, status } = yield* run.readOperands(run.options("").operands);
  for (const line of linesOf(text).reverse()) run.print(`${line}\n`);
  return status;
}

function* rev(run: Run): Doing<number> {
  const { text, status } = yield* run.readOperands(run.options("").operands);
  for (const line of linesOf(text)) run.print(`${[...line].reverse().join("")}\n`);
  return status;
}

function* nl(run: Run): Doing<number> {
  const { text, status } = yield* run.readOperands(run.options("b:").operands);
  let number = 1;
  for (const line of linesOf(text)) run.print(line === "" ? "       \n" : `${String(number++).padStart(6)}\t${line}\n`);
  return status;
}

function* hexdump(run: Run): Doing<number> {
  const options = run.options("ct:A:xbN:v");
  const { text, status } = yield* run.readOperands(options.operands);
  const isChars = options.has("c");
  for (let at = 0; at < text.length; at += 16) {
    const cells = [...text.slice(at, at + 16)].map((char) => formatByte(char, isChars));
    run.print(`${at.toString(8).padStart(7, "0")} ${cells.join("")}\n`);
  }
  run.print(`${text.length.toString(8).padStart(7, "0")}\n`);
  return status;
}

function formatByte(char: string, isChars: boolean): string {
  if (!isChars) return ` ${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
  const named = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0" }[char];
  return (named ?? char).padStart(4);
}

function* base64(run: Run): Doing<number> {
  const options = run.options("dDw:i", { decode: "d", wrap: "w" });
  const { text, status } = yield* run.readOperands(options.operands);
  if (options.has("d") || options.has("D")) {
    const decoded = decodeBase64(options.has("i") ? text.replace(/[^A-Za-z0-9+/=]/g, "") : text);
    if (decoded === undefined) run.fail("truncated input");
    run.print(decoded);
    return status;
  }
  const width = Number(options.value("w") ?? "76");
  const encoded = encodeBase64(text);
  const lines = width === 0 ? encoded : `${encoded.replace(new RegExp(`.{${width}}(?=.)`, "g"), "$&\n")}\n`;
  run.print(lines);
  return status;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    out +=
      b === undefined ? "==" : alphabet.charAt((bits >> 6) & 63) + (c === undefined ? "=" : alphabet.charAt(bits & 63));
  }
  return out;
}

export function decodeBase64(text: string): string | undefined {
  const clean = text.replace(/[\s=]/g, "");
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of clean) {
    const value = alphabet.indexOf(char);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 255);
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
