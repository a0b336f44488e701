import { describe, expect, it } from "vitest";
import { PseudoTerminal } from "../../src/shell/pseudo-terminal.ts";

function open() {
  const seen: string[] = [];
  const signals: string[] = [];
  const terminal = new PseudoTerminal({ show: (text) => seen.push(text), signal: (name) => signals.push(name) });
  const lines = (): (string | undefined)[] => {
    const all: (string | undefined)[] = [];
    for (let text = terminal.input.read(); text !== ""; text = terminal.input.read()) all.push(text);
    return all;
  };
  return { terminal, signals, lines, screen: () => seen.join("") };
}

const UP = "\u001b[A";
const LEFT = "\u001b[D";

describe("a pseudo-terminal", () => {
  it("hands out lines, one by one, and shows what is typed", () => {
    const { terminal, lines, screen } = open();
    terminal.type("ls\recho");
    expect(lines()).toEqual(["ls\n"]);
    terminal.type(" a\nmore\n");
    expect(lines()).toEqual(["echo a\n", "more\n"]);
    expect(screen()).toBe("ls\r\necho a\r\nmore\r\n");
  });

  it("returns the carriage of what programs print", () => {
    const { terminal, screen } = open();
    terminal.output.write("one\ntwo\n");
    expect(screen()).toBe("one\r\ntwo\r\n");
  });

  it.each([
    ["a character", "lx\u007fs\r", "ls\n", "lx\b \bs\r\n"],
    ["a word", "one two\u0017\r", "one \n", "one two\b\b\b   \b\b\b\r\n"],
    ["all", "abc\u0015d\r", "d\n", "abc\b\b\b   \b\b\bd\r\n"],
    ["nothing", "\u007f\r", "\n", "\r\n"],
    ["a control character, which takes two places", "\u0001\u007f\r", "\n", "^A\b\b  \b\b\r\n"],
  ])("erases %s", (_what, typed, line, shown) => {
    const { terminal, lines, screen } = open();
    terminal.type(typed);
    expect([lines(), screen()]).toEqual([[line], shown]);
  });

  it("ends the input for one reader, not for the next", () => {
    const { terminal, lines } = open();
    terminal.type("abc\u0004\u0004next\r");
    expect(lines()).toEqual(["abc", undefined, "next\n"]);
    terminal.hangUp();
    expect(terminal.input.read()).toBeUndefined();
    expect(terminal.input.read()).toBeUndefined();
  });

  it("makes signals of Ctrl-C and Ctrl-\\, and forgets what was typed before", () => {
    const { terminal, signals, lines, screen } = open();
    terminal.type("ready\rhalf\u0003rest\r\u001c");
    expect(signals).toEqual(["SIGINT", "SIGQUIT"]);
    expect(lines()).toEqual([]);
    expect(screen()).toBe("ready\r\nhalf^Crest\r\n^\\");
  });

  it("does not show a password, and gives single keys to who asks for them", () => {
    const { terminal, lines, screen } = open();
    terminal.echoes = false;
    terminal.type("secret\r");
    terminal.readsLines = false;
    terminal.type("y\u0003");
    expect(lines()).toEqual(["secret\n", "y", "\u0003"]);
    expect(screen()).toBe("");
  });

  it("recalls lines and moves about in them while a shell waits for a command", () => {
    const { terminal, lines } = open();
    terminal.isEditing = true;
    terminal.type(`first\rsecond\r${UP}${UP}\r`);
    terminal.type(`abc${LEFT}${LEFT}X\r`);
    terminal.type(`draft${UP}\u001b[B!\r`);
    terminal.type("tail\u0001\u000bhead\r");
    expect(lines()).toEqual(["first\n", "second\n", "first\n", "aXbc\n", "draft!\n", "head\n"]);
  });

  it("takes no arrow for text where no shell waits, nor one that comes in pieces", () => {
    const { terminal, lines } = open();
    terminal.type("a\u001b");
    terminal.type("[");
    terminal.type("Ab\r");
    expect(lines()).toEqual(["ab\n"]);
  });
});
