// Stands for the SHA-512 digest (FIPS 180-4).

import { padded } from "./blocks.ts";

const MASK = (1n << 64n) - 1n;

export function sha512(bytes: Uint8Array): string {
  const view = padded(bytes, false, 128);
  const constants = primeRoots(80, 3n);
  const state = primeRoots(8, 2n);
  const w = new BigUint64Array(80);
  for (let block = 0; block < view.byteLength; block += 128) {
    for (let i = 0; i < 80; i++) w[i] = i < 16 ? view.getBigUint64(block + i * 8) : scheduled(w, i);
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
    for (let i = 0; i < 80; i++) {
      const first = right(e, 14n) ^ right(e, 18n) ^ right(e, 41n);
      const t1 = h + first + ((e & f) ^ (~e & MASK & g)) + (constants[i] ?? 0n) + (w[i] ?? 0n);
      const t2 = (right(a, 28n) ^ right(a, 34n) ^ right(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] ?? 0n) + value) & MASK;
  }
  return state.map((word) => word.toString(16).padStart(16, "0")).join("");
}

function scheduled(w: BigUint64Array, i: number): bigint {
  const [x, y] = [w[i - 15] ?? 0n, w[i - 2] ?? 0n];
  const mixed = (right(x, 1n) ^ right(x, 8n) ^ (x >> 7n)) + (right(y, 19n) ^ right(y, 61n) ^ (y >> 6n));
  return ((w[i - 16] ?? 0n) + (w[i - 7] ?? 0n) + mixed) & MASK;
}

function right(value: bigint, by: bigint): bigint {
  return (value >> by) | ((value << (64n - by)) & MASK);
}

/** The first 64 bits of the fractional parts of roots of the first primes. */
function primeRoots(count: number, degree: bigint): bigint[] {
  const roots: bigint[] = [];
  for (let n = 2n; roots.length < count; n++) {
    let isPrime = true;
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) isPrime = false;
    if (isPrime) roots.push(integerRoot(n << (64n * degree), degree) & MASK);
  }
  return roots;
}

/** The greatest number whose power is not above `value`. */
function integerRoot(value: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << 72n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}
