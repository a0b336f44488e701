// Stands for base64, of busybox and of GNU: they differ in what they say of input that is none.

import { base64OfText, textOfBase64 } from "../../../bytes/base64.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function base64(run: Run): Doing<number> {
  return code(run, "truncated input");
}

export function gnuBase64(run: Run): Doing<number> {
  return code(run, "invalid input");
}

function* code(run: Run, complaint: string): Doing<number> {
  const options = run.options("dDw:i", { decode: "d", wrap: "w", "ignore-garbage": "i" });
  const { text, status } = yield* run.readOperands(options.operands);
  if (options.has("d") || options.has("D")) {
    const { decoded, isWhole } = decode(options.has("i") ? text.replace(/[^A-Za-z0-9+/=]/g, "") : text);
    run.print(decoded);
    if (!isWhole) run.fail(complaint);
    return status;
  }
  const width = Number(options.value("w") ?? "76");
  const encoded = base64OfText(text);
  if (width === 0) run.print(encoded);
  else for (let at = 0; at < encoded.length; at += width) run.print(`${encoded.slice(at, at + width)}\n`);
  return status;
}

/** What stands before the first mistake is decoded all the same. */
export function decode(text: string): { readonly decoded: string; readonly isWhole: boolean } {
  const clean = text.replace(/[\r\n]/g, "");
  const valid = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(clean)?.[0] ?? "";
  const rest = /^[A-Za-z0-9+/]{2,3}/.exec(clean.slice(valid.length))?.[0] ?? "";
  return { decoded: textOfBase64(valid + rest) ?? "", isWhole: valid.length === clean.length };
}
