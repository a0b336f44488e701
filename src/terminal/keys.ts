// Turns what a terminal sends into keys. Pure: what may be the beginning of a longer sequence is handed back as `pending`.

export type Key =
  | { readonly kind: "text"; readonly text: string }
  /** Text that was pasted, perhaps many lines; it is never a command by itself. */
  | { readonly kind: "paste"; readonly text: string }
  /** As in `enter`, `ctrl-a`, `alt-b`, `up`, `home`. */
  | { readonly kind: "key"; readonly name: string };

export interface Decoded {
  readonly keys: readonly Key[];
  /** Hand it in again before the next chunk. A lone escape stays here: after a moment of silence call `flushKeys`. */
  readonly pending: string;
}

/** F1 as terminals send it, and Alt-H for those that keep F1 for themselves: the keys that tell the task again. */
const TASK_KEYS: readonly string[] = ["f1", "alt-h"];
export function taskKeys(press: () => void): Readonly<Record<string, () => void>> {
  return Object.fromEntries(TASK_KEYS.map((name) => [name, press]));
}

const TASK_SEQUENCES = /\u001b(?:OP|\[11~|\[\[A|[hH])/g;

/** What was typed while no line is edited, without the keys that ask for the task. */
export function withoutTaskKeys(data: string): { readonly rest: string; readonly isAsked: boolean } {
  const rest = data.replace(TASK_SEQUENCES, "");
  return { rest, isAsked: rest !== data };
}

const PASTE_START = "\u001b[200~";
const PASTE_END = "\u001b[201~";

export function decodeKeys(pending: string, chunk: string): Decoded {
  // Ctrl-C while a paste has not ended: its end was lost, and nothing else would ever get through.
  if (chunk.startsWith("\u0003") && pending.startsWith(PASTE_START) && !chunk.includes(PASTE_END))
    return decodeKeys("", chunk);
  const keys: Key[] = [];
  let rest = pending + chunk;
  while (rest !== "") {
    const step = rest.startsWith(PASTE_START) ? decodePaste(rest) : decodeOne(rest);
    if (step === undefined) break;
    if (step.key !== undefined) append(keys, step.key);
    rest = rest.slice(step.length);
  }
  return { keys, pending: rest };
}

/** What is pending will not go on: a lone escape was the escape key. */
export function flushKeys(pending: string): readonly Key[] {
  return pending === "\u001b" ? [{ kind: "key", name: "escape" }] : [];
}

interface Step {
  readonly key?: Key;
  readonly length: number;
}

// Typed letters that arrive together are one text: fewer redraws, and composed letters stay whole.
function append(keys: Key[], key: Key): void {
  const last = keys.at(-1);
  if (key.kind === "text" && last?.kind === "text")
    keys[keys.length - 1] = { kind: "text", text: last.text + key.text };
  else keys.push(key);
}

function decodePaste(rest: string): Step | undefined {
  const end = rest.indexOf(PASTE_END);
  if (end < 0) return undefined;
  const text = rest.slice(PASTE_START.length, end).replace(/\r\n?/g, "\n");
  return { key: { kind: "paste", text }, length: end + PASTE_END.length };
}

function decodeOne(rest: string): Step | undefined {
  const [first = ""] = rest;
  if (first === "\u001b") return decodeEscape(rest);
  const code = first.charCodeAt(0);
  if (code === 0x0d || code === 0x0a) return { key: named("enter"), length: rest.startsWith("\r\n") ? 2 : 1 };
  if (code === 0x09) return { key: named("tab"), length: 1 };
  if (code === 0x7f || code === 0x08) return { key: named("backspace"), length: 1 };
  if (code < 0x20) return { key: named(`ctrl-${controlLetter(code)}`), length: 1 };
  const [text = first] = /^[^\u0000-\u001f\u007f]+/.exec(rest) ?? [];
  return { key: { kind: "text", text }, length: text.length };
}

function controlLetter(code: number): string {
  return code === 0 ? "space" : String.fromCharCode(code + 64).toLowerCase();
}

function named(name: string): Key {
  return { kind: "key", name };
}

const FINAL: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  P: "f1",
  Z: "shift-tab",
};
const TILDE: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "page-up",
  6: "page-down",
  7: "home",
  8: "end",
  11: "f1",
};

// What rxvt sends for Ctrl with an arrow.
const RXVT: Readonly<Record<string, string>> = { a: "ctrl-up", b: "ctrl-down", c: "ctrl-right", d: "ctrl-left" };

function decodeEscape(rest: string): Step | undefined {
  if (rest.length === 1 || PASTE_START.startsWith(rest)) return undefined;
  const rxvt = RXVT[/^\u001bO([a-d])/.exec(rest)?.[1] ?? ""];
  if (rxvt !== undefined) return { key: named(rxvt), length: 3 };
  const control = /^\u001b(?:\[([0-9;?]*)([A-Za-z~^$])|O([A-Z]))/.exec(rest);
  if (control !== null) {
    const [sequence, parameters = "", final, application] = control;
    const [number = "", modifier = ""] = parameters.split(";");
    const base = final === "~" ? TILDE[number] : FINAL[final ?? application ?? ""];
    // A sequence that no key of ours sends is swallowed whole, so that it does not appear as text.
    return base === undefined
      ? { length: sequence.length }
      : { key: named(modified(base, modifier)), length: sequence.length };
  }
  // The Linux console has a form of its own for F1 to F5.
  const console = /^\u001b\[\[([A-E])?/.exec(rest);
  if (console !== null) {
    if (console[1] === undefined) return undefined;
    return console[1] === "A" ? { key: named("f1"), length: 4 } : { length: 4 };
  }
  if (/^\u001b[[O][0-9;?]*$/.test(rest)) return undefined;
  const next = rest[1] ?? "";
  if (next === "\u007f" || next === "\b") return { key: named("alt-backspace"), length: 2 };
  if (next === "\r" || next === "\n") return { key: named("alt-enter"), length: 2 };
  if (next === "\u001b") return { key: named("escape"), length: 1 };
  return { key: named(`alt-${next.toLowerCase()}`), length: 2 };
}

// xterm: 1 + shift(1) + alt(2) + ctrl(4).
function modified(base: string, modifier: string): string {
  const bits = modifier === "" ? 0 : Number(modifier) - 1;
  const ctrl = (bits & 4) !== 0 ? "ctrl-" : "";
  const alt = (bits & 2) !== 0 ? "alt-" : "";
  return `${ctrl}${alt}${base}`;
}
