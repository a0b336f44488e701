import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environment, type Outcome, packageRoot, program, type RunOptions, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

function tutor(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Outcome> {
  return run(args, { cwd: scratch.path, ...options });
}

function play(script: string, options: Partial<RunOptions> = {}): Promise<Outcome> {
  return tutor(["sandbox", "--script", "-", "--dir", "work"], { input: script, ...options });
}

const stackTrace = /\n\s+at .*:\d+:\d+|node:internal|something went wrong that should not/;

/** One sentence on stderr, nothing on stdout, no stack trace. */
function expectRefusal({ stdout, stderr, exitCode }: Outcome, message: string | RegExp, code: 1 | 2): void {
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(stackTrace);
  expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(3);
  expect(stdout).toBe("");
  expect(exitCode).toBe(code);
}

describe("wrong usage", () => {
  it.each<[string, string[], string | RegExp, 1 | 2]>([
    ["an unknown command", ["strat"], "error: unknown command 'strat'\n(Did you mean start?)", 2],
    ["an unknown option", ["list", "--jsn"], "error: unknown option '--jsn'\n(Did you mean --json?)", 2],
    ["--json alone", ["sandbox", "--json"], "--json goes with --script", 2],
    ["a seed that is no number", ["sandbox", "--seed", "one"], "it must be a whole number", 2],
    ["an empty node name", ["sandbox", "--nodes", "a,,b"], "write the names as a,b,c", 2],
    ["a node name that is none", ["sandbox", "--nodes", "Oak_1"], '"Oak_1" is not a node name', 2],
    ["a node twice", ["sandbox", "--nodes", "a,a"], "two nodes have the same name", 2],
    ["nodes and a profile", ["sandbox", "--nodes", "a", "--cluster", "city"], "cannot be used with", 2],
    [
      "a profile that is not there",
      ["sandbox", "--cluster", "town"],
      "there is no such file or directory; built-in",
      2,
    ],
    ["a namespace that is no name", ["sandbox", "--namespace", "Team A", "--script", "-"], "--namespace", 2],
    ["a script that is not there", ["sandbox", "--script", "none"], "the script none cannot be read: there is no", 1],
    ["a folder as a script", ["sandbox", "--script", "."], "the script . cannot be read: it is a directory", 1],
    [
      "a lesson that is not there",
      ["start", "first-pot"],
      "there is no lesson first-pot; did you mean first-pod? k8s-tutor list shows all of them",
      2,
    ],
    ["no terminal for the menu", ["start"], "k8s-tutor start LESSON begins one", 2],
    ["lessons that are not there", ["lint", "none"], "none cannot be read: there is no such file or directory", 2],
    [
      "a progress to import that is none",
      ["progress", "import", "/dev/null"],
      "is not what k8s-tutor progress export writes",
      1,
    ],
  ])("%s", async (_, args, message, code) => {
    expectRefusal(await tutor(args), typeof message === "string" ? new RegExp(escaped(message)) : message, code);
  });

  it("a line of a script that is none, by its number", async () => {
    expectRefusal(await play("$ true\nkubectl get pods\n"), /the script, line 2: expected \$ COMMAND/, 2);
    expectRefusal(await play("+ soon\n"), /line 1: "soon" is not a duration; write it as 5s/, 2);
  });
});

describe("lessons with mistakes", () => {
  const original = readFileSync(join(packageRoot, "lessons", "pods", "first-pod.yaml"), "utf8");

  it.each<[string, string, string, RegExp]>([
    ["broken YAML", "  cluster: city", "  cluster: [city", /pods\/first-pod\.yaml:\d+:\d+: \S+/],
    [
      "an unknown check",
      "observed: {kind: list, of: Node}",
      "obsrved: {kind: list}",
      /first-pod\.yaml:\d+:\d+: .*obsrved/,
    ],
  ])("%s: file, line and column", async (name, from, to, message) => {
    const folder = scratch.folder(name.replaceAll(" ", "-"));
    mkdirSync(join(folder, "pods"));
    writeFileSync(join(folder, "pods", "first-pod.yaml"), original.replace(from, to));
    const file = join(folder, "pods");
    const linted = await tutor(["lint", file]);
    expect(linted.stdout).toMatch(message);
    expect(linted.exitCode).toBe(1);
    const tested = await tutor(["test", file]);
    expect(tested.stderr).toMatch(message);
    expect(tested.exitCode).toBe(1);
    for (const { stdout, stderr } of [linted, tested]) expect(stdout + stderr).not.toMatch(stackTrace);
  });
});

describe("manifests", () => {
  it("with tabs are refused as kubectl does", async () => {
    const { stderr, exitCode } = await play("$ printf 'a:\\n\\tb: 1\\n' | kubectl apply -f -\n");
    expect(stderr).toContain("found character that cannot start any token");
    expect(stderr).not.toMatch(stackTrace);
    expect(exitCode).toBe(1);
  });

  it("of 5 MB are refused by the server, quickly", async () => {
    const big = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n  text: "${"x".repeat(5 * 1024 * 1024)}"\n`;
    scratch.file("big.yaml", big);
    const args = ["sandbox", "--script", "-", "--dir", "."];
    const { stderr, exitCode } = await tutor(args, { input: "$ kubectl apply -f big.yaml\n" });
    expect(stderr).toMatch(/too (long|large)/i);
    expect(stderr).not.toMatch(stackTrace);
    expect(stderr.length).toBeLessThan(2000);
    expect(exitCode).toBe(1);
  });
});

describe("the progress file", () => {
  async function played(home: string): Promise<string> {
    const input = "kubectl get nodes\nexit\n";
    expect((await tutor(["start", "first-pod"], { input, env: { K8S_TUTOR_HOME: home } })).exitCode).toBe(0);
    return join(home, "progress.json");
  }

  it("cut in half is kept aside, and told", async () => {
    const home = scratch.folder("half");
    const file = await played(home);
    const whole = readFileSync(file, "utf8");
    const half = whole.slice(0, whole.length / 2);
    writeFileSync(file, half);
    const { stdout, stderr, exitCode } = await tutor(["progress"], { env: { K8S_TUTOR_HOME: home } });
    expect(stderr).toMatch(
      /Your progress file could not be used: .*half written.* It is kept as .*progress\.json\.broken/,
    );
    expect(stdout).toContain("Nothing yet.");
    expect(exitCode).toBe(0);
    expect(readFileSync(`${file}.broken`, "utf8")).toBe(half);
    writeFileSync(file, "");
    await tutor(["list"], { env: { K8S_TUTOR_HOME: home } });
    expect(readdirSync(home)).toContain("progress.json.broken-2");
    expect(readFileSync(`${file}.broken`, "utf8")).toBe(half);
  });

  it("of a later version is left alone", async () => {
    const home = scratch.folder("later");
    const later = '{"format": "k8s-tutor-progress", "version": 99, "new": "things"}';
    writeFileSync(join(home, "progress.json"), later);
    for (const args of [["progress"], ["list"], ["start", "first-pod"]]) {
      const outcome = await tutor(args, { env: { K8S_TUTOR_HOME: home } });
      expectRefusal(outcome, /was written by a later version of k8s-tutor \(format 99\); update with npm/, 1);
    }
    expect(readFileSync(join(home, "progress.json"), "utf8")).toBe(later);
  });

  it("that cannot be written is told with the remedy", async () => {
    const file = scratch.file("not-a-folder", "");
    for (const home of [join(file, "home"), file, "/dev/full"]) {
      const outcome = await tutor(["start", "first-pod"], { env: { K8S_TUTOR_HOME: home } });
      expectRefusal(outcome, /set K8S_TUTOR_HOME to a folder that can be written/, 1);
    }
  });

  // A full disk cannot be had without mounting one; /dev/full is one for a single file.
  it.runIf(process.platform === "linux")("keeps the old state when the disk is full", async () => {
    const { stderr, exitCode } = await tutor(["progress", "export", "/dev/full"]);
    expect(stderr).toMatch(/\/dev\/full cannot be written: no space is left on the device/);
    expect(exitCode).toBe(1);
    const full = await play("$ echo lost > /dev/full; echo code $?\n");
    expect(full.stderr).not.toMatch(stackTrace);
  });
});

describe("terminals", () => {
  function terminal(args: readonly string[], env: Record<string, string>, columns = 80): PseudoTerminal {
    const one = new PseudoTerminal({
      args: [program, ...args],
      env: { ...environment(scratch.path), K8S_TUTOR_HOME: join(scratch.path, `home-${open.length}`), ...env },
      cwd: scratch.path,
      columns,
    });
    open.push(one);
    return one;
  }

  it("of 40 columns wrap nothing in the middle of a word", async () => {
    const learner = terminal(["start", "first-pod"], {}, 40);
    await learner.sees("tenants.");
    // The bytes, not the screen: the emulator would wrap what is too long.
    const text = learner.raw.replace(/\u001b\[[0-9;?]*[a-zA-Z]|\u001b\][^\u001b]*\u001b\\|\r/g, "");
    const widest = Math.max(...text.split("\n").map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(40);
    expect(widest).toBeGreaterThan(30);
  });

  it("that know no colours get none", async () => {
    const learner = terminal(["start", "first-pod"], { NO_COLOR: "1" });
    await learner.enters("kubectl get nodes", "Type your answer");
    expect(learner.raw).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  it.each([{ TERM: "dumb" }, { TERM: "dumb", NO_COLOR: "1" }])("that are dumb get plain text: %j", async (env) => {
    const learner = terminal(["start", "first-pod"], env);
    await learner.sees("tenants.");
    await learner.enters("kubectl get nodes", "Type your answer");
    await learner.enters("2", "Done.");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
    expect(learner.raw).not.toMatch(/\u001b/);
  });

  it("are put in order when the program is told to end", async () => {
    const learner = terminal(["sandbox", "--dir", "work"], {});
    await learner.sees("~/work $");
    learner.terminate();
    expect(await learner.ended()).toBe(143);
    expect(learner.raw.trimEnd().endsWith("\u001b[?2004l")).toBe(true);
  });
});

// At the same time: these wait for the wall clock.
describe.concurrent("without a terminal", () => {
  it("ports that are in use are named", async () => {
    const server = createServer().listen(0);
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const input = `kubectl run web --image=nginx && kubectl wait --for=condition=Ready pod/web\nkubectl port-forward pod/web ${port}:80\n`;
    const { stderr, stdout, exitCode } = await tutor(["sandbox", "--dir", "work"], { input });
    server.close();
    expect(stdout + stderr).toContain(`bind: address already in use`);
    expect(stdout + stderr).not.toMatch(stackTrace);
    expect(exitCode).toBe(1);
  });

  it("a lesson is played line by line", async () => {
    const input =
      "kubectl get nodes\n3\n2\nkubectl run web --image=nginx; kubectl wait --for=condition=Ready pod/web\n";
    const { stdout, exitCode } = await tutor(["start", "first-pod"], {
      input,
      env: { K8S_TUTOR_HOME: scratch.folder("piped") },
    });
    expect(stdout).toContain("One of them is city hall itself.");
    expect(stdout).toContain("✓ [2/6] Done.");
    expect(stdout).not.toContain("\u001b");
    expect(exitCode).toBe(0);
  });

  it("a reader that leaves is no error", async () => {
    const { stderr, exitCode } = await tutor(["list"], { meanwhile: (child) => child.stdout?.destroy() });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const script = "$ kubectl get pods -A -o yaml\n".repeat(20);
    const long = await play(script, { meanwhile: (child) => child.stdout?.destroy() });
    expect(long.stderr).toBe("");
  });

  it("SIGTERM ends a script that would go on for long", async () => {
    const child = spawn(process.execPath, [program, "sandbox", "--dir", "."], {
      cwd: scratch.path,
      env: environment(scratch.path),
    });
    child.stdin.write("kubectl run web --image=nginx\nkubectl get pods -w\n");
    await new Promise((resolve) =>
      child.stdout.on("data", (data) => String(data).includes("Running") && resolve(data)),
    );
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(143);
  });
});

it("a lessons folder of one's own must be a course", async () => {
  const folder = scratch.folder("course");
  cpSync(join(packageRoot, "lessons", "pods"), join(folder, "pods"), { recursive: true });
  expectRefusal(await tutor(["list", "--lessons", folder]), /is not a course: it has no course.yaml/, 1);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
