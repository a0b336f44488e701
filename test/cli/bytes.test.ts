import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { HostFiles } from "../../src/cli/host-files.ts";
import { hostPorts } from "../../src/cli/local-ports.ts";
import { run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

const everyByte = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));

/** Bytes by a fixed rule, so that a failure can be looked at again. */
function someBytes(length: number): Buffer {
  let state = 42;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    }),
  );
}

async function play(script: string): Promise<string[]> {
  const args = ["sandbox", "--script", "-", "--dir", "work", "--json"];
  const { stdout, stderr } = await run(args, { cwd: scratch.path, input: script });
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as { stdout: string; stderr: string }[]).map((entry) => entry.stdout + entry.stderr);
}

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: nginx
    volumeMounts:
    - {name: page, mountPath: /usr/share/nginx/html}
    - {name: key, mountPath: /key}
  volumes:
  - name: page
    configMap: {name: page}
  - name: key
    secret: {secretName: key}
`;

describe("bytes that are no UTF-8", () => {
  it("go into a pod and back, and through every way that leads to them", async () => {
    const big = someBytes(300 * 1024);
    mkdirSync(join(scratch.path, "work", "folder"), { recursive: true });
    writeFileSync(join(scratch.path, "work", "big"), big);
    writeFileSync(join(scratch.path, "work", "folder", "all.bin"), everyByte);
    writeFileSync(join(scratch.path, "work", "pod.yaml"), pod);
    const sum = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const answers = await play(`$ kubectl create configmap page --from-file=folder --from-literal=a=b
$ kubectl create secret generic key --from-file=folder
$ kubectl apply -f pod.yaml
$ kubectl wait --for=condition=Ready pod/web --timeout=2m
$ kubectl get configmap page -o jsonpath='{.data}{.binaryData.all\\.bin}'
$ kubectl cp big web:/tmp/big && kubectl cp web:/tmp/big again 2>/dev/null; kubectl cp folder web:/tmp
$ kubectl exec web -- sha256sum /tmp/big /tmp/folder/all.bin /usr/share/nginx/html/all.bin /key/all.bin
$ kubectl exec web -- cat /tmp/big | sha256sum
$ kubectl exec -i web -- sh -c 'cat > /tmp/copy; wc -c < /tmp/copy' < big
$ kubectl get secret key -o jsonpath='{.data.all\\.bin}' | base64 -d | sha256sum
$ kubectl get secret key -o go-template='{{index .data "all.bin" | base64decode}}' | sha256sum
$ kubectl exec web -- sh -c 'curl -s localhost/all.bin | sha256sum; curl -sI localhost/all.bin | grep -i content-length | tr -d "\\r"'
$ kubectl port-forward web 8080:80 >/dev/null 2>&1 & sleep 1; curl -s localhost:8080/all.bin -o page; sha256sum page; kill %1
$ kubectl exec web -- cat /tmp/folder/all.bin > out; kubectl logs web --limit-bytes=3
`);
    const [all, large] = [sum(everyByte), sum(big)];
    expect(answers.slice(4)).toEqual([
      `{"a":"b"}${everyByte.toString("base64")}`,
      // What tar in the container complains of, kubectl prints as output.
      "tar: removing leading '/' from member names\n",
      `${large}  /tmp/big\n${all}  /tmp/folder/all.bin\n${all}  /usr/share/nginx/html/all.bin\n${all}  /key/all.bin\n`,
      `${large}  -\n`,
      `${big.length}\n`,
      `${all}  -\n`,
      `${all}  -\n`,
      `${all}  -\nContent-Length: 256\n`,
      `${all}  page\n`,
      expect.stringMatching(/^.{3}$/),
    ]);
    for (const [name, bytes] of [
      ["again", big],
      ["page", everyByte],
      ["out", everyByte],
    ] as const)
      expect(readFileSync(join(scratch.path, "work", name)).equals(bytes), name).toBe(true);
  });

  it("are read and shown as U+FFFD where only text can stand", async () => {
    const answers = await play(`$ printf 'a: \\377\\n' | kubectl apply -f -
$ printf 'a=\\377\\n' > env; kubectl create configmap e --from-env-file=env
$ kubectl create configmap l --from-literal=k=$'\\377é'; kubectl get configmap l -o jsonpath='{.data.k}'
$ printf '\\377'
`);
    expect(answers).toEqual([
      'error: error validating "STDIN": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false\n',
      "error: env file env contains invalid utf8 bytes at line 1: [97 61 255]\n",
      "configmap/l created\n\ufffdé",
      "\ufffd",
    ]);
  });

  it("reach the host as they are: files, standard output, sockets", async () => {
    mkdirSync(join(scratch.path, "host"), { recursive: true });
    const files = new HostFiles(join(scratch.path, "host"));
    writeFileSync(join(scratch.path, "host", "in"), everyByte);
    files.write("/out", files.read("/in"));
    files.append("/out", files.read("/in"));
    expect(readFileSync(join(scratch.path, "host", "out")).equals(Buffer.concat([everyByte, everyByte]))).toBe(true);
    expect(await echoed(everyByte)).toEqual(everyByte);
  });
});

/** What comes back when each byte of a connection to a port of the host is sent on alone. */
async function echoed(bytes: Buffer): Promise<Buffer> {
  const ports = hostPorts();
  const listener = await ports.listen("127.0.0.1", 0, (connection) =>
    connection.onData((data) => (data === undefined ? connection.close() : connection.write(data))),
  );
  const socket = connect({ port: listener.port, host: "127.0.0.1", noDelay: true });
  try {
    const got: Buffer[] = [];
    for (const byte of bytes) {
      // Each byte is waited for: none may be held back until there is another.
      const answer = new Promise<Buffer>((resolve) => socket.once("data", resolve));
      socket.write(Uint8Array.of(byte));
      got.push(await answer);
    }
    return Buffer.concat(got);
  } finally {
    socket.destroy();
    ports.closeAll();
  }
}
