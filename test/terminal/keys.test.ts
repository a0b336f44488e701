import { describe, expect, it } from "vitest";
import { decodeKeys, flushKeys, type Key } from "../../src/terminal/keys.ts";
import { asTyped } from "../../src/terminal/typed-keys.ts";

function names(keys: readonly Key[]): readonly string[] {
  return keys.map((key) => (key.kind === "key" ? key.name : `${key.kind}:${key.text}`));
}

describe("keys", () => {
  it.each<[string, readonly string[]]>([
    ["abc", ["text:abc"]],
    ["a\rb", ["text:a", "enter", "text:b"]],
    ["\r\n", ["enter"]],
    ["\u0001\u0005\u0012\u001f", ["ctrl-a", "ctrl-e", "ctrl-r", "ctrl-_"]],
    [
      "\u001b[A\u001bOB\u001b[1;5C\u001b[1;3D\u001b[3~\u001b[H\u001b[4~",
      ["up", "down", "ctrl-right", "alt-left", "delete", "home", "end"],
    ],
    ["\u001bb\u001b\u007f\u001b\r\u001b.", ["alt-b", "alt-backspace", "alt-enter", "alt-."]],
    ["\u001b[3;5~\u001b[1;7A\u001b[5~\u001bOP", ["ctrl-delete", "ctrl-alt-up", "page-up", "f1"]],
    ["\u007f\t\u001b[Z", ["backspace", "tab", "shift-tab"]],
    ["\u001b[200~a\r\nb\u001b[A\u001b[201~x", ["paste:a\nb\u001b[A", "text:x"]],
    ["\u001b[97;5u", []],
    ["日本🚀", ["text:日本🚀"]],
  ])("%j", (typed, expected) => {
    const { keys, pending } = decodeKeys("", typed);
    expect(names(keys)).toEqual(expected);
    expect(pending).toBe("");
    // What nobody has read is given back as a terminal would send it.
    expect(names(decodeKeys("", asTyped(keys)).keys)).toEqual(names(keys));
  });

  it.each(["\u001b[1;5C", "\u001b[3~", "\u001b[200~pasted\u001b[201~", "\u001bOA"])(
    "come whole when %j is cut anywhere",
    (sequence) => {
      const whole = names(decodeKeys("", sequence).keys);
      for (let cut = 1; cut < sequence.length; cut++) {
        const first = decodeKeys("", sequence.slice(0, cut));
        const second = decodeKeys(first.pending, sequence.slice(cut));
        expect(names([...first.keys, ...second.keys])).toEqual(whole);
      }
    },
  );

  it("know a lone escape only after a silence", () => {
    const { keys, pending } = decodeKeys("", "\u001b");
    expect(keys).toEqual([]);
    expect(names(flushKeys(pending))).toEqual(["escape"]);
  });
});
