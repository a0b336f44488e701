import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, type Outcome, program, run, Scratch } from "../program.ts";
import { PseudoTerminal } from "../pseudo-terminal.ts";

const scratch = new Scratch();
const kubeconfig = join(scratch.path, "kubeconfig");
const open: PseudoTerminal[] = [];
let server: ChildProcess | undefined;

beforeAll(async () => {
  const args = [program, "serve", "--kubeconfig", kubeconfig];
  server = spawn(process.execPath, args, { cwd: scratch.path, env: environment(scratch.path), stdio: "ignore" });
  for (let waited = 0; !existsSync(kubeconfig); waited += 50) {
    if (waited > 20_000) throw new Error("k8s-tutor serve never got ready");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, 30_000);

afterAll(() => {
  for (const terminal of open) terminal.close();
  server?.kill();
  scratch.remove();
});

function outside(args: readonly string[], input = ""): Promise<Outcome> {
  return run([...args, "--kubeconfig", kubeconfig], { cwd: scratch.path, input });
}

function atTerminal(...args: string[]): PseudoTerminal {
  const all = [program, ...args, "--kubeconfig", kubeconfig];
  const terminal = new PseudoTerminal({ args: all, env: environment(scratch.path), cwd: scratch.path });
  open.push(terminal);
  return terminal;
}

describe("a cluster that is not in the process", { timeout: 90_000 }, () => {
  it("is not touched unless somebody agrees", async () => {
    const script = ["sandbox", "--script", "-", "--dir", "work"];
    const { stdout, stderr, exitCode } = await outside(script, "$ kubectl create namespace touched\n");
    expect(stdout).toBe("");
    expect(stderr).toMatch(/namespace default of the cluster at https:\S+ \(context \S+\).*add --yes if you mean it/);
    expect(exitCode).toBe(2);
    expect((await outside(["start", "first-pod"])).exitCode).toBe(2);
    const learner = atTerminal("start", "first-pod");
    await learner.sees(/context +k8s-tutor\n +server +https:\S+\n +namespace +k8s-tutor-first-pod/);
    await learner.sees("Go on? [y/N]");
    learner.enter("");
    await learner.sees("nothing was done there");
    expect(await learner.ended()).toBe(1);
    const { stdout: namespaces } = await outside([...script, "--yes"], "$ kubectl get namespaces\n");
    expect(namespaces).toContain("kube-system");
    expect(namespaces).not.toMatch(/touched|first-pod/);
  });

  it("is worked on by a script, in real time", async () => {
    const script = `$ kubectl create configmap one --from-literal=a=1
+ 1.5s
$ kubectl get configmap one -o jsonpath='{.data.a}'
@ 3
$ kubectl config view --minify -o jsonpath='{..namespace}'
`;
    const args = ["sandbox", "--script", "-", "--json", "--dir", "work", "--namespace", "scripted", "--yes"];
    const { stdout, stderr } = await outside(args, script);
    expect(stderr).toBe("");
    const entries = JSON.parse(stdout) as { at: number; stdout: string }[];
    expect(entries.map((entry) => entry.stdout)).toEqual(["configmap/one created\n", "1", "scripted"]);
    expect(entries[1]?.at).toBeGreaterThanOrEqual(1.5);
    expect(entries[2]?.at).toBeGreaterThanOrEqual(3);
    expect(entries[2]?.at).toBeLessThan(5);
  });

  it("cannot be chosen by what is not there", async () => {
    expect((await outside(["sandbox", "--context", "other"])).stderr).toContain(
      "has no context other; there are k8s-tutor",
    );
    expect((await outside(["sandbox", "--nodes", "a,b"])).exitCode).toBe(2);
    const { stderr } = await run(["sandbox", "--context", "other"], { cwd: scratch.path });
    expect(stderr).toContain("--context goes with --kubeconfig");
    writeFileSync(
      join(scratch.path, "dead"),
      "apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n" +
        "contexts: [{name: c, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {token: t}}]\ncurrent-context: c\n",
    );
    const dead = await run(["sandbox", "--script", "-", "--yes", "--kubeconfig", "dead"], {
      cwd: scratch.path,
      input: "$ true\n",
    });
    expect(dead.stderr).toMatch(/the cluster at https:\/\/127\.0\.0\.1:1 cannot be reached: .*refused/);
    expect(dead.exitCode).toBe(1);
  });

  it("refuses a lesson that needs the tutor's own", async () => {
    const { stderr, exitCode } = await outside(["start", "services-stable-address", "--yes"]);
    expect(stderr).toContain("asks what goes over the network, which only the built-in cluster sees; start it without");
    expect(exitCode).toBe(1);
  });

  it("is where a lesson can be played, and is left as it was", async () => {
    const learner = atTerminal("start", "first-pod");
    await learner.sees("Go on? [y/N]");
    learner.enter("y");
    await learner.sees("You work in the namespace k8s-tutor-first-pod of k8s-tutor");
    await learner.sees("[1/6] Find out how many buildings");
    await learner.sees("(k8s-tutor) ~/work $");
    await learner.enters("kubectl get nodes", "How many nodes take ordinary tenants?");
    await learner.enters("2", "✓ [1/6] Done.");
    await learner.enters("kubectl run web --image=ngnix", "Read its name aloud, letter by letter", 30_000);
    await learner.enters("undo", "This cluster cannot go back in time.");
    await learner.enters("kubectl set image pod/web web=nginx", "✓ [2/6] Done.", 30_000);
    await learner.enters("kubectl config view --minify | grep namespace", "namespace: k8s-tutor-first-pod");
    await learner.enters("skip", "[4/6]", 30_000);
    await learner.enters("kubectl create configmap mine -n default", "configmap/mine created");
    await learner.enters("exit", "Remove namespace/k8s-tutor-first-pod, which this lesson made in k8s-tutor");
    learner.enter("y");
    await learner.sees("Removed: namespace/k8s-tutor-first-pod.");
    await learner.sees(
      /Your commands also made objects outside of\s+k8s-tutor-first-pod,\s+which stay:\s+configmaps\s+in\s+default/,
    );
    expect(await learner.ended()).toBe(0);
    const script = ["sandbox", "--script", "-", "--dir", "work", "--yes"];
    const ask =
      "$ kubectl get ns k8s-tutor-first-pod -o jsonpath='{.status.phase}'\n$ kubectl get configmap mine -o name\n";
    const { stdout } = await outside(script, ask);
    expect(stdout).toContain("Terminating");
    expect(stdout).toContain("configmap/mine");
  });

  it("starts a lesson anew, and leaves a namespace alone that it did not make", async () => {
    const change = "kubectl create configmap mine";
    const lines = ["kubectl get nodes", "2", change, "reset yes", "kubectl get configmap mine", "exit", ""];
    const { stdout } = await outside(["start", "first-pod", "--yes"], lines.join("\n"));
    expect(stdout).toContain("[2/6]");
    expect(stdout).toContain('configmaps "mine" not found');
    const sandbox = ["sandbox", "--script", "-", "--dir", "work", "--yes"];
    await outside(sandbox, "$ kubectl create namespace k8s-tutor-pod-from-yaml\n");
    const { stderr, exitCode } = await outside(["start", "pod-from-yaml", "--yes"]);
    expect(stderr).toContain("there is a namespace k8s-tutor-pod-from-yaml already, and this lesson did not make it");
    expect(exitCode).toBe(1);
    const { stdout: kept } = await outside(sandbox, "$ kubectl get namespace k8s-tutor-pod-from-yaml -o name\n");
    expect(kept).toContain("namespace/k8s-tutor-pod-from-yaml");
  });
});
