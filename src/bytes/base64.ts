// Stands for base64 (RFC 4648) of text that may hold any bytes.

import { bytesOfText, textOfBytes } from "./bytes.ts";

export function base64OfText(text: string): string {
  return base64OfBytes(bytesOfText(text));
}

export function base64OfBytes(bytes: Uint8Array): string {
  let binary = "";
  // In pieces, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

/** The form without `+`, `/` and `=`, for URLs and tokens. */
export function base64UrlOfBytes(bytes: Uint8Array): string {
  return base64OfBytes(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
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
