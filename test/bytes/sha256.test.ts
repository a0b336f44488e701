import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { hexOf, hmacSha256, sha256 } from "../../src/bytes/sha256.ts";

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 7 + 3) & 0xff);

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_000])("sha256 of %i bytes is what Node says", (length) => {
  const message = bytes(length);
  expect(hexOf(sha256(message))).toBe(createHash("sha256").update(message).digest("hex"));
});

test.each([
  [0, 0],
  [1, 10],
  [63, 64],
  [64, 1],
  [65, 300],
  [200, 0],
])("the code of a key of %i bytes and a message of %i is what Node says", (key, message) => {
  const wanted = createHmac("sha256", bytes(key)).update(bytes(message)).digest("hex");
  expect(hexOf(hmacSha256(bytes(key), bytes(message)))).toBe(wanted);
});
