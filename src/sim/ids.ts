// The identifiers that Kubernetes makes up: uids, name suffixes, container ids, hashes in names.

import { fnv1a, type Random } from "./random.ts";

// Kubernetes leaves out vowels and look-alikes, so that no name spells a word by accident.
const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const HEX = "0123456789abcdef";

/** A version 4 UUID. */
export function uid(random: Random): string {
  const digits = hex(random, 30);
  const variant = HEX[8 + random.below(4)];
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
}

/** `length` hexadecimal digits, for example 64 of them for a container id. */
export function hex(random: Random, length: number): string {
  let out = "";
  while (out.length < length) out += random.uint32().toString(16).padStart(8, "0");
  return out.slice(0, length);
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
