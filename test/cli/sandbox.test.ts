import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { environment, type Outcome, program, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

interface Entry {
  readonly at: number;
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

function play(script: string, ...args: string[]): Promise<Outcome> {
  return run(["sandbox", "--script", "-", "--dir", "work", ...args], { cwd: scratch.path, input: script });
}

async function entries(script: string, ...args: string[]): Promise<Entry[]> {
  const { stdout, stderr } = await play(script, "--json", ...args);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Entry[];
}

const busyScript = `# a bit of everything that is left to chance
$ kubectl create deployment web --image=nginx --replicas=2
+ 30s
$ kubectl get pods -o wide
$ kubectl get pods -o yaml
$ kubectl describe deployment web
@ 100
$ kubectl get events
$ kubectl exec deploy/web -- hostname
`;

const execute = promisify(execFile);

function npmCache(): string {
  return process.env.npm_config_cache ?? join(homedir(), ".npm");
}

describe("a script", () => {
  it("is answered as a transcript, with the last command's exit code", async () => {
    const { stdout, stderr, exitCode } = await play("$ echo one\n$ kubectl get pod none\n");
    expect(stdout).toBe("$ echo one\none\n$ kubectl get pod none\n");
    expect(stderr).toBe('Error from server (NotFound): pods "none" not found\n');
    expect(exitCode).toBe(1);
    expect((await play("$ false\n$ true\n")).exitCode).toBe(0);
    expect((await play("$ sh -c 'exit 7'\n")).exitCode).toBe(7);
  });

  it("is answered as JSON, with virtual time, and may come from a file", async () => {
    const script = `$ kubectl run web --image=nginx
$ kubectl wait --for=condition=Ready pod/web --timeout=60s
$ sleep 5
+ 1m30s
@ 120
$ cat <<EOF
> one
> two
> EOF
$ kubectl exec web -- sh -c 'echo out; echo err >&2; exit 3'
`;
    const found = await entries(script);
    expect(Object.keys(found[0] ?? {})).toEqual(["at", "command", "stdout", "stderr", "exitCode"]);
    const [created, waited, slept, cat, exec] = found;
    expect(created).toMatchObject({ at: 0, stdout: "pod/web created\n", exitCode: 0 });
    expect(waited?.stdout).toBe("pod/web condition met\n");
    expect(slept?.at).toBeGreaterThan(0.5);
    expect(cat).toMatchObject({ at: 120, command: "cat <<EOF\none\ntwo\nEOF", stdout: "one\ntwo\n" });
    expect(exec).toMatchObject({
      stdout: "out\n",
      stderr: "err\ncommand terminated with exit code 3\n",
      exitCode: 3,
    });
    const file = scratch.file("a.script", script);
    const options = { cwd: scratch.path };
    const fromFile = await run(["sandbox", "--script", file, "--json", "--dir", "work"], options);
    expect(JSON.parse(fromFile.stdout)).toEqual(found);
  });

  it("gives the same bytes for the same seed, and others for another", async () => {
    const [one, same, other] = await Promise.all([
      play(busyScript, "--json"),
      play(busyScript, "--json"),
      play(busyScript, "--json", "--seed", "2"),
    ]);
    expect(same.stdout).toBe(one.stdout);
    expect(other.stdout).not.toBe(one.stdout);
  });

  it("gives the same bytes on every version of Node.js", async ({ skip }) => {
    const other = ["--offline", "--yes", "node@22"];
    const options = { cwd: scratch.path, env: environment(scratch.path, { npm_config_cache: npmCache() }) };
    const version = await execute("npx", [...other, "--version"], options).catch(() => undefined);
    if (version === undefined) return skip("no second Node.js in npm's cache: `npx --yes node@22 --version` gets one");
    const file = scratch.file("busy.script", busyScript);
    const args = [program, "sandbox", "--script", file, "--dir", "work", "--json"];
    const { stdout } = await execute("npx", [...other, ...args], { ...options, maxBuffer: 64 * 1024 * 1024 });
    expect(stdout).toBe((await play(busyScript, "--json")).stdout);
  });

  it("reads and writes the files of --dir, through pipes and redirections", async () => {
    const { stdout } = await play(`$ kubectl create configmap cm --from-literal=a=1 --dry-run=client -o yaml > cm.yaml
$ sed -i 's/name: cm/name: other/' cm.yaml && kubectl apply -f cm.yaml >> log.txt 2>&1
$ kubectl get cm other -o jsonpath='{.data.a}{"\\n"}' | tee -a log.txt | wc -l
$ kubectl get pod none 2>> log.txt
$ cat < log.txt
`);
    const log = 'configmap/other created\n1\nError from server (NotFound): pods "none" not found\n';
    expect(stdout.endsWith(`$ cat < log.txt\n${log}`)).toBe(true);
    expect(readFileSync(join(scratch.path, "work", "log.txt"), "utf8")).toBe(log);
    expect(readFileSync(join(scratch.path, "work", "cm.yaml"), "utf8")).toContain("name: other");
  });

  it("has the cluster and the namespace that were asked for", async () => {
    const script = "$ kubectl get nodes --no-headers\n$ kubectl config view --minify -o jsonpath='{..namespace}'\n";
    const named = await entries(script, "--nodes", "one,two", "--namespace", "team-a");
    expect(named[0]?.stdout).toMatch(/^one +Ready +control-plane .*\ntwo +Ready +<none> .*\n$/);
    expect(named[1]?.stdout).toBe("team-a");
    const profile = "nodes:\n  - {name: boss, controlPlane: true}\n  - {name: hand}\n";
    const file = scratch.file("cluster.yaml", profile);
    expect((await entries(script, "--cluster", file))[0]?.stdout).toMatch(/^boss .*control-plane.*\nhand /);
  });

  it("forwards a port in the background, and finds it closed after kill", async () => {
    const [, , , page, , refused] = await entries(`$ kubectl run web --image=nginx
$ kubectl wait --for=condition=Ready pod/web
$ kubectl port-forward pod/web 8080:80 > forward.log &
$ sleep 1; curl -s localhost:8080 | grep title
$ kill %1; sleep 1
$ curl -s localhost:8080
`);
    expect(page?.stdout).toBe("<title>Welcome to nginx!</title>\n");
    expect(refused?.exitCode).toBe(7);
  });
});

// At the same time: these wait for the wall clock.
describe.concurrent("the prompt", { timeout: 20_000 }, () => {
  function sandbox(...args: string[]): PseudoTerminal {
    const terminal = new PseudoTerminal({
      args: [program, "sandbox", "--dir", "typed", ...args],
      env: environment(scratch.path),
      cwd: scratch.path,
    });
    open.push(terminal);
    return terminal;
  }

  it("comes back after Ctrl-C; the cluster lives on", async () => {
    const learner = sandbox();
    await learner.sees("~/work $");
    await learner.enters("kubectl run talk --image=busybox -- sh -c 'while true; do date; sleep 1; done'", "created");
    await learner.enters("kubectl get pods -w", /talk +1\/1 +Running/);
    await learner.interrupts();
    await learner.enters("kubectl logs -f talk", /UTC \d+\n(.*\n)*.*UTC \d+/);
    await learner.interrupts();
    await learner.enters("kubectl get pods", /talk +1\/1 +Running +0.*\n~\/work \$/);
    await learner.enters("sleep 60", "sleep 60");
    await learner.interrupts();
    await learner.enters("echo code $?", "code 130");

    // A dialogue with a shell in a container: what is typed is shown once, and its exit code is kubectl's.
    await learner.enters("kubectl exec -it talk -- sh", "/ #");
    await learner.enters("hostname", /hostname\ntalk\n/);
    await learner.enters("echo $((6*7))", /\n42\n/);
    await learner.enters("exit 5", "command terminated with exit code 5");
    await learner.enters("echo code $?", "code 5");

    // Typed ahead: the lines wait for the prompt.
    learner.type("sleep 1\recho first\recho sec");
    await learner.sees(/\nfirst\n/);
    learner.type("ond\r");
    await learner.sees(/\nsecond\n/);
    learner.type("\u0004");
    expect(await learner.ended()).toBe(0);
  });

  it("forwards a real port, which any client on this machine reaches", async () => {
    const learner = sandbox();
    await learner.sees("~/work $");
    await learner.enters(
      "kubectl run web --image=nginx && kubectl wait --for=condition=Ready pod/web",
      "condition met",
    );
    await learner.enters("kubectl port-forward pod/web :80", /Forwarding from 127\.0\.0\.1:\d+ -> 80/);
    const [, port = ""] = /127\.0\.0\.1:(\d+) -> 80/.exec(learner.screen) ?? [];
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get("server")).toMatch(/^nginx\//);
    expect(await page.text()).toContain("<title>Welcome to nginx!</title>");
    expect((await fetch(`http://127.0.0.1:${port}/none`)).status).toBe(404);
    await learner.sees("Handling connection for");
    await learner.interrupts();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow("fetch failed");
    learner.enter("exit 3");
    expect(await learner.ended()).toBe(3);
  });
});
