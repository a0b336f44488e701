// Stands for tr, which knows no characters but bytes.

import { ByteDecoder, bytesOfText } from "../../../bytes/bytes.ts";
import { type Doing, readChunk } from "../../reading.ts";
import type { Run } from "../applet.ts";
import type { Options } from "../options.ts";

export function* tr(run: Run): Doing<number> {
  const translate = translation(run.options("+dsc", {}));
  const { stdin } = run.process;
  const decoder = new ByteDecoder();
  for (let text = yield* readChunk(stdin); text !== undefined; text = yield* readChunk(stdin)) {
    run.print(decoder.decode(translate(bytesOfText(text))));
    yield* run.flush();
  }
  run.print(decoder.end());
  return 0;
}

/** What the options make of one piece after the other; squeezing goes on from piece to piece. */
function translation(options: Options): (bytes: Uint8Array) => Uint8Array {
  const [first = [], second] = options.operands.map(expandSet);
  const isDelete = options.has("d");
  const from = new Set(first);
  const isIn = (byte: number) => from.has(byte) !== options.has("c");
  const map = mapping(first, second ?? [], options.has("c"));
  const squeezed = new Set(second ?? first);
  let last = -1;
  return (bytes) => {
    const out = new Uint8Array(bytes.length);
    let end = 0;
    for (const byte of bytes) {
      const hit = isIn(byte);
      if (isDelete && hit) continue;
      const mapped = hit && !isDelete && second !== undefined ? map(byte) : byte;
      const squeezes = options.has("s") && (options.has("c") && second === undefined ? hit : squeezed.has(mapped));
      if (squeezes && mapped === last) continue;
      out[end++] = mapped;
      last = mapped;
    }
    return out.subarray(0, end);
  };
}

/** The last byte of the second set stands for all that the set is too short for. */
function mapping(source: readonly number[], to: readonly number[], complement: boolean): (byte: number) => number {
  if (complement) return (byte) => to.at(-1) ?? byte;
  return (byte) => to[Math.min(source.indexOf(byte), to.length - 1)] ?? to.at(-1) ?? byte;
}

const setClasses: Readonly<Record<string, string>> = {
  upper: "A-Z",
  lower: "a-z",
  digit: "0-9",
  alpha: "A-Za-z",
  alnum: "0-9A-Za-z",
  space: "\\t\\n\\v\\f\\r ",
  blank: " \\t",
  punct: "!-/:-@[-`{-~",
  cntrl: "\\000-\\037\\177",
  print: " -~",
  graph: "!-~",
  xdigit: "0-9A-Fa-f",
};

/** The bytes of a set, ranges and escapes written out. */
function expandSet(text: string): number[] {
  const plain = text.replace(/\[:(\w+):\]/g, (whole, name: string) => setClasses[name] ?? whole);
  const bytes = [...plain.matchAll(/\\([0-7]{1,3}|[\s\S])|[\s\S]/gu)].flatMap(([whole, code]) =>
    code === undefined ? [...bytesOfText(whole)] : unescapeOne(code),
  );
  const isDash = (at: number) => bytes[at] === 0x2d && at > 0 && at < bytes.length - 1;
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const [byte = 0, , end = 0] = bytes.slice(at, at + 3);
    if (!isDash(at + 1) || end < byte) out.push(byte);
    else {
      for (let next = byte; next <= end; next++) out.push(next);
      at += 2;
    }
  }
  return out;
}

function unescapeOne(code: string): number[] {
  if (/^[0-7]/.test(code)) return [Number.parseInt(code, 8) & 255];
  return [...bytesOfText({ n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" }[code] ?? code)];
}
