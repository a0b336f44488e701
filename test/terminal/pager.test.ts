import { describe, expect, it } from "vitest";
import { decodeKeys } from "../../src/terminal/keys.ts";
import { appendText, emptyPage, readable } from "../../src/terminal/pager/page.ts";
import { endOfText, moreText, pressPager } from "../../src/terminal/pager/pager.ts";
import { newPager, type PagerChoices, type PagerState, resizePager } from "../../src/terminal/pager/pager-state.ts";
import { viewPager } from "../../src/terminal/pager/pager-view.ts";
import { stripAnsi } from "../../src/terminal/text-width.ts";

const numbers = Array.from({ length: 100 }, (_, index) => `line ${index + 1}\n`).join("");

function open(text = numbers, columns = 40, rows = 11, choices: PagerChoices = {}): PagerState {
  return endOfText(moreText(newPager({ columns, rows }, choices), text));
}

function typed(keys: string, state = open()): PagerState {
  return decodeKeys("", keys).keys.reduce(pressPager, state);
}

function screen(state: PagerState): string[] {
  return viewPager(state).rows.map(stripAnsi);
}

describe("less", () => {
  it.each<[string, string, string, string]>([
    ["at the start", "", "line 1", ": 10% (h helps)"],
    ["space and b", "   b", "line 21", ": 30% (h helps)"],
    ["lines", "jjj\r\u001b[Bk", "line 5", ": 14% (h helps)"],
    ["half screens", "du\u0004", "line 6", ": 15% (h helps)"],
    ["the end", "G", "line 91", "(END) q leaves, h helps"],
    ["beyond the end", "G ", "line 91", "(END) q leaves, h helps"],
    ["and back to the start", "Gg", "line 1", ": 10% (h helps)"],
    ["a search", "/line 5\r", "line 5", ": 14% (h helps)"],
    ["its next match", "/line 5\rn", "line 50", ": 59% (h helps)"],
    ["its previous match", "/line 5\rnN", "line 5", ": 14% (h helps)"],
    ["a search backwards", "G?line 7\r", "line 79", ": 88% (h helps)"],
    ["a regular expression", "/^line 3.$\r", "line 30", ": 39% (h helps)"],
    ["an expression that is none", "/line [\r", "line 1", "Not found"],
    ["something that is not there", "/nothing\r", "line 1", "Not found"],
    ["so many lines on, and back", "20j3k", "line 18", ": 27% (h helps)"],
    ["a line by its number", "42g", "line 42", ": 51% (h helps)"],
    ["so many screens' lines", "15 ", "line 16", ": 25% (h helps)"],
    ["a share of it", "50%", "line 51", ": 60% (h helps)"],
    ["the second match", "/line 5\r2n", "line 51", ": 60% (h helps)"],
    ["while a number is typed", "12", "line 1", ":12"],
    ["while a search is typed", "/wor\u007f", "line 1", "/wo"],
    ["a search given up", "/wor\u001b\u001b", "line 1", ": 10% (h helps)"],
  ])("%s", (_, keys, first, status) => {
    const rows = screen(typed(keys));
    expect(rows[0]).toBe(first);
    expect(rows.at(-1)).toBe(status);
    expect(rows).toHaveLength(11);
  });

  it("marks what was found without colours", () => {
    expect(viewPager(typed("/line 5\r")).rows[0]).toBe("\u001b[7mline 5\u001b[27m");
  });

  it("helps, and leaves", () => {
    expect(screen(typed("h"))[0]).toContain("a screen on");
    expect(screen(typed("hx"))[0]).toBe("line 1");
    expect(typed("q").isOver).toBe(true);
    expect(typed("/q").isOver).toBe(false);
    expect(typed("\u0003").isOver).toBe(true);
    const more = endOfText(moreText(newPager({ columns: 40, rows: 11 }, { leavesAtEnd: true }), numbers));
    expect(typed("G ", more).isOver).toBe(true);
  });

  it("cuts long lines off, and looks at them sideways", () => {
    const long = "abcdefghij".repeat(6);
    const pager = open(`${long}\nshort\n日本語日本語日本語日本語\n`, 20, 6, { chops: true });
    expect(screen(pager).slice(0, 4)).toEqual([`${long.slice(0, 19)}>`, "short", "日本語日本語日本語>", "~"]);
    const right = typed("\u001b[C", pager);
    expect(screen(right).slice(0, 3)).toEqual([`${long.slice(10, 29)}>`, "", "語日本語日本語"]);
    expect(screen(typed("15\u001b[C", right))[0]).toBe(`${long.slice(25, 44)}>`);
    expect(screen(typed("\u001b[D", right))).toEqual(screen(pager));
    // Without -S, too, while the text is moved; and -S by hand.
    expect(screen(typed("\u001b[C", open(`${long}\nend\n`, 20, 6))).slice(0, 2)).toEqual([
      `${long.slice(10, 29)}>`,
      "",
    ]);
    expect(screen(typed("-S", open(`${long}\nend\n`, 20, 6))).slice(0, 2)).toEqual([`${long.slice(0, 19)}>`, "end"]);
  });

  it("numbers lines, and leaves the search alone with them", () => {
    const pager = open(`${"a".repeat(20)}\nend\n`, 20, 6, { hasNumbers: true });
    expect(screen(pager).slice(0, 3)).toEqual([`      1 ${"a".repeat(12)}`, `        ${"a".repeat(8)}`, "      2 end"]);
    expect(screen(typed("/2\r", pager)).at(-1)).toBe("Not found");
    expect(screen(typed("-N", typed("40g")))[0]).toBe("     40 line 40");
  });

  it("follows what comes", () => {
    const following = moreText(typed("F"), "line 101\nline 102\n");
    expect(screen(following).at(-2)).toBe("line 102");
    expect(screen(following).at(-1)).toContain("Waiting for more");
    expect(screen(moreText(typed("k", following), "line 103\n")).at(-2)).toBe("line 101");
  });

  it("breaks long lines, wide letters whole, and keeps its place when the window changes", () => {
    const long = open(`${"日".repeat(15)}\n${"a".repeat(45)}\nend\n`, 21);
    expect(screen(long).slice(0, 6)).toEqual([
      "日".repeat(10),
      "日".repeat(5),
      "a".repeat(21),
      "a".repeat(21),
      "aaa",
      "end",
    ]);
    expect(screen(resizePager(typed("/line 40\r"), { columns: 20, rows: 6 }))[0]).toBe("line 40");
  });

  it("shows what could do something to the terminal", () => {
    expect(readable("a\tb\u0007\u001b[2Jc")).toBe("a       b^Gc");
  });

  it("takes a line in pieces", () => {
    const page = ["one\ntw", "o", "\n", "three"].reduce(appendText, emptyPage({ width: 10, chops: false }));
    expect(page.rows).toEqual(["one", "two", "three"]);
  });
});
