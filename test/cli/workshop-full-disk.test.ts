// A learner whose disk is full: they are told once, go on, and nothing is lost when there is room again.

import { afterAll, describe, expect, it } from "vitest";
import { SmallDisk } from "../workshop/small-disk.ts";
import { environment, program, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { Host } from "./workshop-host.ts";

const mounted = SmallDisk.mount(8);
if (typeof mounted === "string") console.warn(`A learner's full disk was NOT tested: ${mounted}`);
const scratch = new Scratch();
const patience = { timeoutMs: 45_000 };
let host: Host | undefined;
let ana: PseudoTerminal | undefined;

afterAll(async () => {
  ana?.close();
  await host?.end("SIGKILL");
  if (typeof mounted !== "string") mounted.remove();
  scratch.remove();
});

describe.skipIf(typeof mounted === "string")("a learner whose disk is full", { timeout: 120_000 }, () => {
  it("is told, goes on through the lesson, and has everything kept and shared when there is room", async () => {
    const disk = mounted as SmallDisk;
    host = await Host.start({ home: scratch.path, port: 0, args: ["--lessons", "first-pod"] });
    const env = environment(scratch.path, { K8S_TUTOR_HOME: disk.path });
    const words = [program, "join", host.address, "--name", "Ana"];
    ana = new PseudoTerminal({ args: words, env, cwd: scratch.path });
    await ana.sees("[1/6]", patience);
    disk.fill();
    await ana.enters("kubectl get nodes", "How many nodes take ordinary tenants?", patience.timeoutMs);
    await ana.sees("Your disk is full", patience);
    await ana.enters("2", "[2/6] Create", patience.timeoutMs);
    // There may be room left behind the end of a file, in its last block.
    for (let n = 0; n < 12; n++)
      await ana.enters(`hand ${n} ${"long ".repeat(70)}`, "Your hand is up", patience.timeoutMs);
    await ana.enters("hand no room here", "Your hand is up", patience.timeoutMs);
    const status = async () => (await run(["workshop", "status"], { cwd: scratch.path })).stdout;
    expect(await status()).not.toContain("no room here");
    disk.free();
    await ana.sees("all is saved", patience);
    await expect.poll(status, { timeout: patience.timeoutMs }).toContain("no room here");
    expect(ana.screen.match(/Your disk is full/g)).toHaveLength(1);
    ana.enter("exit");
    expect(await ana.ended(patience.timeoutMs)).toBe(0);
    ana = new PseudoTerminal({ args: words, env, cwd: scratch.path });
    await ana.sees("[2/6] Create", patience);
  });
});
