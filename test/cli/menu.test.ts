import { afterAll, describe, expect, it } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

const up = "\u001b[A";
const down = "\u001b[B";

async function menu(rows: number): Promise<PseudoTerminal> {
  const home = scratch.folder(String(rows));
  const terminal = new PseudoTerminal({ args: [program, "start"], env: environment(home), cwd: home, rows });
  open.push(terminal);
  await terminal.sees("⏎ select");
  return terminal;
}

/** What a learner sees in the window, top to bottom. */
function shown(terminal: PseudoTerminal): string[] {
  return terminal.screen.split("\n").filter((line) => /\(\d+ min\)|Leave/.test(line));
}

describe("the menu of lessons", { timeout: 20_000 }, () => {
  it("shows all of them where they fit", async () => {
    const learner = await menu(60);
    expect(shown(learner).length).toBeGreaterThan(15);
    expect(learner.screen).toContain("Leave");
    learner.type("\u0003");
    expect(await learner.ended()).toBe(0);
  });

  it("shows as many as fit, with its question, and the others on the way to them", async () => {
    const learner = await menu(14);
    expect(learner.screen.split("\n").length).toBeLessThanOrEqual(14);
    expect(learner.screen).not.toContain("Leave");
    learner.type(down);
    learner.type(up.repeat(3));
    learner.type(down.repeat(80));
    await learner.sees("❯ Leave");
    expect(learner.screen.split("\n").length).toBeLessThanOrEqual(14);
    learner.type("\r");
    expect(await learner.ended()).toBe(0);
  });

  it("stays usable in a window that is hardly one", async () => {
    const learner = await menu(4);
    expect(shown(learner).length).toBeGreaterThan(2);
    learner.type("\u0003");
    expect(await learner.ended()).toBe(0);
  });
});

describe("Esc in the menu", { timeout: 40_000 }, () => {
  const escapeKey = "\u001b";

  it("leaves at the start, as Ctrl-C does, with the shell as it was", async () => {
    const home = scratch.folder("shell");
    const line = `'${process.execPath}' '${program}' start; echo "code $?"; stty -a`;
    const learner = new PseudoTerminal({ args: ["-c", line], file: "/bin/sh", env: environment(home), cwd: home });
    open.push(learner);
    await learner.sees("Esc leave");
    learner.type(escapeKey);
    await learner.sees("code 0");
    expect(await learner.ended()).toBe(0);
    expect(learner.screen).toMatch(/ icanon /);
    expect(learner.screen).toMatch(/ echo /);
    // The cursor is there again.
    expect(learner.raw.lastIndexOf("\u001b[?25h")).toBeGreaterThan(learner.raw.lastIndexOf("\u001b[?25l"));
  });

  it("goes back to the lesson that it was opened from, as it was", async () => {
    const home = scratch.folder("lesson");
    const args = [program, "start", "first-pod"];
    const learner = new PseudoTerminal({ args, env: environment(home), cwd: home });
    open.push(learner);
    await learner.sees("[1/6]");
    await learner.enters("cd /tmp; kubectl run web --image=nginx", "pod/web created");
    learner.enter("list");
    await learner.sees("Esc back");
    learner.type(escapeKey);
    await learner.sees("you are where you left off.");
    // The menu has made room again.
    expect(learner.screen).not.toContain("Esc back");
    await learner.enters("pwd; kubectl get pods", /\/tmp\n[\s\S]*web +[01]\/1/);
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
  });
});
