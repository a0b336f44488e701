// kubectl proxy on the simulated laptop: in the background, with curl before it.

import { afterAll, expect, test } from "vitest";
import { run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

interface Said {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
}

async function play(lines: readonly string[]): Promise<readonly string[]> {
  const script = lines.map((line) => (/^[+@]/.test(line) ? line : `$ ${line}`)).join("\n");
  const { stdout } = await run(["sandbox", "--script", scratch.file("script.txt", script), "--json"], {
    cwd: scratch.path,
  });
  return (JSON.parse(stdout) as readonly Said[]).map((each) => each.stdout + each.stderr);
}

test("the API, a pod's page, refusals and the end", async () => {
  scratch.folder("www");
  scratch.file("www/a.txt", "hello\n");
  const said = await play([
    "kubectl run web --image=nginx:1.27",
    "+ 20s",
    "kubectl proxy --www=www &",
    "curl -s localhost:8001/api/v1/namespaces/default | head -3",
    "curl -s localhost:8001/api/v1/namespaces/default/pods/web/proxy/ | head -1",
    "curl -s -o /dev/null -w '%{http_code}\\n' -H 'Host: evil.com' localhost:8001/api",
    "curl -s localhost:8001/static/a.txt",
    `curl -s -X POST -H 'Content-Type: application/json' -d '{"metadata":{"name":"x"}}' localhost:8001/api/v1/namespaces/default/configmaps | grep '"name"'`,
    "kubectl get configmap x -o name",
    "kubectl proxy",
    "kill %1",
    "curl -sS localhost:8001/version",
  ]);
  expect(said).toEqual([
    "pod/web created\n",
    "Starting to serve on 127.0.0.1:8001\n",
    '{\n  "kind": "Namespace",\n  "apiVersion": "v1",\n',
    "<!DOCTYPE html>\n",
    "403\n",
    "hello\n",
    '    "name": "x",\n',
    "configmap/x\n",
    "error: listen tcp 127.0.0.1:8001: bind: address already in use\n",
    expect.any(String),
    expect.stringContaining("Failed to connect to localhost port 8001"),
  ]);
}, 30_000);
