// What a program of Go 1.24 says of the same expressions.

import { describe, expect, test } from "vitest";
import { goRegExp, goRegExpFault } from "../../src/api/go-regexp.ts";

describe("expressions that Go refuses", () => {
  test.each([
    ["(?<!a)b", "invalid named capture: `(?<!a)b`"],
    ["(?<=a)b", "invalid named capture: `(?<=a)b`"],
    ["(?=a)", "invalid or unsupported Perl syntax: `(?=`"],
    ["(?!a)", "invalid or unsupported Perl syntax: `(?!`"],
    ["(?x)a", "invalid or unsupported Perl syntax: `(?x`"],
    ["(?-)a", "invalid or unsupported Perl syntax: `(?-)`"],
    ["(?i", "invalid or unsupported Perl syntax: `(?i`"],
    ["(?", "invalid or unsupported Perl syntax: `(?`"],
    ["(?<", "invalid or unsupported Perl syntax: `(?<`"],
    ["(?P=n)", "invalid or unsupported Perl syntax: `(?P`"],
    ["(?P<n", "invalid named capture: `(?P<n`"],
    ["(?P<>a)", "invalid named capture: `(?P<>`"],
    ["(?P<a-b>x)", "invalid named capture: `(?P<a-b>`"],
    ["^(?:(?i)$", "missing closing ): `^(?:(?i)$`"],
    ["(((a)", "missing closing ): `(((a)`"],
    ["a)", "unexpected ): `a)`"],
    ["[\\])$", "missing closing ]: `[\\])$`"],
    ["x[]", "missing closing ]: `[]`"],
    ["[^]", "missing closing ]: `[^]`"],
    ["[[:alpha:", "missing closing ]: `[[:alpha:`"],
    ["[b-a]", "invalid character class range: `b-a`"],
    ["[a-[:digit:]]", "invalid character class range: `a-[`"],
    ["[[:foo:]]", "invalid character class range: `[:foo:]`"],
    ["\\p{Foo}", "invalid character class range: `\\p{Foo}`"],
    ["\\PFoo", "invalid character class range: `\\PF`"],
    ["\\p{L", "invalid character class range: `\\p{L`"],
    ["[a-\\d]", "invalid escape sequence: `\\d`"],
    ["\\8", "invalid escape sequence: `\\8`"],
    ["\\1", "invalid escape sequence: `\\1`"],
    ["\\C", "invalid escape sequence: `\\C`"],
    ["\\é", "invalid escape sequence: `\\é`"],
    ["\\u0041", "invalid escape sequence: `\\u`"],
    ["\\xg)", "invalid escape sequence: `\\xg)`"],
    ["\\x1", "invalid escape sequence: `\\x1`"],
    ["\\x{110000}", "invalid escape sequence: `\\x{110000`"],
    ["a\\", "trailing backslash at end of expression: ``"],
    ["[\\", "trailing backslash at end of expression: ``"],
    ["a**", "invalid nested repetition operator: `**`"],
    ["a*?**", "invalid nested repetition operator: `*?*`"],
    ["a{2}{3}", "invalid nested repetition operator: `{2}{3}`"],
    ["\\d+?*", "invalid nested repetition operator: `+?*`"],
    ["a{1001}?", "invalid repeat count: `{1001}`"],
    ["a{3,2}", "invalid repeat count: `{3,2}`"],
    ["(a{1000}){2}", "invalid repeat count: `{2}`"],
    ["{2}", "missing argument to repetition operator: `{2}`"],
    ["a|*", "missing argument to repetition operator: `*`"],
    ["|*?", "missing argument to repetition operator: `*?`"],
    ["(?i)**", "missing argument to repetition operator: `*`"],
  ])("%s", (pattern, fault) => {
    expect(goRegExpFault(pattern)).toBe(`error parsing regexp: ${fault}`);
    expect(goRegExp(pattern).test("")).toBe(false);
  });
});

describe("what matches the whole of a text", () => {
  test.each([
    ["(?<n>Web)(?<n>-1)", "Web-1", true],
    ["\\pL+-1", "Web-1", true],
    ["[\\pL]+-1", "Web-1", true],
    ["\\p{Greek}+", "αβγ", true],
    ["\\P{Greek}\\p{^Greek}", "aα", false],
    ["Web-1\\z", "Web-1", true],
    ["(?i)web-1", "Web-1", true],
    ["(?i:web)-1", "WEB-1", true],
    ["W(?i)EB-1", "Web-1", true],
    ["W(?i)EB-1", "web-1", false],
    ["(?i)(?-i:Web)-a", "Web-A", true],
    ["(?i)(?-i:Web)-a", "WEB-A", false],
    ["((?i)a)b", "AB", false],
    ["(?i)[v-x]\\x45b", "web", true],
    ["(?i)[^w]eb", "Web", false],
    ["(?i)[[:lower:]]é\\p{Lu}", "XÉa", true],
    ["(?s).", "\n", true],
    [".", "\n", false],
    ["(?m)a$\n^b", "a\nb", true],
    ["a$\n^b", "a\nb", false],
    ["[[:alpha:]]+-\\d", "Web-1", true],
    ["[[:^digit:]]+\\d", "Web-1", true],
    ["[[:alpha:]-z]+", "a-z", true],
    ["\\x{57}eb-\\061", "Web-1", true],
    ["\\Qa.b*\\E+", "a.b**", true],
    ["\\Qa.b", "axb", false],
    ["x{,3}", "x{,3}", true],
    ["]}", "]}", true],
    ["[]a]+", "]a", true],
    ["[^]a]", "]", false],
    ["\\s", "\v", false],
    ["[\\S]", "\v", true],
    ["[[:space:]]", "\v", true],
    ["[^\\d\\-_]+", "ab", true],
    ["^*a(?i)*", "aaa", true],
    ["\\_\\-", "_-", true],
    ["[\u{1f600}-\u{1f64f}]", "\u{1f602}", true],
  ])("%s on %j", (pattern, text, matches) => {
    expect(goRegExpFault(pattern)).toBeUndefined();
    expect(goRegExp(`^(?:${pattern})$`).test(text)).toBe(matches);
  });

  test("U makes repetitions lazy that are not, and the other way round", () => {
    expect(goRegExp("(?U)a+").exec("aaa")?.[0]).toBe("a");
    expect(goRegExp("(?U)a+?").exec("aaa")?.[0]).toBe("aaa");
  });
});
