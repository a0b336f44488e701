// What Go 1.24 prints for the same values.

import { describe, expect, test } from "vitest";
import { goFloat, goNumber, goQuote, goSyntax, goValue, goYamlSyntax } from "../../src/api/go-values.ts";
import { textOfBytes } from "../../src/bytes/bytes.ts";

test.each([
  ["plain", '"plain"'],
  [undefined, '""'],
  ['a "b" \\c', '"a \\"b\\" \\\\c"'],
  ["\n\t\r\u0007\b\f\v", '"\\n\\t\\r\\a\\b\\f\\v"'],
  ["\u0001\u007f", '"\\x01\\x7f"'],
  ["é\u0301 界 €", '"é\u0301 界 €"'],
  ["\u00a0\u00ad\u200b\u2028\ufeff\ue000", '"\\u00a0\\u00ad\\u200b\\u2028\\ufeff\\ue000"'],
  ["\u{1f600}\u{e0001}\ufffd", '"\u{1f600}\\U000e0001\ufffd"'],
  [textOfBytes(Uint8Array.of(0x61, 0xff, 0xc3)), '"a\\xff\\xc3"'],
])("%%q of %j", (text, expected) => {
  expect(goQuote(text)).toBe(expected);
});

test.each([
  [0, "0"],
  [-3, "-3"],
  [1_000_000, "1000000"],
  [2 ** 62, "4611686018427388000"],
  [2 ** 64, "1.8446744073709552e+19"],
  [123456.5, "123456.5"],
  [1234567.5, "1.2345675e+06"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1e-100, "1e-100"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "+Inf"],
  [Number.NEGATIVE_INFINITY, "-Inf"],
])("the number %d", (value, expected) => {
  expect(goNumber(value)).toBe(expected);
});

test("a float has an exponent where an integer has none", () => {
  expect([999_999, 1_000_000].map(goFloat)).toEqual(["999999", "1e+06"]);
});

describe("values", () => {
  const value = { b: [1, "x", null, 2.5], a: { empty: [], on: true }, "": undefined };

  test("as %v", () => {
    expect(goValue(value)).toBe("map[:<nil> a:map[empty:[] on:true] b:[1 x <nil> 2.5]]");
    expect(goValue(null)).toBe("<nil>");
  });

  test("as %#v", () => {
    expect(goSyntax(value)).toBe(
      'map[string]interface {}{"":interface {}(nil), "a":map[string]interface {}{"empty":[]interface {}{}, "on":true}, ' +
        '"b":[]interface {}{1, "x", interface {}(nil), 2.5}}',
    );
    expect(goSyntax("it's\n")).toBe('"it\'s\\n"');
    expect(goSyntax(null)).toBe("<nil>");
  });

  test("of YAML, whose keys may be of any type", () => {
    const odd = new Map<unknown, unknown>([
      [2, "two"],
      [true, { a: 1 }],
      ["one", 1],
    ]);
    expect(goSyntax([odd])).toBe(
      '[]interface {}{map[interface {}]interface {}{"one":1, true:map[string]interface {}{"a":1}, 2:"two"}}',
    );
    expect(goYamlSyntax({ a: { b: null } })).toBe(
      'map[interface {}]interface {}{"a":map[interface {}]interface {}{"b":interface {}(nil)}}',
    );
  });
});
