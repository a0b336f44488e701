import { expect, test } from "vitest";
import { executeGoTemplate, parseGoTemplate } from "../../src/kubectl/go-template/go-template.ts";
import { TablePrinter } from "../../src/kubectl/printers/table-printer.ts";
import { unifiedDiff } from "../../src/kubectl/unified-diff.ts";

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
