import { describe, expect, test } from "vitest";
import { catalogue, catalogued } from "../../src/api/catalogue.ts";
import { formatDuration, humanDuration, parseDuration } from "../../src/api/duration.ts";
import { dns1123LabelErrors, qualifiedNameErrors } from "../../src/api/names.ts";
import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityError,
  quantityMilliValue,
} from "../../src/api/quantity.ts";
import {
  formatLabelSelector,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from "../../src/api/selector.ts";

const quantity = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

describe("quantities", () => {
  test.each([
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["0.5", "500m"],
    ["1000", "1k"],
    ["1024Ki", "1Mi"],
    ["1.5Gi", "1536Mi"],
    ["0.1Gi", "107374182400m"],
    ["1e3", "1e3"],
    ["1E", "1E"],
    ["500Ki", "500Ki"],
    ["1023", "1023"],
    ["0", "0"],
    ["-2", "-2"],
    ["0.0000000001", "1n"],
    ["12e6", "12e6"],
  ])("%s is %s", (text, canonical) => expect(formatQuantity(quantity(text))).toBe(canonical));

  test("compare, add, round up", () => {
    expect(compareQuantity(quantity("1Gi"), quantity("1G"))).toBe(1);
    expect(formatQuantity(addQuantity(quantity("300m"), quantity("0.7")))).toBe("1");
    expect(quantityMilliValue(quantity("1u"))).toBe(1);
  });

  test.each([
    ["2x", "quantities must match"],
    ["", "quantities must match"],
    ["100mm", "unable to parse quantity's suffix"],
  ])("%s is refused", (text, why) => expect(quantityError(text)).toContain(why));
});

describe("durations", () => {
  test.each([
    ["1h30m", "1h30m0s"],
    ["90s", "1m30s"],
    ["1500ms", "1.5s"],
    ["0", "0s"],
    ["250us", "250µs"],
    ["-2m", "-2m0s"],
  ])("%s is %s", (text, formatted) => expect(formatDuration(parseDuration(text) ?? Number.NaN)).toBe(formatted));
  test.each([
    [119, "119s"],
    [120, "2m"],
    [303, "5m3s"],
    [10740, "179m"],
    [25500, "7h5m"],
    [172_799, "47h"],
    [8 * 86400 - 3600, "7d23h"],
    [729 * 86400, "729d"],
    [(3 * 365 + 20) * 86400, "3y20d"],
    [-5, "<invalid>"],
  ])("%d s is %s old", (seconds, text) => expect(humanDuration(seconds * 1000)).toBe(text));
  test.each(["", "5", "1d", "s"])("%s is none", (text) => expect(parseDuration(text)).toBeUndefined());
});

describe("selectors", () => {
  const labels = { app: "web", tier: "a" };
  test.each([
    ["app=web", true],
    ["app==web,tier!=b", true],
    ["app in (api, web)", true],
    ["app notin (web)", false],
    ["missing notin (x)", true],
    ["!missing", true],
    ["tier", true],
    ["app=", false],
    ["", true],
  ])("%s", (text, matches) => expect(matchesLabels(parseLabelSelector(text), labels)).toBe(matches));

  test.each([
    ["app in a", "unable to parse requirement: found 'a' expected: '('"],
    ["app=a,,b", "found ',', expected: identifier after ','"],
    ["app=web)", "found ')', expected: ',' or 'end of string'"],
    ["=a", "found '=', expected: !, identifier, or 'end of string'"],
    ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ])("%s is refused", (text, message) => expect(() => parseLabelSelector(text)).toThrow(message));

  test("the object form prints sorted", () => {
    expect(
      formatLabelSelector({
        matchLabels: { b: "2", a: "1" },
        matchExpressions: [{ key: "c", operator: "NotIn", values: ["y", "x"] }],
      }),
    ).toBe("a=1,b=2,c notin (x,y)");
  });

  test("fields", () => {
    const fields = { "spec.nodeName": "n1", "status.phase": "Running" } as Record<string, string>;
    const matches = (text: string): boolean => matchesFields(parseFieldSelector(text), (name) => fields[name] ?? "");
    expect(matches("spec.nodeName=n1,status.phase!=Failed")).toBe(true);
    expect(matches("spec.nodeName=n2")).toBe(false);
    expect(() => parseFieldSelector("spec.nodeName")).toThrow(
      "invalid selector: 'spec.nodeName'; can't understand 'spec.nodeName'",
    );
  });
});

test("names", () => {
  expect(dns1123LabelErrors("a.b")).toEqual(["must not contain dots"]);
  expect(qualifiedNameErrors("example.com/app")).toEqual([]);
  expect(qualifiedNameErrors("/app")[0]).toBe("prefix part must be non-empty");
});

test("the catalogue keeps the order of discovery", () => {
  expect(
    catalogue()
      .slice(0, 3)
      .map(({ resource }) => resource),
  ).toEqual(["bindings", "componentstatuses", "configmaps"]);
  expect(catalogued("apps", "deployments")).toMatchObject({
    version: "v1",
    kind: "Deployment",
    singular: "deployment",
    shortNames: ["deploy"],
    subresources: ["scale", "status"],
  });
});
