import { describe, expect, it } from "vitest";
import { createStyler } from "../../src/terminal/style.ts";
import { openTerminal, type ReadLineOptions } from "../../src/terminal/tty.ts";
import { FakeKeyboard, FakeScreen } from "./fake-terminal.ts";

const options: ReadLineOptions = {
  prompt: "$ ",
  continuation: "> ",
  needsMore: () => false,
  complete: async () => ({ start: 0, candidates: [] }),
};

function open(isTTY = true) {
  const keyboard = new FakeKeyboard(isTTY);
  const screen = new FakeScreen(40, isTTY);
  const styler = createStyler({ color: false, plain: true });
  return { keyboard, screen, terminal: openTerminal(keyboard, screen, { styler, wholeLines: !isTTY }) };
}

describe("what is pinned", () => {
  it("stays above the line, lets the line go, and comes back below the output", async () => {
    const { keyboard, screen, terminal } = open();
    terminal.pin(["map 1", "oak"]);
    const read = terminal.readLine(options);
    keyboard.type("get pods");
    expect(screen.withCursor).toBe("map 1\noak\n$ get pods▮");
    keyboard.type("\r");
    expect(await read).toEqual({ kind: "line", text: "get pods" });
    expect(screen.text).toBe("$ get pods");
    terminal.write("NAME\n");
    terminal.write("web\n");
    terminal.pin(["map 2", "oak"]);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(screen.withCursor).toBe("$ get pods\nNAME\nweb\n▮map 2\noak");
    void terminal.readLine(options);
    expect(screen.withCursor).toBe("$ get pods\nNAME\nweb\nmap 2\noak\n$ ▮");
    terminal.print(["told"]);
    expect(screen.withCursor).toBe("$ get pods\nNAME\nweb\ntold\nmap 2\noak\n$ ▮");
    terminal.close();
  });

  it("writes only what has changed", () => {
    const { screen, terminal } = open();
    terminal.pin(["a long line of a map", "another one", "a third"]);
    void terminal.readLine(options);
    const before = screen.written;
    terminal.pin(["a long line of a map", "another two", "a third"]);
    expect(screen.withCursor).toBe("a long line of a map\nanother two\na third\n$ ▮");
    expect(screen.written - before).toBeLessThan(40);
    terminal.pin([]);
    expect(screen.withCursor).toBe("$ ▮");
    terminal.close();
  });

  it("is left out where the window is too low", () => {
    const { screen, terminal } = open();
    screen.rows = 6;
    terminal.pin(["1", "2", "3"]);
    void terminal.readLine(options);
    expect(screen.withCursor).toBe("$ ▮");
    terminal.close();
  });
});

describe("announcements", () => {
  it.each([true, false])("come between two lines (a terminal that draws: %s)", (isTTY) => {
    const { screen, terminal } = open(isTTY);
    // Where whole lines come, the terminal's driver returns the carriage, which the fake screen does not.
    const shown = () => screen.text.replace(/^ +/gm, "");
    terminal.write("web  0/1\nweb ");
    terminal.announce(["[x] ready"]);
    expect(shown()).toBe("web  0/1\nweb");
    terminal.write(" 1/1\nmore\n");
    expect(shown()).toBe("web  0/1\nweb  1/1\n[x] ready\nmore");
    terminal.announce(["[x] at once"]);
    expect(shown()).toBe("web  0/1\nweb  1/1\n[x] ready\nmore\n[x] at once");
    terminal.close();
  });
});

describe("the whole screen", () => {
  it("gets the keys, and what is printed meanwhile comes afterwards", () => {
    const { keyboard, screen, terminal } = open();
    terminal.write("before\n");
    const keys: string[] = [];
    const full = terminal.takeScreen({
      keys: (pressed) => keys.push(...pressed.map((key) => (key.kind === "key" ? key.name : key.text))),
      resized: () => undefined,
    });
    full?.show({ rows: ["one", "two"], cursor: { row: 1, column: 0 } });
    terminal.write("held\n");
    keyboard.type("q\u0003");
    expect(keys).toEqual(["q", "ctrl-c"]);
    const before = screen.written;
    full?.show({ rows: ["one", "2"], cursor: { row: 1, column: 0 } });
    expect(screen.written - before).toBeLessThan(40);
    expect(screen.text).not.toContain("held");
    full?.close();
    expect(screen.text).toContain("held");
    terminal.close();
  });
});
