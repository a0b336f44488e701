// Codes that people read aloud, tokens that programs keep. Neither can be guessed; only hashes of tokens are stored.

import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** Without letters and digits that are taken for each other. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const CODE_LENGTH = 8;
const SEAT_LENGTH = 16;

/** Eight of 31 signs: some 8.5 · 10¹¹ codes, of which a guest may try a few a minute. */
export function newCode(): string {
  return signs(CODE_LENGTH);
}

/** What a learner takes to another machine. */
export function newSeat(): string {
  return signs(SEAT_LENGTH);
}

export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function newId(): string {
  return randomBytes(9).toString("base64url").replace(/[-_]/g, "0");
}

/** In groups of four, as people say it: `ABCD-EFGH`. */
export function spoken(code: string): string {
  return code.match(/.{1,4}/g)?.join("-") ?? code;
}

/** As people type it: small letters, blanks and hyphens, 0 for O. */
export function unspoken(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Takes the same time wherever they differ. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));
}

function signs(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
