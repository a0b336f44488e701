// Programs of others against `k8s-tutor serve`, as they come from a distribution: each that this machine has.

import { execFile } from "node:child_process";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findRealKubectl } from "../../kubectl/real-kubectl.ts";
import { program, Scratch } from "../program.ts";
import { type Served, startServe } from "../served.ts";

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const scratch = new Scratch();
const tools = scratch.folder("tools");
let served: Served;
/** Goes on beside all the others. */
let pythonRan: Promise<Ran> | undefined;

/** Runs a script of the shell as somebody at work with the served cluster. */
function run(script: string, seconds = 20): Promise<Ran> {
  const { PATH = "" } = process.env;
  const env = {
    PATH: `${tools}${delimiter}${PATH}`,
    HOME: scratch.path,
    TERM: "xterm-256color",
    ...(served === undefined ? {} : { KUBECONFIG: served.kubeconfig, SERVER: served.url, TOKEN: served.token }),
  };
  return new Promise((resolve) => {
    execFile("sh", ["-c", script], { env, cwd: scratch.path, timeout: seconds * 1000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
      resolve({ stdout, stderr, exitCode: code });
    });
  });
}

function runPython(python: string): Promise<Ran> {
  const manifest = scratch.file("py.yaml", PYTHON_MANIFEST);
  const script = fileURLToPath(new URL("python-client.py", import.meta.url));
  return run(`${python} '${script}' '${manifest}'`, 50);
}

async function works(script: string): Promise<boolean> {
  return (await run(script)).exitCode === 0;
}

// Tools that call kubectl call the real one where there is one, and ours otherwise.
const kubectl = await findRealKubectl();
if (kubectl !== undefined) symlinkSync(kubectl, join(tools, "kubectl"));
else {
  const script = `#!/bin/sh\nexec '${process.execPath}' '${program}' kubectl "$@"\n`;
  writeFileSync(join(tools, "kubectl"), script);
  chmodSync(join(tools, "kubectl"), 0o755);
}

const pythons = ["python3", "/usr/bin/python3"];
const withClient = await Promise.all(pythons.map((each) => works(`${each} -c 'import kubernetes'`)));
const python = pythons.find((_, index) => withClient[index]);
const has = {
  curl: await works("command -v curl"),
  openssl: await works("command -v openssl"),
  kubetail: await works("command -v kubetail stdbuf setsid timeout"),
  kubectx: await works("command -v kubectx kubens"),
  kubecolor: await works("command -v kubecolor"),
  "python3-kubernetes": python !== undefined,
};
for (const [name, isHere] of Object.entries(has))
  if (!isHere) console.warn(`SKIPPED: no ${name} on this machine, so the served cluster is not tried with it`);

beforeAll(async () => {
  served = await startServe(scratch, "--port", "0", "--nodes", "control,worker");
  writeFileSync(join(scratch.path, "ca.crt"), served.ca);
  if (python !== undefined) pythonRan = runPython(python);
  // For those who look at logs.
  await run("kubectl create deployment web --image=nginx --replicas=2");
});

afterAll(async () => {
  await served.end();
  expect(served.stderr()).not.toMatch(/should not/);
  scratch.remove();
});

describe.skipIf(!has.curl)("curl", () => {
  const curl = 'curl -sS --cacert ca.crt -H "Authorization: Bearer $TOKEN"';

  it("asks with a token, and gets what people can read", async () => {
    const { stdout } = await run(`${curl} $SERVER/api/v1/namespaces/default`);
    expect(stdout).toMatch(/^\{\n {2}"kind": "Namespace",\n {2}"apiVersion": "v1",\n {2}"metadata": \{\n/);
    const { stdout: compact } = await run(`${curl} "$SERVER/api/v1/namespaces/default?pretty=false"`);
    expect(compact).toMatch(/^\{"kind":"Namespace",.*\}\n$/);
    expect(JSON.parse(compact)).toEqual(JSON.parse(stdout));
    expect((await run(`${curl} $SERVER/version`)).stdout).toContain('  "gitVersion": "v1.33.5"');
    expect((await run(`${curl} $SERVER/healthz`)).stdout).toBe("ok");
  });

  it("writes JSON and YAML, and is told what else there would be", async () => {
    const maps = "$SERVER/api/v1/namespaces/default/configmaps";
    const post = (type: string, body: string): Promise<Ran> =>
      run(`${curl} -o answer.json -w '%{http_code}' -H 'Content-Type: ${type}' --data-binary '${body}' ${maps}`);
    expect((await post("application/json", '{"metadata":{"name":"j"}}')).stdout).toBe("201");
    expect((await post("application/yaml", "metadata:\n  name: why\n")).stdout).toBe("201");
    expect((await post("application/x-www-form-urlencoded", "a=b")).stdout).toBe("415");
    const { stdout } = await run(`${curl} -H 'Accept: application/yaml' ${maps}/why`);
    expect(stdout).toMatch(/^apiVersion: v1\nkind: ConfigMap\nmetadata:\n/);
    expect((await run(`${curl} -X DELETE ${maps}/why`)).stdout).toContain('"status": "Success"');
  });

  it("watches, one event a line", async () => {
    const { stdout } = await run(`${curl} -N "$SERVER/api/v1/namespaces?watch=1&timeoutSeconds=1"`);
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; object: { metadata: { name: string } } });
    expect(events.map(({ type, object }) => `${type} ${object.metadata.name}`)).toContain("ADDED kube-system");
  });

  it("without a token is anonymous, and without the authority trusts nobody", async () => {
    expect((await run("curl -sS --cacert ca.crt $SERVER/api/v1/pods")).stdout).toContain('User \\"system:anonymous\\"');
    const stranger = "curl -sS --cacert ca.crt -H 'Authorization: Bearer made-up' $SERVER/api";
    expect((await run(stranger)).stdout).toContain('"message": "Unauthorized"');
    expect((await run("curl -sS $SERVER/version")).exitCode).toBe(60);
  });
});

describe.skipIf(!has.openssl)("openssl", () => {
  it("makes a key and a request, which the cluster signs; the certificate then says who it is", async () => {
    const asked = await run(`
openssl req -new -newkey rsa:2048 -nodes -keyout jane.key -out jane.csr -subj /O=team/CN=jane 2> /dev/null
kubectl create -f - <<END
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: jane}
spec:
  request: $(base64 < jane.csr | tr -d '\\n')
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
END
kubectl certificate approve jane
until kubectl get csr jane -o 'jsonpath={.status.certificate}' | grep -q .; do sleep 0.1; done
kubectl get csr jane -o 'jsonpath={.status.certificate}' | base64 -d > jane.crt
openssl verify -CAfile ca.crt jane.crt`);
    expect(asked.stdout).toMatch(/jane\.crt: OK\n$/);
    const address = served.url.replace("https://", "");
    const { stdout } = await run(
      `printf 'GET /api/v1/nodes HTTP/1.0\\r\\nHost: ${address}\\r\\n\\r\\n' | openssl s_client -quiet -connect ${address} \
        -CAfile ca.crt -verify_return_error -cert jane.crt -key jane.key -ign_eof 2> /dev/null`,
    );
    expect(stdout).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(stdout).toContain('nodes is forbidden: User \\"jane\\" cannot list resource \\"nodes\\"');
    const { stdout: names } = await run(
      `openssl s_client -connect ${address} < /dev/null 2> /dev/null | openssl x509 -noout -ext subjectAltName`,
    );
    expect(names).toContain("DNS:kubernetes.default.svc");
  });
});

describe.skipIf(!has.kubectx)("kubectx and kubens", () => {
  it("show, rename and switch contexts and namespaces", async () => {
    const { stdout } = await run(`
cp $KUBECONFIG mine; export KUBECONFIG=mine
kubectx; kubectx me=k8s-tutor; kubectx -c
kubens; kubens kube-system > /dev/null 2>&1; kubens -c; kubectl get pods -o name | grep -c coredns
kubens - > /dev/null 2>&1; kubens -c; kubens nowhere 2>&1`);
    const namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];
    const nowhere = 'error: no namespace exists with name "nowhere".';
    const lines = [
      "k8s-tutor",
      'Context "k8s-tutor" renamed to "me".',
      "me",
      ...namespaces,
      "kube-system",
      "2",
      "default",
    ];
    expect(stdout).toBe([...lines, nowhere, ""].join("\n"));
  });
});

describe.skipIf(!has.kubecolor)("kubecolor", () => {
  it("colours what kubectl prints, and nothing where it is told not to", async () => {
    const coloured = await run("kubecolor --force-colors get nodes; kubecolor --force-colors describe node worker");
    expect(coloured.stdout).toMatch(/\u001b\[36mworker\u001b\[0m +\u001b\[32mReady\u001b\[0m/);
    expect(coloured.stdout).toMatch(/\u001b\[33mName\u001b\[0m: +\u001b\[36mworker\u001b\[0m/);
    const plain = await run("kubecolor --plain get nodes -o name; kubecolor --plain get pods nobody");
    expect([plain.stdout, plain.exitCode]).toEqual(["node/control\nnode/worker\n", 1]);
    expect(plain.stderr).toBe('Error from server (NotFound): pods "nobody" not found\n');
  });
});

describe.skipIf(!has.kubetail)("kubetail", () => {
  it("follows the logs of two pods at once", async () => {
    await run("kubectl rollout status deployment web --timeout=20s");
    // Its 1.6.5 was written for a bash that takes no & in a replacement for the text replaced.
    const setting = scratch.file("bashrc", "shopt -u patsub_replacement 2> /dev/null || true\n");
    const { stdout } = await run(`
BASH_ENV=${setting} setsid timeout 10 stdbuf -oL kubetail -l app=web -k pod > tail.log 2>&1 &
until grep -c 'worker process' tail.log | grep -q '^[4-9]'; do sleep 0.1; done
for pod in $(kubectl get pods -l app=web -o name); do kubectl exec $pod -- curl -s localhost/?asked > /dev/null; done
until grep -c asked tail.log | grep -q 2; do sleep 0.1; done
kill $!; cat tail.log`);
    expect(stdout).toContain("Will tail 2 logs...\n");
    const from = [...stdout.matchAll(/\[(web-[\w-]+)\]\S* 127\.0\.0\.1 - - .*GET \/\?asked/g)].map(([, name]) => name);
    expect(new Set(from).size).toBe(2);
  });
});

describe.skipIf(python === undefined)("the official Python client", () => {
  it("does all that its users do", { timeout: 60_000 }, async () => {
    const { stdout = "", stderr } = (await pythonRan) ?? {};
    expect(JSON.parse(stdout || JSON.stringify(stderr))).toEqual({
      versions: ["v1.33.5", ["control", "worker"]],
      from_yaml: ["AlreadyExists", "AlreadyExists", "AlreadyExists"],
      until_ready: 2,
      executed: ["out\nerr\n", "/dev/pts/0\r\nx\r\n", 200_000],
      typed: [true, "oh", 3],
      not_executed: expect.stringMatching(/^Handshake status 404 Not Found/),
      forwarded: [true, true, null, true],
      followed: "127.0.0.1",
      patched: ["nginx", "b", 1, 3, "app=py"],
      applied: [201, { a: "1" }, "py", "Apply"],
      refused: [
        [404, "Not Found", "NotFound", 'pods "nobody" not found'],
        [409, "Conflict", "Conflict", expect.stringContaining("the object has been modified")],
        [422, "Unprocessable Entity", "Invalid"],
        [400, "Bad Request", "BadRequest"],
      ],
      dynamically: ["Deployment", "yes", ["ADDED"], "Scale"],
      custom: [2, ["ADDED"], "Success"],
      informed: ["ADDED", "MODIFIED", "DELETED"],
      in_pieces: [[2, 2, 1], 3],
      elected: [["one"], "one"],
      deleted: [[null, null], 0],
    });
  });
});

const PYTHON_MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: py}
spec:
  replicas: 2
  selector: {matchLabels: {app: py}}
  template:
    metadata: {labels: {app: py}}
    spec: {containers: [{name: nginx, image: nginx}]}
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: py}
  spec: {selector: {app: py}, ports: [{port: 80}]}
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: py}
`;
