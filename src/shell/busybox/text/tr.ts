// Stands for tr.

import { type Doing, readChunk } from "../../reading.ts";
import type { Run } from "../applet.ts";
import type { Options } from "../options.ts";

export function* tr(run: Run): Doing<number> {
  const translate = translation(run.options("+dsc", {}));
  const { stdin } = run.process;
  for (let text = yield* readChunk(stdin); text !== undefined; text = yield* readChunk(stdin)) {
    run.print(translate(text));
    yield* run.flush();
  }
  return 0;
}

/** What the options make of one piece of text after the other; squeezing goes on from piece to piece. */
function translation(options: Options): (text: string) => string {
  const [first = "", second] = options.operands.map(expandSet);
  const isDelete = options.has("d");
  const from = new Set(first);
  const isIn = (char: string) => from.has(char) !== options.has("c");
  const map = mapping(first, second ?? "", options.has("c"));
  const squeezed = new Set(second ?? first);
  let last = "";
  return (text) => {
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
    return out;
  };
}

/** The last character of the second set stands for all that the set is too short for. */
function mapping(first: string, second: string, complement: boolean): (char: string) => string {
  const source = [...first];
  const to = [...second];
  if (complement) return (char) => to.at(-1) ?? char;
  return (char) => to[Math.min(source.indexOf(char), to.length - 1)] ?? to.at(-1) ?? char;
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
