import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

function start(args: readonly string[], size: { columns?: number; rows?: number } = {}): PseudoTerminal {
  const cwd = scratch.path;
  const terminal = new PseudoTerminal({ args: [program, ...args], env: environment(cwd), cwd, ...size });
  open.push(terminal);
  return terminal;
}

const F1 = "\u001bOP";

/** The screen as it is once it holds `text`, from there on. */
async function from(terminal: PseudoTerminal, text: string): Promise<string> {
  const at = await terminal.sees(text);
  return terminal.screen.slice(at);
}

describe.concurrent("a lesson on the screen", { timeout: 40_000 }, () => {
  it("begins on one screen: what has no room is left out", async () => {
    const learner = start(["start", "pod-from-yaml"], { columns: 80, rows: 24 });
    await learner.sees("[1/6]");
    expect(learner.screen).toContain("F1 shows the task again");
    expect(learner.screen).not.toContain("Afterwards you can");
    learner.enter("exit");
  });

  it("ticks while a command runs, and tells the task at one key", async () => {
    const learner = start(["start", "first-pod"]);
    await learner.sees("F1 shows the task again");
    await learner.sees("$");
    learner.type(`kubectl get no${F1}`);
    await learner.sees("○ You have looked at the nodes");
    await learner.sees(/About \d+ minutes left\./);
    // The line that was being typed is where it was.
    learner.enter("des");
    await learner.sees("How many nodes take ordinary tenants?");
    await learner.enters("2", /✓ \[1\/6\] Done\. About \d+ minutes left\./);
    await learner.sees("[2/6]");
    await learner.enters("kubectl run web --image=nginx; kubectl get pods -w", "✓ The Pod web is ready");
    const end = await learner.sees("Ctrl-C ends it.");
    const lines = learner.screen.slice(0, end).split("\n");
    // Each tick has a line of its own between whole lines of the watch.
    expect(lines.filter((line) => line.includes("✓ It runs nginx"))).toEqual(["✓ It runs nginx"]);
    expect(lines.filter((line) => /^web /.test(line)).every((line) => /^web +\d\/1 +\S+ +0 +\d+s$/.test(line))).toBe(
      true,
    );
    const after = learner.screen.length;
    learner.type(F1);
    await learner.sees("[2/6] Create a Pod named web", { after });
    learner.type("\u0003");
    await learner.sees("✓ [2/6] Done.", { after });
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
  });
});

describe.concurrent("the sandbox on the screen", { timeout: 40_000 }, () => {
  const size = { columns: 90, rows: 30 };

  it("keeps the map above the prompt, and changes only what has changed", async () => {
    const learner = start(["sandbox"], size);
    await learner.sees("$");
    learner.enter("map on");
    await learner.sees("no pods");
    learner.enter("kubectl run web --image=nginx");
    await learner.sees("pod/web created");
    await learner.sees(/○ web +ContainerCreating/);
    const before = learner.raw.length;
    await learner.sees(/● web +● nginx|● web +● web/);
    expect(learner.raw.length - before).toBeLessThan(1500);
    // The commands and their output stand above, once, and the prompt below.
    expect(learner.screen.match(/Nodes and pods/g)).toHaveLength(1);
    expect(learner.screen).toMatch(/pod\/web created\n─+\nNodes and pods/);
    expect(learner.screen.trimEnd().split("\n").at(-1)).toMatch(/\$$/);
    learner.type("kubectl get pods -w\r");
    await learner.sees(/NAME +READY +STATUS[\s\S]*web +1\/1[\s\S]*Nodes and pods/);
    learner.type("\u0003");
    await learner.sees(/\^C\n─+\nNodes and pods[\s\S]*\$$/);
    learner.resize(90, 12);
    // What had left the screen is not taken back; the rest is.
    expect(await from(learner, "The window is too small for the map")).not.toContain("Services");
    learner.enter("exit 0");
    expect(await learner.ended()).toBe(0);
  });

  it("pages, watches, and edits without an editor", async () => {
    const learner = start(["sandbox", "--dir", "."], size);
    await learner.sees("$");
    learner.enter("kubectl get pods -A -o yaml | less");
    await learner.sees("(h helps)");
    learner.type("/etcd\r");
    expect(await from(learner, "component: etcd")).toContain("h helps");
    learner.type("G");
    expect(await from(learner, "(END)")).toBe("(END) q leaves, h helps");
    learner.type("q");
    await learner.sees(/\| less\n\S+ \$$/);

    learner.enter("edit pod.yaml");
    await learner.sees("Ctrl-X leave");
    learner.type("apiVersion: v1\rkind: Pod\rmetadata:\r  name: web\rlabels:\r  app: web\r");
    learner.type("\u007f\u007fspec:\r  containers:\r- name: web\r  image: nginx\u0013");
    await learner.sees("Saved, 10 lines.");
    learner.type("\u0018");
    await learner.sees(/edit pod.yaml\n\S+ \$$/);
    expect(readFileSync(join(scratch.path, "pod.yaml"), "utf8")).toBe(
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n  - name: web\n    image: nginx\n",
    );
    await learner.enters("kubectl apply -f pod.yaml", "pod/web created");
    learner.enter("kubectl edit pod web");
    await learner.sees("Ctrl-X leave");
    learner.type("\u0017app: web\r\u001b[Fsite\u0018y");
    await learner.sees("pod/web edited");
    await learner.enters("kubectl get pod web --show-labels", "app=website");

    learner.enter("watch -n 1 kubectl get pods");
    await learner.sees(/Every 1\.0s: kubectl get pods +\d\d:\d\d:\d\d\n\nNAME[^\n]+\nweb +1\/1/);
    await learner.interrupts();
    expect(learner.screen.match(/Every 1\.0s/g)).toHaveLength(1);
    learner.enter("exit 0");
    expect(await learner.ended()).toBe(0);
  });
});
