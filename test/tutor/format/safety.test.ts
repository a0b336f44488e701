// What a lesson by somebody unknown could do to the tutor, and cannot.

import { describe, expect, it } from "vitest";
import { compileExpression } from "../../../src/tutor/checks/cel.ts";
import { runawayOf } from "../../../src/tutor/format/regular-expression.ts";
import { formatProblem, Problems, parseSource } from "../../../src/tutor/format/source.ts";
import { unseenIn, withoutUnseen } from "../../../src/tutor/format/unseen.ts";
import { drawDocument } from "../../../src/tutor/pick.ts";

function problemsOf(text: string): string {
  const problems = new Problems("x.yaml");
  expect(parseSource(text, problems)).toBeUndefined();
  return problems.found.map(formatProblem).join("\n");
}

describe("regular expressions", () => {
  it.each([
    "(a+)+$",
    "(a|aa)*b",
    "(.*)*",
    "(\\w+\\s?)*$",
    "^(([a-z])+.)+[A-Z]",
    ".*.*.*.*x",
    "(a)\\1",
    "(?:a{1,20}){9,}",
    "\\d+.\\d+.\\d+.\\d+x",
    "x".repeat(301),
  ])("%s could run away", (source) => {
    expect(runawayOf(source)).toBeDefined();
  });

  it.each([
    ".*",
    "\\d+\\.\\d+\\.\\d+\\.\\d+",
    "(.*[. ])?images?`?",
    "^my-app-[a-z0-9]+-",
    "-city-hall\\s+Node\\b|Node/|^Node\\s*$",
    "[^|]*a{3}",
    "(ab){2}c",
  ])("%s could not", (source) => {
    expect(runawayOf(source)).toBeUndefined();
  });
});

describe("CEL", () => {
  it("has a limit on nested lists, on its length, and on patterns", () => {
    const nested = "obj.a.all(a, obj.a.all(b, obj.a.all(c, obj.a.all(d, obj.a.all(e, a == e)))))";
    expect(() => compileExpression(nested)).toThrow("lists inside of lists");
    expect(() => compileExpression("obj.a.all(a, obj.b.exists(b, a == b))")).not.toThrow();
    expect(() => compileExpression("obj.name.matches('(a+)+$')")).toThrow("matches() cannot be used");
    expect(() => compileExpression("obj.name.matches(obj.pattern)")).toThrow("matches() cannot be used");
    expect(() => compileExpression(`obj.name == '${"x".repeat(2000)}'`)).toThrow("longer than 2000");
  });
});

describe("YAML", () => {
  it("does not let aliases multiply", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let depth = 1; depth < 9; depth++) lines.push(`a${depth}: &a${depth} [${`*a${depth - 1}, `.repeat(10)}]`);
    expect(problemsOf(lines.join("\n"))).toContain("more than 50000 values");
    expect(problemsOf("a: &a [*a]")).toMatch(/deep here|valid YAML/);
    expect(problemsOf(`${"[".repeat(70)}${"]".repeat(70)}`)).toContain("60 deep");
  });

  it("holds no terminal escapes, and no names that programs mistake for others", () => {
    expect(problemsOf('title: "\\e[2Jgone"')).toBe(
      "x.yaml:1:8: This text holds an escape (U+001B), which is no text to read. Take it out; programs can print it by `printf`.",
    );
    expect(problemsOf('"\\e]0;x\\a": 1')).toContain("x.yaml:1:1: This text holds an escape");
    expect(problemsOf('a: "\\udc9b31m"')).toContain("U+DC9B");
    expect(problemsOf("__proto__: 1")).toContain("cannot be a name");
  });
});

describe("pick", () => {
  it("does not let values double each other", () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
    for (const inner of ["${{ NAME }}${{ NAME }}", '["${{ NAME }}", "${{ NAME }}"]']) {
      const lines = names.map((name, index) => {
        const text = index === 0 ? "x" : inner.replaceAll("NAME", `p${index - 1}`);
        return `  ${name}: [{id: a, v: ${text.startsWith("[") ? text : `"${text}"`}}]`.replaceAll(" }}", ".v }}");
      });
      const problems = new Problems("x.yaml");
      const source = parseSource(`pick:\n${lines.join("\n")}\ntext: "\${{ p39.v }}"\n`, problems);
      expect(source && drawDocument(source, 1, problems)).toBeUndefined();
      expect(problems.found.map(formatProblem).join("\n")).toContain("this is too long");
    }
  });
});

describe("texts", () => {
  it("are shown without what is not to be seen", () => {
    expect(withoutUnseen("a\u001b[31mb\u202ec\u009bd\ne\tf 👩‍💻")).toBe("a[31mbcd\ne\tf 👩‍💻");
    expect(unseenIn("über • 世界 👩‍💻\r\n")).toBeUndefined();
  });
});
