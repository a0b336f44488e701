import { expect, test } from "vitest";
import { parseJsonPath } from "../../src/api/jsonpath/parse.ts";
import { evaluateToText } from "../../src/kubectl/jsonpath/evaluate.ts";

const LIST = {
  kind: "List",
  items: [
    {
      kind: "None",
      metadata: { name: "127.0.0.1", labels: { "kubernetes.io/hostname": "127.0.0.1" } },
      status: { capacity: { cpu: "4" }, n: 1 },
    },
    { kind: "None", metadata: { name: "127.0.0.2" }, status: { capacity: { cpu: "8" }, n: 3 } },
  ],
  users: [
    { name: "myself", user: {} },
    { name: "e2e", user: { username: "admin", password: "secret" } },
  ],
};

test.each([
  ["kind is {.kind}", "kind is List"],
  ["{['kind']}", "List"],
  ["{.items[*].metadata.name}", "127.0.0.1 127.0.0.2"],
  ["{.items[*]['metadata.name', 'status.capacity']}", '127.0.0.1 127.0.0.2 {"cpu":"4"} {"cpu":"8"}'],
  ["{.}", ""],
  ["{.items[0].metadata .name}", "127.0.0.1"],
  ["{.items[].metadata.name}", "127.0.0.1"],
  ['{.kind "x"}', "x"],
  ["{.kind;}", ""],
  ["{.kind.*}", "76 105 115 116"],
  ["{.users[?(true)].name}", "myself e2e"],
  ["{.users[?(@.user.username[5])].name}", "e2e"],
  ["{.items[?(@.metadata.name[5])].status.n}", "1 3"],
  ["{range .items[*]}{.status.n}", "13"],
  ["{range .items[*]}{range .none[*]}x{end};{end}", ";;"],
  ['{range .none[*]}{"x"}{end}y', "y"],
  ["{.items[0].status.capacity}", '{"cpu":"4"}'],
  ['{.users[?(@.name=="e2e")].user.password}', "secret"],
  ["{.items[?(@.status.n>1)].metadata.name}", "127.0.0.2"],
  ["{.items[?(@.metadata.labels)].metadata.name}", "127.0.0.1"],
  ['{range .items[*]}[{.metadata.name}, {.status.capacity.cpu}] {"\\n"}{end}', "[127.0.0.1, 4] \n[127.0.0.2, 8] \n"],
  ["{.items[-1:].metadata.name}", "127.0.0.2"],
  ["{.items[0:1].metadata.name}", "127.0.0.1"],
  ["{.items[0,1].metadata.name}", "127.0.0.1 127.0.0.2"],
  ["{..password}", "secret"],
  ["{.items[0].metadata.labels.kubernetes\\.io/hostname}", "127.0.0.1"],
  ["{.missing}", ""],
  ["{.items[0].status.n}", "1"],
])("%s", (template, text) => {
  expect(evaluateToText(parseJsonPath(template), LIST, { allowMissing: true })).toBe(text);
});

test.each([
  ["{.items[5]}", "array index out of bounds: index 5, length 2"],
  ["{.kind[0]}", "string is not array or slice"],
  ["{.missing}", "missing is not found"],
  ["{end}", "not in range, nothing to end"],
  ["{range .items[*]}{end}{end}", "not in range, nothing to end"],
  ["{foo}", "unrecognized identifier foo"],
  ["{.users[?(@.name=e2e)]}", "unrecognized identifier e2e"],
  ['{.users[?(@.name="e2e")]}', "unrecognized filter operator ="],
  ["{.items[?(@.kind==1)]}", "incompatible types for comparison"],
  ["{.items[?(@.metadata==1)]}", "invalid type for comparison"],
  ["{.kind[?(@.x)]}", "List is not array or slice and cannot be filtered"],
])("%s fails", (template, message) => {
  expect(() => evaluateToText(parseJsonPath(template), LIST, { allowMissing: false })).toThrow(message);
});

test.each([
  ["{.a", "unclosed action"],
  ['{.metadata["name"]}', 'invalid array index "name"'],
  ["{.items[(@.length-1)]}", "invalid array index (@.length-1)"],
  ['{.users[?(@.name=="a"}', "unterminated filter"],
  ['{"a}', "unterminated quoted string"],
  ['{"a\\qb"}', 'unquote string "a\\qb" error invalid syntax'],
  ["{....name}", "invalid multiple recursive descent"],
  ["{1.5.2}", "cannot parse number 1.5.2"],
  ["{\t.kind}", "unrecognized character in action: U+0009"],
  ["{&}", "unrecognized character in action: U+0026 '&'"],
])("%s cannot be read", (template, message) => {
  expect(() => parseJsonPath(template)).toThrow(message);
});
