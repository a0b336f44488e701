import { describe, expect, it } from "vitest";
import { ruleErrors } from "../../../../src/cluster/apiserver/custom-resources/rules/definition-errors.ts";
import { valueRuleErrors } from "../../../../src/cluster/apiserver/custom-resources/rules/value-errors.ts";
import type { Schema, ValidationRule } from "../../../../src/cluster/apiserver/custom-resources/schema/schema.ts";
import { formatFieldError } from "../../../../src/cluster/apiserver/registry/field-error.ts";

const text: Schema = { type: "string", maxLength: 16 };
const spec: Schema = {
  type: "object",
  properties: {
    replicas: { type: "integer" },
    min: { type: "integer" },
    ratio: { type: "number" },
    on: { type: "boolean" },
    name: text,
    "a-b": text,
    tags: { type: "array", items: text, maxItems: 10, "x-kubernetes-list-type": "set" },
    ports: {
      type: "array",
      maxItems: 10,
      items: { type: "object", properties: { name: text, port: { type: "integer" } } },
    },
    labels: { type: "object", additionalProperties: text, maxProperties: 5 },
    share: { "x-kubernetes-int-or-string": true },
    since: { type: "string", format: "date-time" },
    wait: { type: "string", format: "duration" },
  },
};

function told(rule: string | ValidationRule, value: object, old?: object): readonly string[] {
  const rules = [typeof rule === "string" ? { rule } : rule];
  const before = old === undefined ? undefined : { old };
  const schema = { ...spec, "x-kubernetes-validations": rules };
  expect(ruleErrors(schema, "root", () => undefined).map(formatFieldError)).toEqual([]);
  return valueRuleErrors(value, schema, "spec", before, false).errors.map(formatFieldError);
}

const value = {
  replicas: 3,
  min: 1,
  ratio: 0.5,
  on: true,
  name: "web",
  "a-b": "x",
  tags: ["a", "b"],
  ports: [
    { name: "http", port: 80 },
    { name: "https", port: 443 },
  ],
  labels: { app: "web" },
  share: "50%",
  since: "2024-02-29T12:00:00Z",
  wait: "90s",
};

describe("rules that hold", () => {
  it.each([
    "self.replicas >= self.min",
    "self.replicas > self.ratio",
    "self.name.startsWith('w') && self.name.size() == 3",
    "self.a__dash__b == 'x'",
    "self.ports.all(p, p.port > 0 && p.port < 65536)",
    "self.ports.exists(p, p.name == 'https')",
    "self.ports.exists_one(p, p.port == 80)",
    "self.ports.map(p, p.name) == ['http', 'https']",
    "self.ports.filter(p, p.port > 100).size() == 1",
    "self.ports.map(p, p.port > 100, p.port) == [443]",
    "self.ports.all(i, p, i < 2 && p.port > i)",
    "self.tags.transformList(i, t, t + (i == 0 ? '0' : '1')) == ['a0', 'b1']",
    "self.labels.all(k, self.labels[k] == 'web')",
    "'app' in self.labels && !('tier' in self.labels)",
    "has(self.labels.app) && !has(self.labels.tier)",
    "self.?labels[?'tier'].orValue('none') == 'none'",
    "self.labels.?app.optMap(v, v == 'web').orValue(false)",
    "cel.bind(n, self.replicas, n * n) == 9",
    "type(self.share) == string ? self.share == '50%' : self.share > 0",
    "self.since.getFullYear() == 2024 && self.since + duration('24h') > self.since",
    "self.wait > duration('1m')",
    "self.name.matches('^[a-z]+$')",
    "'a,b'.split(',') == self.tags && self.tags.join('-') == 'a-b'",
    String.raw`'it\'s' + "\u00e9\x41\101" == """it'séAA""" && r'\d' == '\\d'`,
    String.raw`b'\xff' == b'\377' && size(b'é') == 2 && -3 < 0x10 && 5u == 5u && 1.5e1 == 15.0`,
    "!(self.replicas > 3) // until here\n && (true ? [1, 2,][1] : 0) == 2 && {'a': 1}['a'] == 1",
    "quantity('1Gi').isGreaterThan(quantity('500Mi'))",
    "ip('10.0.0.1').family() == 4 && cidr('10.0.0.0/8').containsIP('10.0.0.1')",
    "url('https://example.com/a?b=c').getHost() == 'example.com'",
    "format.dns1123Label().validate(self.name).hasValue() == false",
    "semver('1.2.3').isLessThan(semver('1.10.0'))",
    "sets.contains(self.tags, ['a']) && self.tags.isSorted()",
    "[1, 2, 3].sum() == 6 && {'a': 1}.a == 1",
    "'%s has %d'.format([dyn(self.name), dyn(self.replicas)]) == 'web has 3'",
    "dyn(1) == 1.0 || false",
    "self.labels['none'] == '' || self.on",
  ])("%s", (rule) => {
    expect(told(rule, value)).toEqual([]);
  });
});

describe("rules that are broken", () => {
  const min = "self.replicas >= self.min";
  it.each<[ValidationRule, object, string[]]>([
    [{ rule: min }, { replicas: 1, min: 2 }, ['spec: Invalid value: "object": failed rule: self.replicas >= self.min']],
    [{ rule: min, message: " too few " }, { replicas: 1, min: 2 }, ['spec: Invalid value: "object": too few']],
    [
      { rule: min, messageExpression: "'at least %d'.format([self.min])", message: "no" },
      { replicas: 1, min: 2 },
      ['spec: Invalid value: "object": at least 2'],
    ],
    [
      { rule: min, messageExpression: "self.name", message: "given" },
      { replicas: 1, min: 2 },
      ['spec: Invalid value: "object": given'],
    ],
    [
      { rule: min, reason: "FieldValueForbidden", fieldPath: ".replicas" },
      { replicas: 1, min: 2 },
      ["spec.replicas: Forbidden: failed rule: self.replicas >= self.min"],
    ],
    [{ rule: min, reason: "FieldValueRequired", message: "m" }, { replicas: 1, min: 2 }, ["spec: Required value: m"]],
    [{ rule: min, reason: "FieldValueDuplicate" }, { replicas: 1, min: 2 }, ['spec: Duplicate value: "object"']],
    [
      { rule: min },
      { replicas: 1 },
      ['spec: Invalid value: "object": no such key: min evaluating rule: self.replicas >= self.min'],
    ],
    [
      { rule: "self.share > 5" },
      { share: "a" },
      [
        "spec: Invalid value: \"object\": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: self.share > 5",
      ],
    ],
    [
      { rule: "self.tags[2] == 'c'" },
      { tags: ["a"] },
      ["spec: Invalid value: \"object\": index out of bounds: 2 evaluating rule: self.tags[2] == 'c'"],
    ],
  ])("%j of %j", (rule, broken, errors) => {
    expect(told(rule, broken)).toEqual(errors);
  });

  it("compares with what was, once there is something", () => {
    const rule = { rule: "self.replicas >= oldSelf.replicas", message: "may not shrink" };
    expect(told(rule, { replicas: 1 })).toEqual([]);
    expect(told(rule, { replicas: 1 }, { replicas: 2 })).toEqual(['spec: Invalid value: "object": may not shrink']);
    const any = { rule: "!oldSelf.hasValue() || self.name == oldSelf.value().name", optionalOldSelf: true };
    expect(told(any, { name: "a" })).toEqual([]);
    expect(told(any, { name: "a" }, { name: "b" })).toHaveLength(1);
  });

  it("tolerates what has not changed", () => {
    const schema = { ...spec, "x-kubernetes-validations": [{ rule: "self.replicas > 5" }] };
    const { errors, tolerated } = valueRuleErrors({ replicas: 1 }, schema, "spec", { old: { replicas: 1 } }, false);
    expect([errors.length, tolerated.length]).toEqual([0, 1]);
  });
});

describe("rules that no definition may have", () => {
  const errorsOf = (rule: string | ValidationRule, more: Partial<Schema> = {}): string[] =>
    ruleErrors(
      { ...spec, ...more, "x-kubernetes-validations": [typeof rule === "string" ? { rule } : rule] },
      "spec.validation.openAPIV3Schema",
      () => undefined,
    ).map(({ detail }) => detail);

  it.each<[string, string]>([
    ["self.size > 1", "compilation failed: ERROR: <input>:1:5: undefined field 'size'\n | self.size > 1\n | ....^"],
    [
      "self.name > 1",
      "compilation failed: ERROR: <input>:1:11: found no matching overload for '_>_' applied to '(string, int)'\n | self.name > 1\n | ..........^",
    ],
    [
      "self.replicas.contains('a')",
      "compilation failed: ERROR: <input>:1:23: found no matching overload for 'contains' applied to 'int.(string)'\n | self.replicas.contains('a')\n | ......................^",
    ],
    [
      "spec.replicas > 1",
      "compilation failed: ERROR: <input>:1:1: undeclared reference to 'spec' (in container '')\n | spec.replicas > 1\n | ^",
    ],
    [
      "frob(self)",
      "compilation failed: ERROR: <input>:1:5: undeclared reference to 'frob' (in container '')\n | frob(self)\n | ....^",
    ],
    ["has(self)", "compilation failed: ERROR: <input>:1:5: invalid argument to has() macro\n | has(self)\n | ....^"],
    [
      "self.replicas >",
      "compilation failed: ERROR: <input>:1:16: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | self.replicas >\n | ...............^",
    ],
    ["self.replicas", "cel expression must evaluate to a bool"],
    [
      "self.replicas > 1)",
      "compilation failed: ERROR: <input>:1:18: Syntax error: extraneous input ')' expecting <EOF>\n | self.replicas > 1)\n | .................^",
    ],
    ["if == 1", "compilation failed: ERROR: <input>:1:1: reserved identifier: if\n | if == 1\n | ^"],
  ])("%s", (rule, text) => {
    expect(errorsOf(rule)).toEqual([text]);
  });

  it("may not cost too much", () => {
    const advice =
      "(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    expect(errorsOf({ rule: "true", messageExpression: "'at ' + string(self.replicas)" })).toContain(
      `estimated messageExpression cost exceeds budget by factor of more than 100x ${advice}`,
    );
    const open = { properties: { names: { type: "array", items: { type: "string" } } } };
    expect(errorsOf("self.names.all(x, x.contains('gpu'))", open)).toEqual([
      `estimated rule cost exceeds budget by factor of more than 100x ${advice}`,
      `contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema`,
      `x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x ${advice}`,
    ]);
  });
});
