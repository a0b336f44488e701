// The identifiers that Kubernetes makes up: uids, name suffixes, container ids, hashes in names.

import { fnv1a, type Random } from "./random.ts";

// Kubernetes leaves out vowels and look-alikes, so that no name spells a word by accident.
const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const HEX = "0123456789abcdef";
const VERSION = "4".charCodeAt(0);
const DASH = "-".charCodeAt(0);
/** The places of the dashes, from left to right. */
const UID_DASHES = [8, 13, 18, 23];

/** A version 4 UUID. */
export function uid(random: Random): string {
  const codes = hexCodes(random, 30);
  codes.splice(15, 0, HEX.charCodeAt(8 + random.below(4)));
  codes.splice(12, 0, VERSION);
  for (const place of UID_DASHES) codes.splice(place, 0, DASH);
  return String.fromCharCode(...codes);
}

/** `length` hexadecimal digits, for example 64 of them for a container id. */
export function hex(random: Random, length: number): string {
  return String.fromCharCode(...hexCodes(random, length));
}

// Characters by their codes: a text put together from pieces would be kept as its pieces, and there are many ids.
function hexCodes(random: Random, length: number): number[] {
  const codes: number[] = [];
  while (codes.length < length) {
    const word = random.uint32();
    for (let shift = 28; shift >= 0 && codes.length < length; shift -= 4)
      codes.push(HEX.charCodeAt((word >>> shift) & 15));
  }
  return codes;
}

/** The suffix that `generateName` appends: 5 characters. */
export function nameSuffix(random: Random, length = 5): string {
  let out = "";
  for (let i = 0; i < length; i++) out += SAFE_ALPHABET[random.below(SAFE_ALPHABET.length)];
  return out;
}

/** Encodes the decimal digits of a hash in the safe alphabet, as pod-template-hash labels are. */
export function safeHash(text: string): string {
  const digits = String(fnv1a(text));
  let out = "";
  for (const digit of digits) out += SAFE_ALPHABET[digit.charCodeAt(0) % SAFE_ALPHABET.length];
  return out;
}
