import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/terminal/markdown.ts";
import { createStyler, wantsColor } from "../../src/terminal/style.ts";
import { stripAnsi, textWidth } from "../../src/terminal/text-width.ts";

const plain = createStyler({ color: false, plain: true });
const fancy = createStyler({ color: true, plain: false });

function lines(markdown: string, width = 40, styler = plain): string {
  return renderMarkdown(markdown, width, styler).join("\n");
}

describe("markdown", () => {
  it("wraps paragraphs and keeps code together", () => {
    expect(lines("Ask for the **nodes** first,\nthen `kubectl get pods` and see.", 24)).toBe(
      "Ask for the nodes first,\nthen `kubectl get pods`\nand see.",
    );
  });

  it("renders lists, code, quotes and headings", () => {
    const text = "# Title\n\n- one *two*\n  three\n  - nested\n1. first\n\n```yaml\na:   1\n```\n\n> wise\n> words";
    expect(lines(text)).toBe("Title\n\n  - one two three\n    - nested\n  1. first\n\n    a:   1\n\n  wise words");
  });

  it("renders tables in columns, or as records where they do not fit", () => {
    const table = "| Kind | Who |\n|---|---|\n| Pod | `kubelet` |\n| Job | controller |";
    expect(lines(table)).toBe("Kind  Who\n----  ----------\nPod   `kubelet`\nJob   controller");
    expect(lines(table, 12)).toBe("Kind: Pod\nWho:\n`kubelet`\n\nKind: Job\nWho:\ncontroller");
  });

  it("keeps what belongs to an item with it", () => {
    const text =
      "1. Write:\n\n   ```yaml\n   a:\n     b: 1\n   ```\n\n   Then go on.\n2. Look\n   - at *this*\n     - and **that**";
    expect(lines(text)).toBe(
      "  1. Write:\n\n         a:\n           b: 1\n\n     Then go on.\n\n  2. Look\n\n     - at this\n       - and that",
    );
    expect(lines("- a\n  - b\n    ```\n    code\n    ```\n- c")).toBe("  - a\n    - b\n          code\n  - c");
    expect(lines("- a\n\nText")).toBe("  - a\n\nText");
  });

  it("breaks lines where the author did, and draws rules", () => {
    expect(lines("one  \ntwo\\\nthree\n\n---\n\nfour", 10)).toBe("one\ntwo\nthree\n\n----------\n\nfour");
  });

  it("breaks the cells of a table that is nearly narrow enough", () => {
    const table = "| Kind | What it does |\n|---|---|\n| Pod | runs `containers` side by side on one node |";
    expect(lines(table, 30)).toBe(
      "Kind  What it does\n----  ------------------------\nPod   runs `containers` side\n      by side on one node",
    );
  });

  it("makes a link where the terminal can follow it", () => {
    const linking = createStyler({ color: false, plain: false, links: true });
    const [line = ""] = renderMarkdown("See [the docs](https://kubernetes.io/docs) first.", 20, linking);
    expect(line).toContain("\u001b]8;;https://kubernetes.io/docs\u0007the\u001b]8;;\u0007");
    expect(stripAnsi(line)).toBe("See the docs first.");
  });

  it("shows where a link goes, and breaks what is wider than the screen", () => {
    expect(lines("[docs](https://kubernetes.io)", 80)).toBe("docs (https://kubernetes.io)");
    expect(lines("x".repeat(25), 10)).toBe(`${"x".repeat(10)}\n${"x".repeat(10)}\nxxxxx`);
  });

  it("never goes over the width, with colour or without", () => {
    const text =
      "The **scheduler** looks at `spec.nodeName`, and 日本語の文字 too.\n\n- a rather long item with `code in it` and more\n\n| a | b |\n|--|--|\n| long cell text | another one |";
    for (const width of [20, 33, 40, 80]) {
      for (const styler of [plain, fancy]) {
        for (const line of renderMarkdown(text, width, styler)) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  it("means the same without colour", () => {
    expect(stripAnsi(lines("**a** b", 40, fancy))).toBe("a b");
    expect(lines("`x`", 40, fancy)).toBe("\u001b[1mx\u001b[22m");
  });
});

describe("colour", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ TERM: "dumb" }, true, false],
  ])("%j on a terminal: %s gives %s", (env, isTerminal, expected) => {
    expect(wantsColor(env, isTerminal)).toBe(expected);
  });
});

describe("width", () => {
  it.each([
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["🚀", 2],
    ["👩‍💻", 2],
    ["\u001b[1mx\u001b[22m", 1],
    ["ｱ", 1],
  ] as const)("%s takes %i", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});
