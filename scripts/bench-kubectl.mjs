// What a command costs at the prompt, beside the real kubectl that asks a served cluster with the same objects in it.
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findKubectl, serve } from "./bench-serve.mjs";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 100
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "nginx:1.27", ports: [{containerPort: 80}], resources: {requests: {cpu: 10m}}}
`;
const MEASURED = {
  "get pods, 100 pods": "kubectl get pods",
  "apply, unchanged": "kubectl apply -f bench-web.yaml",
  "describe a Deployment": "kubectl describe deployment web",
};
const TIMES = 200;

/** @returns rows of [what, value, relative] */
export async function benchKubectl(options) {
  writeFileSync(join(options.work, "bench-web.yaml"), DEPLOYMENT);
  const ours = Object.fromEntries(Object.entries(MEASURED).map(([what, line]) => [what, atThePrompt(line, options)]));
  const real = await ofTheReal(options);
  return Object.entries(ours).map(([what, took]) => {
    const relative =
      real === undefined
        ? `${(took / options.bareMs).toFixed(3)} × node -e 0`
        : `the real kubectl takes ${real[what].toFixed(0)} ms: ${(real[what] / took).toFixed(0)} ×`;
    return [`kubectl at the prompt: ${what} (each)`, `${took.toFixed(2)} ms`, relative];
  });
}

/** The difference between two scripts of which one has the command many times more. */
function atThePrompt(line, { cli, work, environment }) {
  const before = "$ kubectl apply -f bench-web.yaml\n+ 120s\n";
  const run = (times) => {
    const input = before + `$ ${line}\n`.repeat(times);
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [cli, "sandbox", "--script", "-", "--json", "--dir", work], {
      env: environment,
      input,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - started;
  };
  const differences = Array.from({ length: 5 }, () => -run(1) + run(TIMES + 1));
  return middle(differences) / TIMES;
}

async function ofTheReal(options) {
  const kubectl = findKubectl();
  if (kubectl === undefined) return undefined;
  const { work, environment } = options;
  const served = await serve(options);
  const env = { ...environment, KUBECONFIG: served.file, HOME: work };
  const run = (line) => execFileSync(kubectl, line.split(" ").slice(1), { env, cwd: work, stdio: "pipe" });
  try {
    run("kubectl apply -f bench-web.yaml");
    run("kubectl rollout status deployment web --timeout=120s");
    return Object.fromEntries(
      Object.entries(MEASURED).map(([what, line]) => {
        const times = Array.from({ length: 9 }, () => {
          const started = performance.now();
          run(line);
          return performance.now() - started;
        });
        return [what, middle(times)];
      }),
    );
  } finally {
    await served.end();
  }
}

function middle(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
