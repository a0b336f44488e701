// The script for bash in a real bash, which asks our kubectl, which asks a served cluster. Skips aloud where there is no bash.

import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { type Served, startServe } from "./served.ts";

const hasBash = spawnSync("bash", ["-c", "exit 0"]).status === 0 && process.platform !== "win32";
if (!hasBash) console.warn("SKIPPED: no bash on this machine, so its completion script is not run");

describe.skipIf(!hasBash)("kubectl completion bash", () => {
  const scratch = new Scratch();
  let served: Served;

  beforeAll(async () => {
    served = await startServe(scratch, "--port", "0");
    scratch.folder("bin");
    chmodSync(scratch.file("bin/kubectl", `#!/bin/sh\nexec '${process.execPath}' '${program}' kubectl "$@"\n`), 0o755);
    scratch.file("web.yaml", "");
    scratch.file("notes.txt", "");
    bash("kubectl create ns shop >/dev/null && kubectl run solo --image=nginx:1.27 --port=80 >/dev/null");
  }, 60_000);

  afterAll(async () => {
    await served.end();
    scratch.remove();
  });

  function bash(script: string): string {
    const env = environment(scratch.path, { KUBECONFIG: served.kubeconfig });
    env.PATH = `${scratch.path}/bin:${env.PATH}`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: scratch.path, env, encoding: "utf8" });
    return stdout + stderr;
  }

  // As bash does it: it cuts words at = and : too, and says where the cursor is.
  const complete = (line: string, words: string) =>
    bash(`source <(kubectl completion bash); compopt() { :; }
COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_kubectl_complete; printf '%s\\n' "\${COMPREPLY[@]}"`)
      .trim()
      .split("\n");

  test.each([
    ["kubectl desc", "kubectl desc", ["describe"]],
    ["kubectl get pods ", "kubectl get pods ''", ["solo"]],
    ["kubectl get -n sh", "kubectl get -n sh", ["shop"]],
    ["kubectl get -o=y", "kubectl get -o = y", ["yaml"]],
    ["kubectl get --output=j", "kubectl get --output = j", ["json", "jsonpath", "jsonpath-as-json", "jsonpath-file"]],
    ["kubectl get --output=", "kubectl get --output =", ["json", "yaml"]],
    ["kubectl port-forward solo 8080:", "kubectl port-forward solo 8080 :", ["80"]],
    ["kubectl port-forward solo 80:8", "kubectl port-forward solo 80 : 8", ["80"]],
    ["kubectl apply -f ", "kubectl apply -f ''", ["web.yaml"]],
  ])("%s", (line, words, expected) => {
    const reply = complete(line, words);
    if (line.endsWith("output=")) expect(reply).toEqual(expect.arrayContaining(expected));
    else expect(reply.filter((each) => !each.endsWith("/"))).toEqual(expected);
  });
});
