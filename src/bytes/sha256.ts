// Stands for SHA-256 (FIPS 180-4) and the keyed code made of it (HMAC, RFC 2104), in plain synchronous code: what the core signs and hashes
// must come out the same on every machine.

const BLOCK = 64;
const SIZE = 32;

/** The digest of the bytes, 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes);
  const { constants, start } = tables();
  const state = start.slice();
  const words = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += BLOCK) {
    schedule(words, view, block);
    compress(state, words, constants);
  }
  const out = new DataView(new ArrayBuffer(SIZE));
  state.forEach((word, index) => {
    out.setInt32(index * 4, word);
  });
  return new Uint8Array(out.buffer);
}

/** The code by which whoever has the key, and nobody else, can vouch for a message. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > BLOCK ? sha256(key) : key;
  const pad = (filler: number, rest: Uint8Array): Uint8Array => {
    const out = new Uint8Array(BLOCK + rest.length).fill(filler, 0, BLOCK);
    short.forEach((byte, index) => {
      out[index] = byte ^ filler;
    });
    out.set(rest, BLOCK);
    return out;
  };
  return sha256(pad(0x5c, sha256(pad(0x36, message))));
}

/** Two hexadecimal digits a byte. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The message, a one, zeros, and its length in bits, in whole blocks. */
function padded(bytes: Uint8Array): DataView {
  const buffer = new Uint8Array(((bytes.length + 8) >> 6) * BLOCK + BLOCK);
  buffer.set(bytes);
  buffer[bytes.length] = 0x80;
  const view = new DataView(buffer.buffer);
  const bits = bytes.length * 8;
  view.setUint32(buffer.length - 8, Math.floor(bits / 2 ** 32));
  view.setUint32(buffer.length - 4, bits >>> 0);
  return view;
}

interface Tables {
  readonly constants: Int32Array;
  readonly start: Int32Array;
}

let known: Tables | undefined;

function tables(): Tables {
  known ??= { constants: primeRoots(64, 1 / 3), start: primeRoots(8, 1 / 2) };
  return known;
}

/** The first bits of the fractional parts of roots of the first primes. */
function primeRoots(count: number, exponent: number): Int32Array {
  const roots = new Int32Array(count);
  for (let n = 2, found = 0; found < count; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
    if (isPrime) roots[found++] = (n ** exponent % 1) * 2 ** 32;
  }
  return roots;
}

function rotated(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

function schedule(words: Int32Array, view: DataView, block: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + i * 4);
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15] ?? 0;
    const y = words[i - 2] ?? 0;
    const low = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const high = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] ?? 0) + low + (words[i - 7] ?? 0) + high;
  }
}

// In plain steps: written as one exchange of eight names, it would make two arrays a round wherever it is not optimised yet.
function compress(state: Int32Array, words: Int32Array, constants: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const sum = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const one = (h + sum + choice + (constants[i] ?? 0) + (words[i] ?? 0)) | 0;
    const two = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) + word;
}
