import { expect, test } from "vitest";
import { base64Fault } from "../../src/bytes/base64-fault.ts";

// What a real kubectl, by Go 1.24's base64.StdEncoding, says of each.
test.each([
  ["", undefined],
  ["YWJj", undefined],
  ["YWJjZA==", undefined],
  ["YWJj\nZA==\n", undefined],
  ["YWJjZA=\n=", undefined],
  ["%%", 0],
  ["YWJj ZA==", 4],
  ["YQ", 0],
  ["YWJjZ", 4],
  ["YQ=", 3],
  ["YQ=x", 2],
  ["Y===", 1],
  ["=", 0],
  ["YQ==YQ==", 4],
  ["YWI=x", 4],
])("%j is faulty at %j", (text, at) => {
  expect(base64Fault(text)).toBe(at === undefined ? undefined : `illegal base64 data at input byte ${at}`);
});
