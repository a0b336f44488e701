import { afterAll, describe, expect, it } from "vitest";
import { environment, program, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

describe("the tutor in German", { timeout: 20_000 }, () => {
  it("takes a learner through a step of a lesson", async () => {
    const env = { ...environment(scratch.path), LANG: "de_DE.UTF-8" };
    const learner = new PseudoTerminal({ args: [program, "start", "first-pod"], env, cwd: scratch.path });
    open.push(learner);
    await learner.sees("[1/6] Finde heraus, wie viele Häuser (Nodes)");
    await learner.enters("kubectl get nodes", "✓ Du hast dir die Nodes angesehen");
    await learner.enters("3", "Eines davon ist das Rathaus selbst.");
    await learner.enters("2", "✓ [1/6] Geschafft.");
    await learner.enters("check", "Pod web gibt es nicht. Sieh nach, was da ist");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
  });

  it("lists the course, and says what is wrong", async () => {
    const list = await run(["list", "--lang", "de"], { cwd: scratch.path });
    expect(list.stdout).toContain("Kubernetes, Wohnung für Wohnung");
    expect(list.stdout).toMatch(/first-pod +Einziehen: dein erster Pod \(10 Min\.\) +begonnen/);
    const wrong = await run(["start", "no-such", "--lang=de"], { cwd: scratch.path });
    expect(wrong.stderr).toMatch(/^k8s-tutor: Es gibt keine Lektion no-such; /);
    expect(wrong.exitCode).toBe(2);
  });
});
