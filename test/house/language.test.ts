// What a learner is told stands in the catalogue, or the other languages would never hear of it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../src/cli");

/** These speak English: to authors, instructors and other programs; and programs of the prompt do as kubectl does. */
const ENGLISH: readonly RegExp[] = [
  /^(authoring|doctor|kubectl|usage)\//,
  /^(test-lessons|lesson-(coverage|proof|workers)|program\/\w+)\.ts$/,
  /^(serve|served-kubeconfig|profiles|script|lesson-script\/\w[\w-]*)\.ts$/,
  /^workshop\/(host|host-files|host-request|rooms|commands|instructor|look-worker|lookout|replay|sandbox|status)\.ts$/,
  /^(pager|watch|jq|diff|history|library)-programs?\.ts$/,
  /^(host-editor|laptop|laptop-proxy)\.ts$/,
  // Says which languages there are, to who asks for another one; and that the installation is broken.
  /^(language|places)\.ts$/,
];

/** What tells somebody something. */
const TELLS = /^(UserError|say|tell|ask|isYes|question|announce|print|write)$/;
const WORDS = /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}|[a-z]{3,} [a-z]{3,}/;

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"));
const learners = files.filter((name) => !ENGLISH.some((pattern) => pattern.test(name)));

function toldIn(file: string): readonly string[] {
  const content = readFileSync(join(root, file), "utf8");
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node, isTold: boolean): void => {
    if (isTold && isText(node) && WORDS.test(node.text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${node.text}`);
    }
    const inner = isTold || (isCall(node) && TELLS.test(nameOf(node.expression)));
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, false);
  return found;
}

function isCall(node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function nameOf(called: ts.Expression): string {
  return ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
}

type Text = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

function isText(node: ts.Node): node is Text {
  return (
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
  );
}

describe("what learners are told", () => {
  it("is looked at where it is said", () => expect(learners.length).toBeGreaterThan(60));

  it("stands in the catalogue of texts", () => {
    expect(learners.flatMap(toldIn), "put it into src/tutor/language/en, and its German beside it").toEqual([]);
  });

  it("is found where it does not", () => {
    expect(files.filter((name) => !learners.includes(name)).flatMap(toldIn).length).toBeGreaterThan(50);
  });
});
