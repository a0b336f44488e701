// What the digests have in common: messages padded to whole blocks, and how a sum is written.

/** A one bit, zeros, and the length in bits at the end. */
export function padded(bytes: Uint8Array, littleEndian: boolean, blockSize: 64 | 128 = 64): DataView {
  const length = Math.ceil((bytes.length + 1 + blockSize / 8) / blockSize) * blockSize;
  const buffer = new Uint8Array(length);
  buffer.set(bytes);
  buffer[bytes.length] = 0x80;
  const view = new DataView(buffer.buffer);
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n, littleEndian);
  return view;
}

export function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** The words of a digest, each of 32 bits, as it is printed. */
export function hexOfWords(words: readonly number[], littleEndian: boolean): string {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) view.setInt32(index * 4, word, littleEndian);
  return Array.from(new Uint8Array(view.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
