// What goes on for a while, through a real kubectl: terminals, copies, forwarded ports, followed logs, watches.

import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { type Learner, withEachKubectl } from "./learner.ts";

const TALKER = "sh -c 'i=0; while true; do echo line $i; i=$((i+1)); sleep 0.2; done'";
const TWO = JSON.stringify({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "two", labels: { app: "two" } },
  spec: {
    initContainers: [{ name: "first", image: "busybox:1.36", command: ["echo", "init"] }],
    containers: [
      { name: "a", image: "busybox:1.36", command: ["sh", "-c", "echo from a; sleep 1000"] },
      { name: "b", image: "busybox:1.36", command: ["sh", "-c", "echo from b; sleep 1000"] },
    ],
  },
});

async function hasPod(learner: Learner, name: string, command: string): Promise<void> {
  await learner.output(`kubectl run ${name} --image=busybox:1.36 -- ${command}`);
  await learner.output(`kubectl wait --for=condition=Ready pod/${name} --timeout=20s`);
}

describe("streams", () => {
  withEachKubectl("run commands in containers, and at terminals", "theatre", async (learner) => {
    await hasPod(learner, "solo", "sleep 1000");
    await learner.plays(`
$ kubectl exec solo -- sh -c 'echo out; echo err >&2; exit 3'
out
! err
! command terminated with exit code 3
[3]
$ printf 'a\\nb\\n' | kubectl exec -i solo -- wc -l
2
$ kubectl exec solo -- nosuch
{<1.30} ! error: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "…": OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown
{>=1.30} ! error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "…": OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown
[1]
$ kubectl exec ghost -- ls
! Error from server (NotFound): pods "ghost" not found
[1]
`);

    const shell = learner.terminal("exec", "-it", "solo", "--", "sh");
    await shell.sees("/ #");
    await shell.enters("stty size", "40 100");
    shell.resize(120, 50);
    await shell.enters("until stty size | grep '50 120'; do sleep 0.1; done", /\n50 120\n/);
    const typed = await shell.enters("sleep 100; echo not reached", "sleep 100");
    shell.type("\u0003");
    await shell.sees(/\^C\n\/ #/, { after: typed });
    await shell.enters("echo $?", /\n130\n/);
    shell.type("eco\u007f\u007fcho corre\u001b[A\u001b[Bcted\r");
    await shell.sees(/\ncorrected\n/);
    await shell.enters("cat", "cat");
    await shell.enters("said again", /said again\nsaid again/);
    shell.type("\u0004");
    await shell.enters("exit 5", "command terminated with exit code 5");
    expect(await shell.ended()).toBe(5);

    const visitor = learner.terminal("run", "guest", "-it", "--rm", "--restart=Never", "--image=busybox:1.36");
    await visitor.sees("try pressing enter");
    await visitor.enters("hostname", /\nguest\n/);
    await visitor.enters("exit 4", "terminated (Error)");
    expect(visitor.screen).toContain('pod "guest" deleted');
    expect(await visitor.ended()).toBe(4);
  });

  withEachKubectl("carry files and forwarded ports", "port", async (learner) => {
    await learner.output("kubectl run web --image=nginx:1.27 --port=80 --expose");
    await learner.output("kubectl wait --for=condition=Ready pod/web --timeout=20s");
    const bytes = randomBytes(300_000);
    learner.file("tree/sub/bytes", bytes);
    learner.file("tree/one", "one\n");
    mkdirSync(join(learner.folder, "tree", "empty"));
    symlinkSync("one", join(learner.folder, "tree", "link"));
    // What tar warns of may come too late: kubectl leaves as soon as it has the files.
    await learner.plays(`
$ kubectl cp tree web:/tmp/tree && kubectl exec web -- md5sum /tmp/tree/sub/bytes
${createHash("md5").update(bytes).digest("hex")}  /tmp/tree/sub/bytes
$ kubectl cp web:/tmp/tree back > notes 2>&1 && cmp tree/sub/bytes back/sub/bytes && cat back/one && ls back
one
empty
one
sub
$ kubectl cp web:/etc/hostname name > notes && cat name
web
$ kubectl cp ghost:/x y
! Error from server (NotFound): pods "ghost" not found
[1]
`);
    expect(readFileSync(join(learner.folder, "back", "sub", "bytes")).equals(bytes)).toBe(true);

    const forward = learner.start("exec kubectl port-forward svc/web :80 :80");
    const said = await forward.sees(/(127.0.0.1:\d+ -> 80(.|\n)*){2}/);
    const [one = "", two = ""] = [...said.matchAll(/127\.0\.0\.1:(\d+) -> 80/g)].map(([, port]) => port);
    const pages = await Promise.all([one, two, one, one].map((port) => fetch(`http://127.0.0.1:${port}/`)));
    for (const page of pages) expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("nginx")]);
    await forward.sees("Handling connection for");
    await learner.output("kubectl delete pod web --now");
    await expect(fetch(`http://127.0.0.1:${one}/`)).rejects.toThrow();
    expect((await forward.ended).stderr).toContain("error: lost connection to pod");

    await hasPod(learner, "mute", "sleep 1000");
    const refused = learner.start("exec kubectl port-forward mute :81");
    const [, port = ""] = /127\.0\.0\.1:(\d+) -> 81/.exec(await refused.sees("-> 81")) ?? [];
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect((await refused.ended).stderr).toMatch(
      /error forwarding port 81 to pod [0-9a-f]{64}, uid : failed to execute portforward in network namespace .*connection refused/,
    );
  });

  withEachKubectl("follow logs and changes", "news", async (learner) => {
    learner.file("two.json", TWO);
    await learner.output("kubectl create -f two.json");
    const pods = learner.start("exec kubectl get pods --watch --output-watch-events");
    const names = learner.start("exec kubectl get pods -w -o name");
    const events = learner.start("exec kubectl get events -w");
    for (const each of [pods, names, events]) await each.sees("two");
    await hasPod(learner, "talk", TALKER);
    await pods.sees(/ADDED +talk +0\/1 +Pending(.|\n)*MODIFIED +talk +1\/1 +Running/);
    await names.sees("pod/talk\npod/talk\n");
    await events.sees(/Normal +Started +pod\/talk +Started container talk/);
    const follower = learner.start("exec kubectl logs -f talk --tail=1 --timestamps");
    await follower.sees(/(\d{4}-\d\d-\d\dT[\d:.]+Z line \d+\n){3}/);
    const attached = learner.start("exec kubectl attach talk");
    await attached.sees(/(line \d+\n){2}/);
    const gone = learner.start("exec kubectl wait --for=delete pod/talk --timeout=20s");
    await learner.plays(`
$ kubectl wait --for=condition=Ready pod/two --timeout=20s
pod/two condition met
$ kubectl logs two
from a
! Defaulted container "a" out of: a, b, first (init)
$ kubectl logs -l app=two --all-containers --prefix --tail=1 | sort
[pod/two/a] from a
[pod/two/b] from b
[pod/two/first] init
$ kubectl logs two -c none
! error: container none is not valid for pod two
[1]
$ kubectl logs two -c a --previous
! Error from server (BadRequest): previous terminated container "a" in pod "two" not found
[1]
$ kubectl logs talk --tail=-1 --limit-bytes=14
line 0
line 1
$ kubectl delete pod talk --now
pod "talk" deleted
`);
    await pods.sees(/DELETED +talk/);
    expect((await gone.ended).exitCode).toBe(0);
    expect((await follower.ended).exitCode).toBe(0);
    expect((await attached.ended).exitCode).toBe(0);
    for (const { child } of [pods, names, events]) child.kill("SIGINT");
  });
});
