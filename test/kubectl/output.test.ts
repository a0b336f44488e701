import { expect, test } from "vitest";
import { typedForm } from "../../src/kubectl/go-order.ts";
import { executeGoTemplate, parseGoTemplate } from "../../src/kubectl/go-template/go-template.ts";
import { instantFault } from "../../src/kubectl/instant.ts";
import { TablePrinter } from "../../src/kubectl/printers/table-printer.ts";
import { schemaProblems } from "../../src/kubectl/schema-validation.ts";
import { unifiedDiff } from "../../src/kubectl/unified-diff.ts";
import { documentsOf } from "../../src/kubectl/yaml/documents.ts";

const POD = {
  metadata: { name: "web", labels: { app: "web", tier: "front" } },
  spec: { containers: [{ name: "a", image: "x" }, { name: "b" }] },
  secret: "aGk=",
};

test.each([
  ["{{.metadata.name}}", "web"],
  ["{{range .spec.containers}}{{.name}} {{end}}", "a b "],
  ["{{range $i, $c := .spec.containers}}{{if $i}}, {{end}}{{$c.name}}{{end}}", "a, b"],
  ["{{range $k, $v := .metadata.labels}}{{$k}}={{$v}};{{end}}", "app=web;tier=front;"],
  ["{{with .metadata}}{{.name}}{{end}}{{with .nope}}x{{else}}none{{end}}", "webnone"],
  ["{{.nope}}", "<no value>"],
  ['{{len .spec.containers}} {{index .metadata.labels "app"}}', "2 web"],
  ['{{printf "%s-%d" .metadata.name 3}}', "web-3"],
  ['{{if and (eq .metadata.name "web") (not .nope)}}yes{{end}}', "yes"],
  ["{{.secret | base64decode}}", "hi"],
  ["{{.metadata.labels}}", "map[app:web tier:front]"],
  ["a {{- /* no */ -}} b {{- .metadata.name }}", "abweb"],
])("template %s", (template, text) => {
  expect(executeGoTemplate(parseGoTemplate(template), POD, true)).toBe(text);
});

test("a table has columns at least six wide, three apart, and labels at its end", () => {
  let text = "";
  const out = {
    isTerminal: false,
    write(piece: string) {
      text += piece;
      return true;
    },
  };
  const options = {
    wide: false,
    noHeaders: false,
    showLabels: false,
    labelColumns: ["app", "missing"],
    kindPrefix: "pod",
    withNamespace: false,
  };
  const table = {
    apiVersion: "meta.k8s.io/v1",
    kind: "Table",
    metadata: {} as never,
    columnDefinitions: [
      { name: "Name", type: "string" },
      { name: "Ready", type: "string" },
      { name: "Node", type: "string", priority: 1 },
    ],
    rows: [{ cells: ["web", "1/1", "n1"], object: POD as never }],
  };
  new TablePrinter(out, options).print(table);
  expect(text).toBe("NAME      READY   APP   MISSING\npod/web   1/1     web   \n");
});

test("a unified diff has three lines around each change", () => {
  const lines = (changed: string) => `1\n2\n3\n4\n${changed}\n6\n7\n8\n9\n`;
  expect(unifiedDiff(lines("5"), lines("five"))).toBe("@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  expect(unifiedDiff("", "a\n")).toBe("@@ -0,0 +1 @@\n+a\n");
});

test.each([
  [
    { kind: "Pod", apiVersion: "v1", spec: { containers: [{ tty: true, env: [], envFrom: [{}], name: "a", x: 1 }] } },
    '{"kind":"Pod","apiVersion":"v1","metadata":{"creationTimestamp":null},"spec":{"containers":[{"name":"a","envFrom":[{}],"resources":{},"tty":true}]},"status":{}}',
  ],
  [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { labels: { b: "c", a: "d" }, name: "r" },
    },
    '{"kind":"ClusterRole","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r","creationTimestamp":null,"labels":{"a":"d","b":"c"}},"rules":null}',
  ],
  [{ z: 1, kind: "Widget", apiVersion: "example.com/v1" }, '{"z":1,"kind":"Widget","apiVersion":"example.com/v1"}'],
])("an object of a kind that kubectl has a type for is written as that type: %#", (object, json) => {
  expect(JSON.stringify(typedForm(object))).toBe(json);
});

test.each([
  ["2026-01-01T00:00:00.5+02:00", undefined],
  ["nonsense", 'parsing time "nonsense" as "2006-01-02T15:04:05Z07:00": cannot parse "nonsense" as "2006"'],
  ["2026-13-01", 'parsing time "2026-13-01": month out of range'],
  ["2026-02-30T00:00:00Z", 'parsing time "2026-02-30T00:00:00Z": day out of range'],
])("%s as an instant", (text, fault) => {
  expect(instantFault(text)).toBe(fault);
});

test.each([
  ["a\n---\nb\n--- # c\nd", [{ text: "a" }, { text: "b" }, { text: "d" }]],
  ["a\n---\nb\n--- x\nc", [{ text: "a" }, { text: "", error: "invalid Yaml document separator: x" }]],
])("documents of %j", (text, documents) => {
  expect(documentsOf(text)).toEqual(documents);
});

test("an object is held against the schema of its kind, in the order of its fields", () => {
  const definitions = {
    "v1.Thing": {
      type: "object",
      required: ["spec"],
      properties: { kind: { type: "string" }, apiVersion: { type: "string" }, spec: { $ref: "#/definitions/v1.Spec" } },
      "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "Thing" }],
    },
    "v1.Spec": {
      type: "object",
      properties: {
        count: { type: "integer" },
        names: { type: "array", items: { type: "string" } },
        on: { type: "boolean" },
      },
    },
  };
  const problems = (more: object) => schemaProblems(definitions, { apiVersion: "v1", kind: "Thing", ...more });
  expect(problems({})).toEqual(['ValidationError(Thing): missing required field "spec" in v1.Thing']);
  expect(problems({ spec: { on: 1, names: [3, [], null], count: "3", more: 1 } })).toEqual([
    'ValidationError(Thing.spec.count): invalid type for v1.Spec.count: got "string", expected "integer"',
    'ValidationError(Thing.spec): unknown field "more" in v1.Spec',
    'ValidationError(Thing.spec.names[1]): invalid type for v1.Spec.names: got "array", expected "string"',
    'unknown object type "nil" in Thing.spec.names[2]',
    'ValidationError(Thing.spec.on): invalid type for v1.Spec.on: got "integer", expected "boolean"',
  ]);
  expect(schemaProblems(definitions, { apiVersion: "v1", kind: "Other" })).toEqual([]);
});
