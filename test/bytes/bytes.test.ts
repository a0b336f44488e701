import { describe, expect, it } from "vitest";
import {
  ByteDecoder,
  byteLength,
  bytesOfText,
  isPureText,
  joinedText,
  readableText,
  textOfBytes,
} from "../../src/bytes/bytes.ts";

/** Pseudo-random bytes with a taste for what begins and continues characters. */
function randomBytes(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const pick = state >>> 24;
    if (pick < 100) return (state >>> 8) & 0xff;
    if (pick < 180) return 0x80 + ((state >>> 8) & 0x3f);
    return [0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0x41][(state >>> 8) & 7] ?? 0;
  });
}

describe("bytes as text", () => {
  it("carries every value and every pair of values unharmed", () => {
    const pairs = Uint8Array.from({ length: 2 * 65536 }, (_, at) => (at % 2 === 0 ? at >> 9 : (at >> 1) & 0xff));
    expect(bytesOfText(textOfBytes(pairs))).toEqual(pairs);
    for (let byte = 0; byte < 256; byte += 1) {
      const text = textOfBytes(Uint8Array.of(byte));
      expect(text).toBe(String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte));
      expect(bytesOfText(text)).toEqual(Uint8Array.of(byte));
    }
  });

  it("agrees with the standard decoder about what is text", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const bytes = randomBytes(seed, seed % 97);
      const text = textOfBytes(bytes);
      expect(bytesOfText(text)).toEqual(bytes);
      expect(byteLength(text)).toBe(bytes.length);
      expect(readableText(text)).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
      expect(isPureText(text)).toBe(Buffer.from(bytes).equals(Buffer.from(Buffer.from(bytes).toString())));
    }
  });

  it.each([
    ["one byte", "A\u0000\u007f", 3],
    ["two bytes", "\u0080é\u07ff", 6],
    ["three bytes", "\u0800€\ud7ff\ue000\uffff", 15],
    ["four bytes", "\u{10000}😀\u{10ffff}", 12],
    ["a byte order mark", "\ufeffA", 4],
  ])("keeps characters of %s as they are", (_, text, length) => {
    expect(bytesOfText(text)).toEqual(new Uint8Array(Buffer.from(text)));
    expect(byteLength(text)).toBe(length);
    expect(textOfBytes(bytesOfText(text))).toBe(text);
    const mixed = `${text}\udcff${text}`;
    expect(textOfBytes(bytesOfText(mixed))).toBe(mixed);
    expect(byteLength(mixed)).toBe(2 * length + 1);
  });

  it.each([
    ["an overlong form", [0xc0, 0xaf]],
    ["a surrogate in UTF-8", [0xed, 0xa0, 0x80]],
    ["above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
    ["a character cut short", [0xe2, 0x82]],
  ])("takes %s for bytes", (_, bytes) => {
    expect(textOfBytes(Uint8Array.from(bytes))).toBe(String.fromCharCode(...bytes.map((byte) => 0xdc00 + byte)));
  });

  it("makes U+FFFD of a surrogate that stands for no byte", () => {
    for (const lone of ["\ud83d", "\udc00", "\udfff"]) {
      expect(bytesOfText(`a${lone}b`)).toEqual(Uint8Array.of(0x61, 0xef, 0xbf, 0xbd, 0x62));
      expect(byteLength(`a${lone}b`)).toBe(5);
    }
  });

  it("makes a character of bytes that meet", () => {
    expect(joinedText("\udcc3" + "\udca9")).toBe("é");
    expect(readableText("x\udcc3\udca9\udcff")).toBe("xé\ufffd");
  });

  it("does not need seconds for megabytes", () => {
    const bytes = randomBytes(7, 2_000_000);
    expect(Buffer.from(bytesOfText(textOfBytes(bytes))).equals(Buffer.from(bytes))).toBe(true);
  });
});

describe("bytes in chunks", () => {
  it("joins a character that is split anywhere", () => {
    const text = "aé€😀\udcff\udce2\udc82z";
    const bytes = bytesOfText(text);
    for (let first = 0; first <= bytes.length; first += 1)
      for (let second = first; second <= bytes.length; second += 1) {
        const decoder = new ByteDecoder();
        const parts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)].map((part) =>
          decoder.decode(part),
        );
        expect(parts.join("") + decoder.end()).toBe(text);
      }
  });

  it("holds back only what may become a character", () => {
    const decoder = new ByteDecoder();
    expect(decoder.decode(Uint8Array.of(0x61, 0xf0, 0x9f))).toBe("a");
    expect(decoder.decode(Uint8Array.of(0x98))).toBe("");
    expect(decoder.decode(Uint8Array.of(0x41, 0xe0, 0x80))).toBe("\udcf0\udc9f\udc98A\udce0\udc80");
    expect(decoder.decode(Uint8Array.of(0xc3))).toBe("");
    expect(decoder.end()).toBe("\udcc3");
    expect(decoder.end()).toBe("");
  });

  it("equals the whole, byte by byte", () => {
    const bytes = randomBytes(11, 5000);
    const decoder = new ByteDecoder();
    const parts = Array.from(bytes, (byte) => decoder.decode(Uint8Array.of(byte)));
    expect(parts.join("") + decoder.end()).toBe(textOfBytes(bytes));
  });
});
