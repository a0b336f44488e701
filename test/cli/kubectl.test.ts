// `k8s-tutor kubectl` as a program of its own, against a cluster that is served over HTTPS by another process.

import type { ChildProcess } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toYaml } from "../../src/kubectl/yaml/dump.ts";
import { type Outcome, program, type RunOptions, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { type Served, startServe } from "./served.ts";

const scratch = new Scratch();
let served: Served;
beforeAll(async () => {
  served = await startServe(scratch, "--nodes", "control,worker");
  await kubectl("run", "talk", "--image=busybox", "--", "sh", "-c", "while true; do echo tick; sleep 1; done");
  await kubectl("run", "web", "--image=nginx");
  await kubectl("wait", "--for=condition=Ready", "pod/talk", "pod/web", "--timeout=60s");
}, 60_000);
afterAll(async () => {
  await served.end();
  scratch.remove();
});

function kubectl(...args: string[]): Promise<Outcome> {
  return kubectlWith({}, ...args);
}

function kubectlWith(options: Partial<RunOptions>, ...args: string[]): Promise<Outcome> {
  const env = { KUBECONFIG: served?.kubeconfig ?? "", ...options.env };
  return run(["kubectl", ...args], { cwd: scratch.path, ...options, env });
}

function terminal(...args: string[]): PseudoTerminal {
  return new PseudoTerminal({
    args: [program, "kubectl", ...args],
    cwd: scratch.path,
    env: { KUBECONFIG: served.kubeconfig },
  });
}

describe("the command line", () => {
  it("is kubectl's, help and all", async () => {
    const { stdout, exitCode } = await kubectl("get", "--help");
    expect(stdout).toContain("kubectl get");
    expect(stdout).not.toContain("k8s-tutor [options]");
    expect(exitCode).toBe(0);
    expect((await kubectl()).stdout).toContain("kubectl controls the Kubernetes cluster manager");
    expect((await kubectl("frobnicate")).stderr).toContain('unknown command "frobnicate" for "kubectl"');
    expect((await kubectl("version", "--client")).stdout).toMatch(/^Client Version: v1\.33\.\d+\n/);
  });

  it("keeps what stands behind two dashes, and the exit code of the program there", async () => {
    const { stdout, stderr, exitCode } = await kubectl(
      "exec",
      "talk",
      "--",
      "sh",
      "-c",
      "echo out; echo err >&2; exit 3",
    );
    expect([stdout, stderr, exitCode]).toEqual(["out\n", "err\ncommand terminated with exit code 3\n", 3]);
  });

  it("without a kubeconfig goes to localhost, as kubectl does", async () => {
    const { stderr, exitCode } = await kubectlWith({ env: { KUBECONFIG: "" } }, "get", "pods");
    const [last, ...logged] = stderr.trimEnd().split("\n").reverse();
    expect(last).toBe(
      "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
    );
    const undiscovered =
      /^E\d{4} [\d:.]+ +\d+ memcache.go:265\] "Unhandled Error" err="couldn't get current server API/;
    expect(logged.map((line) => undiscovered.test(line))).toEqual([true, true, true, true, true]);
    expect(exitCode).toBe(1);
  });
});

describe("objects", () => {
  it("are applied from a pipe and from the network, changed by an editor, and deleted", async () => {
    const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\ndata: {color: red}\n";
    const server = createServer((_, response) => response.end(manifest.replace("NAME", "downloaded")));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cm.yaml`;
    expect((await kubectl("apply", "-f", url)).stdout).toBe("configmap/downloaded created\n");
    server.close();
    const input = manifest.replace("NAME", "piped");
    expect((await kubectlWith({ input }, "apply", "-f", "-")).stdout).toBe("configmap/piped created\n");
    const env = { EDITOR: "sed -i s/red/grün/" };
    expect((await kubectlWith({ env }, "edit", "configmap", "piped")).stdout).toBe("configmap/piped edited\n");
    expect((await kubectl("get", "cm", "piped", "-o", "jsonpath={.data.color}")).stdout).toBe("grün");
    expect((await kubectlWith({ env: { EDITOR: "no-such-editor" } }, "edit", "cm", "piped")).stderr).toBe(
      'error: unable to launch the editor "no-such-editor"\n',
    );
    expect((await kubectl("delete", "cm", "piped", "downloaded")).exitCode).toBe(0);
  });

  it("go by the dozen, and a reader may leave early", async () => {
    const documents = Array.from(
      { length: 60 },
      (_, index) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: many-${index}, labels: {many: "yes"}}\n`,
    );
    const applied = await kubectlWith({ input: documents.join("---\n") }, "apply", "-f", "-");
    expect(applied.stdout.trim().split("\n")).toHaveLength(60);
    const hangUp = await kubectlWith(
      { meanwhile: (child) => child.stdout?.once("data", () => child.stdout?.destroy()) },
      "logs",
      "-f",
      "talk",
    );
    expect([hangUp.stderr, hangUp.exitCode]).toEqual(["", 0]);
    await kubectl("delete", "cm", "-l", "many=yes");
  });
});

describe("bytes", () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));

  it("are copied there and back", async () => {
    const there = join(scratch.path, "there.bin");
    writeFileSync(there, bytes);
    expect((await kubectl("cp", "there.bin", "talk:/tmp/there.bin")).exitCode).toBe(0);
    expect((await kubectl("cp", "talk:/tmp/there.bin", "back.bin")).exitCode).toBe(0);
    expect(readFileSync(join(scratch.path, "back.bin")).equals(bytes)).toBe(true);
  });

  it("pass through a forwarded port", async () => {
    let said = "";
    let page: Promise<string> | undefined;
    const listen = (child: ChildProcess): void => {
      child.stdout?.on("data", (text: string) => {
        said += text;
        const [, port] = /127\.0\.0\.1:(\d+) -> 80/.exec(said) ?? [];
        if (port === undefined || page !== undefined) return;
        page = fetch(`http://127.0.0.1:${port}/`)
          .then((answer) => answer.text())
          .finally(() => child.kill("SIGINT"));
      });
    };
    expect((await kubectlWith({ meanwhile: listen }, "port-forward", "pod/web", ":80")).exitCode).toBe(0);
    expect(await page).toContain("Welcome to nginx!");
    expect(said).toContain("Handling connection for ");
  });
});

describe("Ctrl-C", () => {
  it.each<[readonly string[], string, number]>([
    [["get", "pods", "-w"], "web", 1],
    [["logs", "-f", "talk"], "tick", 1],
    [["attach", "talk"], "tick", 130],
  ])("ends %j", async (args, seen, code) => {
    let stdout = "";
    const outcome = await kubectlWith(
      {
        meanwhile: (child) =>
          child.stdout?.on("data", (text: string) => {
            stdout += text;
            if (stdout.includes(seen)) child.kill("SIGINT");
          }),
      },
      ...args,
    );
    expect(outcome.exitCode).toBe(code);
  });
});

describe("a terminal", () => {
  it("is the far end's: echo, correction, Ctrl-C, end and exit code", async () => {
    const shell = terminal("exec", "-it", "talk", "--", "sh");
    try {
      await shell.sees("/ #");
      shell.resize(60, 20);
      await shell.enters("echo helpx\u007flo", "\nhelplo");
      await shell.enters("sleep 100", "sleep 100");
      shell.type("\u0003");
      await shell.sees(/\^C\s+\/ #$/);
      await shell.enters("exit 7", "command terminated with exit code 7");
      expect(await shell.ended()).toBe(7);
    } finally {
      shell.close();
    }
  });

  it("is one's own again afterwards", async () => {
    const shell = terminal("run", "guest", "-it", "--rm", "--image=busybox", "--restart=Never", "--", "sh");
    try {
      await shell.sees("try pressing enter.");
      shell.enter("echo $((6 * 7))");
      await shell.sees("\n42");
      shell.type("\u0004");
      await shell.sees('pod "guest" deleted');
      expect(await shell.ended()).toBe(0);
    } finally {
      shell.close();
    }
  });
});

it("gets its credentials from a plugin of the kubeconfig", async () => {
  const plugin = scratch.file(
    "login.cjs",
    `#!${process.execPath}
const { spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
if (spec.interactive || process.env.WHO !== "me") process.exit(9);
const status = { token: process.argv[2] };
console.log(JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status }));
`,
  );
  chmodSync(plugin, 0o755);
  const config = (token: string) =>
    toYaml({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "a",
      contexts: [{ name: "a", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server: served.url, "certificate-authority": "ca.pem" } }],
      users: [
        {
          name: "u",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1",
              command: "./login.cjs",
              args: [token],
              env: [{ name: "WHO", value: "me" }],
              interactiveMode: "IfAvailable",
            },
          },
        },
      ],
    });
  scratch.file("ca.pem", served.ca);
  const good = scratch.file("good.yaml", config(served.token));
  const bad = scratch.file("bad.yaml", config("nonsense"));
  expect((await kubectl("auth", "whoami", "--kubeconfig", good, "-o", "name")).exitCode).toBe(0);
  expect((await kubectl("get", "pods", "--kubeconfig", bad)).stderr).toContain(
    "error: You must be logged in to the server",
  );
});
