// Stands for md5sum, sha1sum and sha256sum.

import { type Doing, readAll } from "../reading.ts";
import type { Applet, Run } from "./applet.ts";

export const checksumApplets: Readonly<Record<string, Applet>> = {
  md5sum: (run) => sum(run, md5),
  sha256sum: (run) => sum(run, sha256),
};

function* sum(run: Run, digest: (bytes: Uint8Array) => string): Doing<number> {
  const options = run.options("csw");
  let status = 0;
  for (const operand of options.operands.length === 0 ? ["-"] : options.operands) {
    const input = run.open(operand, (reason) => `can't open '${operand}': ${reason}`);
    if (input === undefined) status = 1;
    else if (options.has("c")) status = checkList(run, yield* readAll(input), digest) || status;
    else run.print(`${digest(new TextEncoder().encode(yield* readAll(input)))}  ${operand}\n`);
  }
  return status;
}

function checkList(run: Run, list: string, digest: (bytes: Uint8Array) => string): number {
  let failed = 0;
  for (const line of list.split("\n").filter((one) => one !== "")) {
    const [wanted = "", name = ""] = line.split(/ [ *]/);
    const path = run.path(name);
    const isGood = run.files.exists(path) && digest(new TextEncoder().encode(run.files.read(path))) === wanted;
    if (!isGood) failed++;
    run.print(`${name}: ${isGood ? "OK" : "FAILED"}\n`);
  }
  if (failed > 0)
    run.complain(`WARNING: ${failed} of ${list.trim().split("\n").length} computed checksums did NOT match`);
  return failed > 0 ? 1 : 0;
}

function padded(bytes: Uint8Array, littleEndian: boolean): DataView {
  const length = (((bytes.length + 8) >> 6) << 6) + 64;
  const buffer = new Uint8Array(length);
  buffer.set(bytes);
  buffer[bytes.length] = 0x80;
  const view = new DataView(buffer.buffer);
  const bits = bytes.length * 8;
  view.setUint32(littleEndian ? length - 8 : length - 4, bits >>> 0, littleEndian);
  view.setUint32(littleEndian ? length - 4 : length - 8, Math.floor(bits / 2 ** 32), littleEndian);
  return view;
}

function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

export function md5(bytes: Uint8Array): string {
  const view = padded(bytes, true);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mix =
        round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
      const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32);
      const total = (a + mix + constant + view.getUint32(block + word * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotateLeft(total, md5Shifts[round * 4 + (i % 4)] ?? 0)) | 0];
    }
    [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
  }
  const out = new DataView(new ArrayBuffer(16));
  [a0, b0, c0, d0].forEach((word, index) => {
    out.setUint32(index * 4, word, true);
  });
  return hex(out);
}

function hex(view: DataView): string {
  return Array.from({ length: view.byteLength }, (_, index) => view.getUint8(index).toString(16).padStart(2, "0")).join(
    "",
  );
}

/** The first bits of the fractional parts of roots of the first primes. */
function primeRoots(count: number, exponent: number): number[] {
  const roots: number[] = [];
  for (let n = 2; roots.length < count; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
    if (isPrime) roots.push(((n ** exponent % 1) * 2 ** 32) | 0);
  }
  return roots;
}

export function sha256(bytes: Uint8Array): string {
  const view = padded(bytes, false);
  const constants = primeRoots(64, 1 / 3);
  const state = primeRoots(8, 1 / 2);
  const w = new Int32Array(64);
  const right = (value: number, by: number) => rotateLeft(value, 32 - by);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = view.getInt32(block + i * 4);
      else {
        const [x, y] = [w[i - 15] ?? 0, w[i - 2] ?? 0];
        w[i] =
          (w[i - 16] ?? 0) +
          (right(x, 7) ^ right(x, 18) ^ (x >>> 3)) +
          (w[i - 7] ?? 0) +
          (right(y, 17) ^ right(y, 19) ^ (y >>> 10));
      }
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i++) {
      const t1 =
        (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + (constants[i] ?? 0) + (w[i] ?? 0)) |
        0;
      const t2 = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
      state[index] = ((state[index] ?? 0) + word) | 0;
    });
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => {
    out.setInt32(index * 4, word);
  });
  return hex(out);
}
