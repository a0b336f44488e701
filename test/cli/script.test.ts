import { describe, expect, it } from "vitest";
import { parseScript } from "../../src/cli/script.ts";

describe("scripts", () => {
  it("read commands of several lines, waits and comments", () => {
    const text = "# a comment\n\n$ cat <<E\n> one\n> E\n+ 1m30s\n@ 17.5\n$ ls\n";
    expect(parseScript(text)).toEqual([
      { kind: "command", text: "cat <<E\none\nE", line: 3 },
      { kind: "advance", ms: 90_000 },
      { kind: "until", ms: 17_500 },
      { kind: "command", text: "ls", line: 8 },
    ]);
  });

  it.each([
    [
      "kubectl get pods",
      'line 1: expected $ COMMAND, > MORE, + DURATION, @ SECONDS or # COMMENT, found "kubectl get pods"',
    ],
    ["> more", 'line 1: "> " goes on with a command'],
    ["$ a\n+ 5 minutes", 'line 2: "5 minutes" is not a duration; write it as 5s, 1m30s or 2h'],
    ["@ soon", 'line 1: "soon" is not a number of seconds'],
  ])("refuse %j by line and remedy", (text, message) => {
    expect(() => parseScript(text)).toThrow(message);
  });
});
