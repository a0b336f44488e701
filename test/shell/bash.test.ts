import { describe, expect, it } from "vitest";
import { ShellSession } from "../../src/shell/session.ts";
import { collect, nullInput } from "../../src/shell/streams.ts";
import { testMachine } from "./machine.ts";

function typeLines(lines: readonly string[], isTyped = false): string {
  const { kernel, machine, clock } = testMachine();
  const shell = new ShellSession({ env: { PATH: "/bin" }, cwd: "/work", isTyped });
  const output = collect();
  for (const line of lines) {
    const streams = { stdin: nullInput, stdout: output, stderr: output };
    kernel.start({ program: shell.run(line), argv: ["bash"], env: shell.env, cwd: shell.cwd, machine, ...streams });
    clock.advanceTo(clock.now() + 10_000);
  }
  return output.text;
}

describe("what bash has beyond the standard", () => {
  it("knows the exit code of each command of a pipeline", () => {
    expect(
      typeLines(['(exit 3) | true; echo "${PIPESTATUS[0]} ${PIPESTATUS[1]}"', "true; echo ${PIPESTATUS[@]}"]),
    ).toBe("3 0\n0\n");
    expect(typeLines(["false | false | true; echo ${PIPESTATUS[*]} ${#PIPESTATUS[@]}"])).toBe("1 1 0 3\n");
  });

  it("hands the output of commands over as a file", () => {
    expect(typeLines(["cat <(echo one) <(echo two)", 'while read l; do echo "<$l>"; done < <(echo a; echo b)'])).toBe(
      "one\ntwo\n<a>\n<b>\n",
    );
    expect(typeLines(["echo <(true) <(true)", "ls /dev/fd"])).toBe("/dev/fd/63 /dev/fd/62\n");
  });

  it("tells of background jobs only somebody who types", () => {
    expect(typeLines(["sleep 1 &", "echo next"])).toBe("next\n");
    expect(typeLines(["sleep 1 &", "echo next"], true)).toMatch(/^\[1\] \d+\nnext\n\[1\]\+ {2}Done/);
  });

  it("says Killed of what a signal ended, not of what ended with that code by itself", () => {
    expect(typeLines(["sh -c 'kill -9 $$'", "sh -c 'exit 137'; echo $?"], true)).toBe("Killed\n137\n");
  });

  it("tells the time as bash does where bash is the shell, as busybox elsewhere", () => {
    const none = "user\t0m0.000s\nsys\t0m0.000s\n";
    expect(typeLines(["export SHELL=/bin/bash; time sleep 1.5"])).toBe(`\nreal\t0m1.500s\n${none}`);
    expect(typeLines(["time sleep 1.5"])).toContain("real\t0m 1.50s\n");
  });

  it("packs and unpacks archives", () => {
    const lines = [
      "mkdir -p d/s; echo one > d/a; echo two > d/s/b; chmod 600 d/a; tar cf x.tar d",
      "tar tf x.tar; mkdir out; tar -xf x.tar -C out; cat out/d/a out/d/s/b; stat -c %a out/d/a",
      "tar xOf x.tar d/a; tar cf - nope | wc -c",
    ];
    expect(typeLines(lines)).toBe(
      "d/\nd/a\nd/s/\nd/s/b\none\ntwo\n600\none\ntar: nope: No such file or directory\ntar: error exit delayed from previous errors\n1024\n",
    );
  });
});
