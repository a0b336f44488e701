// RESP, the protocol of redis: commands as they arrive, and the answers to them.

import { byteLength } from "../../../../bytes/bytes.ts";

export type Reply =
  | { readonly kind: "status" | "error"; readonly text: string }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "bulk"; readonly text: string | undefined }
  | { readonly kind: "array"; readonly items: readonly Reply[] };

export const ok: Reply = { kind: "status", text: "OK" };
export const nil: Reply = { kind: "bulk", text: undefined };
export const bulk = (text: string | undefined): Reply => ({ kind: "bulk", text });
export const integer = (value: number): Reply => ({ kind: "integer", value });
export const fault = (text: string): Reply => ({ kind: "error", text });
export const array = (texts: readonly (string | undefined)[]): Reply => ({ kind: "array", items: texts.map(bulk) });

export function formatReply(reply: Reply): string {
  switch (reply.kind) {
    case "status":
      return `+${reply.text}\r\n`;
    case "error":
      return `-${reply.text}\r\n`;
    case "integer":
      return `:${reply.value}\r\n`;
    case "bulk":
      return reply.text === undefined ? "$-1\r\n" : `$${byteLength(reply.text)}\r\n${reply.text}\r\n`;
    case "array":
      return `*${reply.items.length}\r\n${reply.items.map(formatReply).join("")}`;
  }
}

/** The first reply in the text; undefined while it is not complete. */
export function parseReply(text: string): { readonly reply: Reply; readonly rest: string } | undefined {
  const end = text.indexOf("\r\n");
  if (end < 0) return undefined;
  const head = text.slice(1, end);
  const rest = text.slice(end + 2);
  switch (text[0]) {
    case "+":
      return { reply: { kind: "status", text: head }, rest };
    case "-":
      return { reply: fault(head), rest };
    case ":":
      return { reply: integer(Number(head)), rest };
    case "$": {
      if (head === "-1") return { reply: nil, rest };
      // Lengths are of bytes, so that the end is looked for where that many have gone by.
      let length = 0;
      for (let at = Number(head); at >= 0 && length === 0; at--)
        if (byteLength(rest.slice(0, at)) === Number(head)) length = at;
      if (rest.length < length + 2) return undefined;
      return { reply: bulk(rest.slice(0, length)), rest: rest.slice(length + 2) };
    }
    default: {
      const items: Reply[] = [];
      let left = rest;
      for (let count = Number(head); count > 0; count--) {
        const parsed = parseReply(left);
        if (parsed === undefined) return undefined;
        items.push(parsed.reply);
        left = parsed.rest;
      }
      return { reply: { kind: "array", items }, rest: left };
    }
  }
}

/** One command in either of the forms that redis takes; undefined while it is not complete. */
export function parseCommand(text: string): { readonly words: readonly string[]; readonly length: number } | undefined {
  if (!text.startsWith("*")) {
    const end = text.indexOf("\n");
    return end < 0 ? undefined : { words: splitWords(text.slice(0, end)), length: end + 1 };
  }
  const parsed = parseReply(text);
  if (parsed === undefined || parsed.reply.kind !== "array") return undefined;
  const words = parsed.reply.items.map((item) => (item.kind === "bulk" ? (item.text ?? "") : ""));
  return { words, length: text.length - parsed.rest.length };
}

/** Words of a typed line; quotes hold together what belongs together. */
export function splitWords(line: string): readonly string[] {
  const words = [...line.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(\S+)/g)];
  return words.map(([, double, single, bare]) => double?.replace(/\\(.)/g, "$1") ?? single ?? bare ?? "");
}
