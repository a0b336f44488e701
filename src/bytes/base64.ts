// Stands for base64 (RFC 4648) of text that may hold any bytes.

import { bytesOfText, textOfBytes } from "./bytes.ts";

/** So many characters are made at a time, because a call takes only so many arguments. */
const PIECE = 8192;

export function base64OfText(text: string): string {
  return base64OfBytes(bytesOfText(text));
}

export function base64OfBytes(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(binary);
}

const URL_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The form without `+`, `/` and `=`, for URLs and tokens. */
export function base64UrlOfBytes(bytes: Uint8Array): string {
  const codes: number[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at);
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let digit = 0; digit <= left; digit++) codes.push(URL_ALPHABET.charCodeAt((word >> (18 - 6 * digit)) & 63));
  }
  return textOfCodes(codes);
}

function textOfCodes(codes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < codes.length; at += PIECE) text += String.fromCharCode(...codes.slice(at, at + PIECE));
  return text;
}

/** Undefined for what is not of that form. */
export function bytesOfBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  return bytesOfBase64(text.replace(/-/g, "+").replace(/_/g, "/"));
}

/** Undefined for what is no base64. White space is of no account, as in Go and in every decoder of files. */
export function textOfBase64(base64: string): string | undefined {
  const bytes = bytesOfBase64(base64);
  return bytes === undefined ? undefined : textOfBytes(bytes);
}

export function bytesOfBase64(base64: string): Uint8Array | undefined {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    return undefined;
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
