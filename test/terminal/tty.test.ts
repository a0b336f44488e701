import { describe, expect, it } from "vitest";
import type { Completions } from "../../src/terminal/completion.ts";
import { createStyler } from "../../src/terminal/style.ts";
import { type LineRead, openTerminal, type ReadLineOptions } from "../../src/terminal/tty.ts";
import { FakeKeyboard, FakeScreen } from "./fake-terminal.ts";

const styler = createStyler({ color: false, plain: true });

const options: ReadLineOptions = {
  prompt: "$ ",
  continuation: "> ",
  needsMore: (text) => (text.match(/'/g)?.length ?? 0) % 2 === 1,
  complete: async (line, cursor) => completionsOf(line.slice(0, cursor)),
};

const WORDS = ["kubectl", "get", "pods", "pod/web", "pod/worker"];

function completionsOf(before: string): Completions {
  const word = /\S*$/.exec(before)?.[0] ?? "";
  const candidates = WORDS.filter((one) => one.startsWith(word)).map((text) => ({ text }));
  return { start: before.length - word.length, candidates };
}

function open(columns = 40, history: readonly string[] = []) {
  const keyboard = new FakeKeyboard();
  const screen = new FakeScreen(columns);
  const terminal = openTerminal(keyboard, screen, { styler, history });
  return { keyboard, screen, terminal };
}

const UP = "\u001b[A";
const LEFT = "\u001b[D";

/** Types and shows what is then on the screen. */
function shown(typed: string, history: readonly string[] = [], columns = 40): string {
  const { keyboard, screen, terminal } = open(columns, history);
  void terminal.readLine(options);
  keyboard.type(typed);
  return screen.withCursor;
}

describe("the line editor on a screen", () => {
  it.each<[string, string, string]>([
    ["typing", "get pods", "$ get pods▮"],
    ["moving by letters and words", `get pods${LEFT}${LEFT}\u001bb`, "$ get ▮pods"],
    ["home and delete", "get\u0001\u0004", "$ ▮et"],
    ["kill and yank", "get pods\u0017\u0001\u0019", "$ pods▮get"],
    ["kill to the end", "get pods\u0001\u0006\u000b", "$ g▮"],
    ["kill to the start", "get pods\u0015", "$ ▮"],
    ["transpose", "gte\u0014", "$ get▮"],
    ["wide letters", `日本${LEFT}a`, "$ 日a▮本"],
    ["letters with marks", `e\u0301x${LEFT}${LEFT}${LEFT}a`, "$ a▮e\u0301x"],
    ["a pasted block stays a block", "\u001b[200~a\nb\u001b[201~", "$ a\n> b▮"],
    ["an open quote goes on", "echo 'a\rb", "$ echo 'a\n> b▮"],
    ["up within several lines", `echo 'ab\rc${UP}`, "$ e▮cho 'ab\n> c"],
  ])("%s", (_, typed, expected) => {
    expect(shown(typed)).toBe(expected);
  });

  it("wraps at the width, also when a row is exactly full", () => {
    expect(shown("a".repeat(38))).toBe(`$ ${"a".repeat(38)}\n▮`);
    expect(shown("a".repeat(41))).toBe(`$ ${"a".repeat(38)}\naaa▮`);
    expect(shown(`${"a".repeat(41)}\u0001`)).toBe(`$ ▮${"a".repeat(38)}\naaa`);
    expect(shown(`${"a".repeat(41)}${"\u007f".repeat(5)}`)).toBe(`$ ${"a".repeat(36)}▮`);
  });

  it("goes through the history and keeps the draft", () => {
    const history = ["one", "two"];
    expect(shown(UP, history)).toBe("$ two▮");
    expect(shown(`draft${UP}${UP}${UP}`, history)).toBe("$ one▮");
    expect(shown(`draft${UP}${UP}\u001b[B\u001b[B`, history)).toBe("$ draft▮");
  });

  it("searches backwards", () => {
    const history = ["kubectl get pods", "ls", "kubectl get nodes"];
    expect(shown("\u0012get", history)).toBe("(reverse-i-search)`get': kubectl ▮get no");
    expect(shown("\u0012pods\u0005", history)).toBe("$ kubectl get pods▮");
    expect(shown("\u0012get\u0012\u0001", history)).toBe("$ ▮kubectl get pods");
    expect(shown("x\u0012nothing\u0007", history)).toBe("$ x▮");
  });

  it("completes: the only one, the shared start, then a menu", async () => {
    const { keyboard, screen, terminal } = open();
    const read = terminal.readLine(options);
    const press = async (text: string) => {
      keyboard.type(text);
      await Promise.resolve();
      await Promise.resolve();
      return screen.withCursor;
    };
    expect(await press("ku\t")).toBe("$ kubectl ▮");
    expect(await press("get po\t")).toBe("$ kubectl get pod▮\n pods        pod/web     pod/worker");
    expect(await press("\t")).toBe("$ kubectl get pods▮\n>pods        pod/web     pod/worker");
    expect(await press("\t")).toBe("$ kubectl get pod/web▮\n pods       >pod/web     pod/worker");
    expect(await press("\u001b[Z")).toBe("$ kubectl get pods▮\n>pods        pod/web     pod/worker");
    expect(await press("\r")).toBe("$ kubectl get pods\n▮");
    expect(await read).toEqual({ kind: "line", text: "kubectl get pods" });
  });

  it("answers Ctrl-C, Ctrl-D and Ctrl-L", async () => {
    const { keyboard, screen, terminal } = open();
    const first = terminal.readLine(options);
    keyboard.type("half\u0003");
    expect(await first).toEqual({ kind: "interrupt" });
    expect(screen.text).toBe("$ half");
    const second = terminal.readLine(options);
    keyboard.type("\u000c");
    expect(screen.withCursor).toBe("$ ▮");
    keyboard.type("\u0004");
    expect(await second).toEqual({ kind: "end" });
  });

  it("prints above the line being edited, and redraws only what changes", () => {
    const { keyboard, screen, terminal } = open();
    void terminal.readLine(options);
    keyboard.type("get po");
    terminal.print(["[x] web is ready"]);
    expect(screen.withCursor).toBe("[x] web is ready\n$ get po▮");
    const before = screen.written;
    keyboard.type(LEFT);
    expect(screen.written - before).toBeLessThan(12);
  });

  it("keeps what was typed ahead, and begins on a line of its own", async () => {
    const { keyboard, screen, terminal } = open();
    keyboard.type("one\rtwo");
    expect(await terminal.readLine(options)).toEqual({ kind: "line", text: "one" });
    terminal.write("no newline");
    void terminal.readLine(options);
    expect(screen.withCursor).toBe("$ one\nno newline\n$ two▮");
    expect(keyboard.raw).toBe(true);
    terminal.close();
    expect(keyboard.raw).toBe(false);
  });
});

describe("without a tty", () => {
  it("reads plain lines and prints no sequences", async () => {
    const keyboard = new FakeKeyboard(false);
    const screen = new FakeScreen(80, false);
    const terminal = openTerminal(keyboard, screen, { styler });
    const read: LineRead[] = [];
    const first = terminal.readLine(options);
    keyboard.type("one\r\ntw");
    read.push(await first);
    keyboard.type("o\nlast");
    keyboard.end();
    read.push(await terminal.readLine(options), await terminal.readLine(options), await terminal.readLine(options));
    expect(read).toEqual([
      { kind: "line", text: "one" },
      { kind: "line", text: "two" },
      { kind: "line", text: "last" },
      { kind: "end" },
    ]);
    terminal.print(["plain"]);
    expect(screen.text).toBe("plain");
    expect(screen.written).toBe(6);
  });
});
