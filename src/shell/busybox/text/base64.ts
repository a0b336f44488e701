// Stands for base64.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* base64(run: Run): Doing<number> {
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
