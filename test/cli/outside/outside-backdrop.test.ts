import { createServer } from "node:http";
import { afterAll, describe, expect, it } from "vitest";
import { outsideBackdrop } from "../../../src/cli/outside/outside-backdrop.ts";
import { LearnerWorld } from "../../../src/cli/world.ts";
import type { CredentialPlugin, PluginRun } from "../../../src/kubectl/io.ts";
import { toYaml } from "../../../src/kubectl/yaml/dump.ts";
import { MemoryFiles } from "../../../src/shell/memory-files.ts";
import { OutsideCluster, server } from "./outside-cluster.ts";

const outside = new OutsideCluster();
afterAll(() => outside.close());

async function say(world: LearnerWorld, line: string): Promise<string> {
  const { stdout, stderr } = await world.runLine(line, world.now() + 30_000);
  return stdout + stderr;
}

describe("a laptop in front of a cluster outside", { timeout: 30_000 }, () => {
  it("works there with kubectl, pipes and programs, while time passes by itself", async () => {
    const world = outside.world();
    expect(await say(world, "kubectl run web --image=nginx")).toBe("pod/web created\n");
    expect(await say(world, "kubectl wait --for=condition=Ready pod/web --timeout=20s")).toBe(
      "pod/web condition met\n",
    );
    expect(await say(world, "kubectl get pods -o name | sed 's/pod/a pod/' | wc -l")).toBe("1\n");
    expect(await say(world, "kubectl exec web -- hostname")).toBe("web\n");
    const before = Date.now();
    await say(world, "sleep 0.3; kubectl get pods -w & sleep 0.2; kill %1");
    expect(Date.now() - before).toBeGreaterThanOrEqual(490);
    await world.pacer.advanceTo(world.now() + 200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(690);
    expect(Math.abs(world.now() - Date.now())).toBeLessThan(50);
    expect(await say(world, "kubectl delete pod web --now")).toContain('pod "web" deleted');
  });

  it("interrupts what does not end in time", async () => {
    const world = outside.world();
    const before = Date.now();
    const { exitCode } = await world.runLine("kubectl get pods -A -w > /dev/null", world.now() + 400);
    expect(exitCode).toBe(130);
    expect(Date.now() - before).toBeLessThan(5000);
  });

  it("tells what may have changed the cluster from what only looks", async () => {
    const world = outside.world();
    const { backdrop } = world;
    await say(world, "kubectl get pods; kubectl auth can-i create pods; kubectl run a --image=nginx --dry-run=server");
    await say(world, "kubectl delete pod nobody");
    expect(backdrop.changes).toBe(0);
    await say(world, "kubectl create configmap one; kubectl delete configmap one");
    expect(backdrop.changes).toBe(2);
  });

  it("goes to the server that was agreed to, and to no other", async () => {
    const world = outside.world();
    expect(await say(world, "kubectl get pods --server=https://other:6443")).toContain(
      "k8s-tutor goes to https://cluster.example:6443, which you agreed to, and not to https://other:6443",
    );
    expect(await say(world, "touch none; kubectl get pods --kubeconfig=none")).toContain("localhost:8080 was refused");
    expect(await say(world, "kubectl get pods --token=stranger")).toContain("You must be logged in");
    expect(outside.tokens.at(-1)).toBe("stranger");
  });

  it("shows the context's own kubeconfig, with the namespace", async () => {
    const world = outside.world("team-a");
    expect(await say(world, "kubectl config current-context")).toBe("far-away\n");
    expect(world.namespace).toBe("team-a");
    expect(world.backdrop.label).toBe("far-away");
    expect(await say(world, "cat ~/.kube/config")).toContain("namespace: team-a");
  });

  it("says that nobody answers", async () => {
    const world = outside.world();
    outside.isReachable = false;
    expect(await say(world, "kubectl get pods")).toContain("nobody answers");
    outside.isReachable = true;
  });

  it("does not wait after Ctrl-C for a server that is silent", async () => {
    const world = outside.world();
    outside.isSilent = true;
    const before = Date.now();
    const { exitCode } = await world.runLine("kubectl get pods", world.now() + 300);
    outside.isSilent = false;
    expect(exitCode).toBe(130);
    expect(Date.now() - before).toBeLessThan(3000);
  });

  it("has the machine's own network for curl", async () => {
    const page = createServer((_request, response) => response.end("a page of the machine's\n"));
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    const address = page.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const world = outside.world();
    expect(await say(world, `curl -s http://localhost:${port}/`)).toBe("a page of the machine's\n");
    await new Promise((resolve) => page.close(resolve));
    expect(await say(world, `curl -sS http://127.0.0.1:${port}/`)).toContain("curl: (7)");
  });

  it("forwards a port of the machine", async () => {
    const world = outside.world();
    await say(world, "kubectl run page --image=nginx; kubectl wait --for=condition=Ready pod/page --timeout=20s");
    const script =
      "kubectl port-forward pod/page 18473:80 > /dev/null & sleep 0.5; curl -s http://127.0.0.1:18473/; kill %1";
    expect(await say(world, script)).toContain("Welcome to nginx!");
    await say(world, "kubectl delete pod page --now");
  });
});

describe("credentials from a program", { timeout: 30_000 }, () => {
  it("are had for kubectl and for lessons; the laptop runs no other program", async () => {
    const runs: PluginRun[] = [];
    const plugin: CredentialPlugin = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "login",
      args: ["now"],
      env: { REGION: "here" },
      installHint: "",
      interactiveMode: "IfAvailable",
      provideClusterInfo: false,
    };
    const exec = (command: string) => ({ ...plugin, command, env: [{ name: "REGION", value: "here" }] });
    const kubeconfig = (command: string) =>
      toYaml({
        clusters: [{ cluster: { server }, name: "far" }],
        contexts: [{ context: { cluster: "far", user: "jane" }, name: "far-away" }],
        "current-context": "far-away",
        users: [{ name: "jane", user: { exec: exec(command) } }],
      });
    const context = outside.context({
      access: { server, credentialPlugin: plugin },
      kubeconfig: () => kubeconfig("login"),
    });
    const backdrop = outsideBackdrop({
      context,
      namespace: "default",
      open: outside.open,
      runPlugin: async (asked) => {
        runs.push(asked);
        const status = { token: outside.cluster.adminToken };
        const stdout = JSON.stringify({ kind: "ExecCredential", apiVersion: plugin.apiVersion, status });
        return { kind: "ended", exitCode: 0, stdout, path: "/bin/login" };
      },
    });
    const files = new MemoryFiles({ now: () => Date.now() });
    files.write("/other", kubeconfig("rm"));
    const world = new LearnerWorld(backdrop, { files, isTyped: false });
    expect(await backdrop.admin({ method: "GET", path: "/api/v1/nodes", query: {} })).toMatchObject({ status: 200 });
    expect(await say(world, "kubectl get nodes -o name | wc -l")).toBe("3\n");
    expect(runs).toHaveLength(2);
    expect(runs[1]).toMatchObject({ command: "login", args: ["now"], env: { REGION: "here" }, interactive: false });
    expect(await say(world, "kubectl get nodes --kubeconfig=other")).toContain("k8s-tutor runs only the program");
    expect(runs).toHaveLength(2);
    world.close();
  });
});
