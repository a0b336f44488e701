// Keys as a terminal would send them: what was typed behind the end of a line is for whoever reads next.

import type { Key } from "./keys.ts";

export function asTyped(keys: readonly Key[]): string {
  return keys.map(typedOne).join("");
}

function typedOne(key: Key): string {
  if (key.kind === "text") return key.text;
  if (key.kind === "paste") return `\u001b[200~${key.text}\u001b[201~`;
  return TYPED[key.name] ?? withModifiers(key.name);
}

const TYPED: Readonly<Record<string, string>> = {
  enter: "\r",
  tab: "\t",
  backspace: "\u007f",
  escape: "\u001b",
  f1: "\u001bOP",
  "shift-tab": "\u001b[Z",
  "ctrl-space": "\u0000",
  "alt-enter": "\u001b\r",
  "alt-backspace": "\u001b\u007f",
};

/** What stands at the end of a sequence: a letter, or a number with a tilde. */
const ENDS: Readonly<Record<string, string>> = {
  up: "A",
  down: "B",
  right: "C",
  left: "D",
  home: "H",
  end: "F",
  insert: "2~",
  delete: "3~",
  "page-up": "5~",
  "page-down": "6~",
};

function withModifiers(name: string): string {
  const [, ctrl, alt, base = ""] = /^(ctrl-)?(alt-)?(.*)$/.exec(name) ?? [];
  const end = ENDS[base];
  if (end !== undefined) return sequence(end, 1 + (alt === undefined ? 0 : 2) + (ctrl === undefined ? 0 : 4));
  // A key of one letter, as in `ctrl-a` and `alt-b`; no other has a name.
  if (base.length !== 1) return "";
  const letter = ctrl === undefined ? base : String.fromCharCode(base.toUpperCase().charCodeAt(0) & 31);
  return alt === undefined ? letter : `\u001b${letter}`;
}

function sequence(end: string, modifier: number): string {
  if (modifier === 1) return `\u001b[${end}`;
  const number = end.length === 1 ? "1" : end.charAt(0);
  return `\u001b[${number};${modifier}${end.slice(-1)}`;
}
