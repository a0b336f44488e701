import { describe, expect, it } from "vitest";
import { busyboxProgram } from "../../src/shell/busybox/index.ts";
import type { Program } from "../../src/shell/process.ts";
import { ShellSession } from "../../src/shell/session.ts";
import { callbackOutput, collect, nullInput, queueInput } from "../../src/shell/streams.ts";
import { run, sh, startMs, type TestMachine, testMachine } from "./machine.ts";

function start(box: TestMachine, argv: readonly string[], extra: { program?: Program; isMain?: boolean } = {}) {
  const stdout = collect();
  const stderr = collect();
  const program = extra.program ?? busyboxProgram(argv[0] ?? "sh");
  if (program === undefined) throw new Error(`no program ${argv[0]}`);
  const child = box.kernel.start({
    program,
    argv,
    env: { PATH: "/bin" },
    cwd: "/",
    machine: box.machine,
    stdin: nullInput,
    stdout,
    stderr,
    isMain: extra.isMain ?? false,
  });
  return { child, stdout, stderr };
}

const pass = (box: TestMachine, ms: number) => box.clock.advanceTo(box.clock.now() + ms);

describe("time", () => {
  it("keeps exact time for a program that mostly sleeps", () => {
    const box = testMachine();
    const at: number[] = [];
    box.kernel.start({
      program: busyboxProgram("sh") as Program,
      argv: ["sh", "-c", "while true; do echo x; sleep 5; done"],
      env: {},
      cwd: "/",
      machine: box.machine,
      stdin: nullInput,
      stdout: callbackOutput(() => at.push(box.clock.now() - startMs)),
      stderr: collect(),
    });
    pass(box, 20_000);
    expect(at).toEqual([0, 5000, 10_000, 15_000, 20_000]);
  });

  // How fast it is stands in the bench; what hangs here runs into the test's own limit.
  it("lets an endless loop not stop the clock", () => {
    for (const script of [
      "while true; do :; done",
      "while true; do date; done",
      "f() { f; }; while true; do (f) 2>/dev/null; done",
      "yes > /dev/null",
    ]) {
      const box = testMachine();
      const { child } = start(box, ["sh", "-c", script]);
      pass(box, 600_000);
      expect(child.exitCode, script).toBeUndefined();
      box.kernel.signal(child.pid, "SIGKILL");
      expect(child.exitCode).toBe(137);
    }
  });

  it("starts a thousand containers", () => {
    const box = testMachine({ kernel: { firstPid: 2 } });
    start(box, ["sh", "-c", "while true; do echo x; sleep 5; done"]);
    pass(box, 1);
    for (let count = 0; count < 1000; count++) start(box, ["sh", "-c", "while true; do echo x; sleep 5; done"]);
    pass(box, 1);
    expect(box.machine.processes().length).toBe(2002);
  });
});

describe("signals", () => {
  it("spares PID 1 what it has not asked for, and kills the rest with it", () => {
    const box = testMachine();
    const main = start(box, ["sh", "-c", "sleep 1000 & sleep 1000; true"]);
    pass(box, 10);
    expect(main.child.pid).toBe(1);
    box.kernel.signal(1, "SIGTERM");
    box.machine.signal(1, "SIGKILL");
    pass(box, 10);
    expect(main.child.exitCode).toBeUndefined();
    expect(box.machine.processes().length).toBe(3);
    box.kernel.signal(1, "SIGKILL");
    expect(main.child.exitCode).toBe(137);
    expect(box.machine.processes()).toEqual([]);
  });

  it("runs a trap only after the command in the foreground, but at once during wait", () => {
    const slow = testMachine();
    const waiting = start(slow, ["sh", "-c", "trap 'echo bye; exit 3' TERM; sleep 60"]);
    pass(slow, 1000);
    slow.kernel.signal(1, "SIGTERM");
    pass(slow, 1000);
    expect(waiting.child.exitCode).toBeUndefined();
    pass(slow, 60_000);
    expect([waiting.child.exitCode, waiting.stdout.text]).toEqual([3, "bye\n"]);

    const quick = testMachine();
    const prompt = start(quick, ["sh", "-c", "trap 'echo bye; exit 0' TERM; sleep 60 & wait"]);
    pass(quick, 1000);
    quick.kernel.signal(1, "SIGTERM");
    pass(quick, 10);
    expect([prompt.child.exitCode, prompt.stdout.text]).toEqual([0, "bye\n"]);
  });

  it("gives the last command of sh -c the shell's own process", () => {
    const box = testMachine();
    start(box, ["sh", "-c", "echo hi; sleep 100"]);
    pass(box, 5);
    expect(box.machine.processes().map(({ pid, argv }) => [pid, argv.join(" ")])).toEqual([[1, "sleep 100"]]);
  });

  it("ends a pipeline whose reader has gone, by SIGPIPE", () => {
    expect(sh("yes | head -n 3; while true; do echo y; done | head -n 1")).toMatchObject({
      stdout: "y\ny\ny\ny\n",
      code: 0,
    });
  });

  it("stops and continues", () => {
    const box = testMachine({ kernel: { firstPid: 7 } });
    const { child, stdout } = start(box, ["sh", "-c", "while true; do echo x; sleep 1; done"]);
    pass(box, 100);
    box.kernel.signal(child.pid, "SIGSTOP");
    pass(box, 10_000);
    expect(stdout.text).toBe("x\n");
    box.kernel.signal(child.pid, "SIGCONT");
    pass(box, 100);
    expect(stdout.text).toBe("x\nx\n");
  });
});

describe("limits", () => {
  it("ends what wants too much memory as the OOM killer does", () => {
    const victims: number[] = [];
    const box = testMachine({ kernel: { onOutOfMemory: ({ pid }) => victims.push(pid) } });
    expect(run(box, ["sh", "-c", "x=0123456789abcdef; while true; do x=$x$x; done"]).code).toBe(137);
    expect(victims).toEqual([1]);
    expect(sh("tail /dev/zero").code).toBe(137);
  });

  it("survives endless recursion and a fork bomb", () => {
    expect(sh("f() { f; }; f")).toMatchObject({ code: 2, stderr: expect.stringContaining("recursion") });
    const box = testMachine();
    const began = performance.now();
    start(box, ["sh", "-c", "b() { b | b & }; b; while true; do sleep 1; done"]);
    pass(box, 60_000);
    expect(performance.now() - began).toBeLessThan(8000);
  });
});

describe("messages of busybox ash", () => {
  it.each([
    ["foo", "sh: foo: not found\n", 127],
    ["echo x > /nodir/f", "sh: can't create /nodir/f: nonexistent directory\n", 1],
    ["cat nofile", "cat: can't open 'nofile': No such file or directory\n", 1],
    ["ls nofile", "ls: nofile: No such file or directory\n", 1],
    ["while true; do echo", 'sh: syntax error: unexpected end of file (expecting "done")\n', 2],
    ["fi", 'sh: syntax error: unexpected "fi"\n', 2],
    ["echo 'abc", "sh: syntax error: unterminated quoted string\n", 2],
    ["cd /nope", "sh: cd: line 1: can't cd to /nope: No such file or directory\n", 1],
    ["echo ${x:?needed}", "sh: x: needed\n", 2],
    ["kill 4242", "sh: can't kill pid 4242: No such process\n", 1],
    [
      "rm nofile; mkdir /tmp; rmdir /etc/x",
      "rm: can't remove 'nofile': No such file or directory\nmkdir: can't create directory '/tmp': File exists\nrmdir: '/etc/x': No such file or directory\n",
      1,
    ],
    ["echo $((1/0))", "sh: divide by zero\n", 2],
    ["ls /work > /work/f; ./f", "sh: ./f: Permission denied\n", 126],
    ["printf '#!/bin/sh\\nnosuch\\n' > s; chmod +x s; ./s", "./s: line 2: nosuch: not found\n", 127],
  ])("%s", (script, stderr, code) => {
    expect(sh(script)).toMatchObject({ stderr, code });
  });
});

describe("the learner's prompt", () => {
  it("keeps its state from line to line, and outlives mistakes and Ctrl-C", () => {
    const box = testMachine({ kernel: { firstPid: 100 } });
    const session = new ShellSession({ env: { PATH: "/bin", HOME: "/root" }, cwd: "/work" });
    const type = (line: string, keys?: "Ctrl-C") => {
      const running = start(box, ["sh"], { program: session.run(line) });
      pass(box, 100);
      if (keys === "Ctrl-C") box.kernel.signal(running.child.pid, "SIGINT");
      pass(box, 100);
      return running.stdout.text + running.stderr.text;
    };
    type("x=5; f() { echo f$x; }; cd /tmp");
    expect(type("f; pwd")).toBe("f5\n/tmp\n");
    expect(type("nosuch")).toBe("nosuch: command not found\n");
    expect(type("sleep 100; echo never", "Ctrl-C")).toBe("");
    expect(session.status).toBe(130);
    expect(type("sleep 1 & echo on")).toMatch(/^on\n\[1\] \d+\n$/);
    expect(type("jobs")).toContain("Running");
    pass(box, 2000);
    expect(type("echo {1..3} a{b,c}")).toMatch(/^1 2 3 ab ac\n\[1\]\+ {2}Done/);
    expect(session.isIncomplete("for i in 1 2; do")).toBe(true);
    expect(session.isIncomplete("cat <<EOF\nx")).toBe(true);
    expect(session.isIncomplete("echo hi")).toBe(false);
    type("exit 3");
    expect(session.isOver).toBe(true);
  });

  it("converses over a terminal", () => {
    const box = testMachine({ kernel: { firstPid: 100 } });
    const stdin = queueInput({ isTerminal: true });
    const screen = collect({ isTerminal: true });
    const child = box.kernel.start({
      program: busyboxProgram("sh") as Program,
      argv: ["sh"],
      env: {},
      cwd: "/",
      machine: box.machine,
      stdin,
      stdout: screen,
      stderr: screen,
    });
    pass(box, 10);
    stdin.push("echo hi\nif true\n");
    pass(box, 10);
    stdin.push("then cd /tmp; fi\nexit 4\n");
    pass(box, 10);
    expect([screen.text, child.exitCode]).toEqual(["/ # hi\n/ # > /tmp # ", 4]);
  });
});
