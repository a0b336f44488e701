// Many pods that work: how wall time and memory grow from a hundred shell loops to a thousand, over ten virtual minutes.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SCRIPT = "while true; do date >> /tmp/log; sleep 5; done";
const PODS_ON_A_NODE = 100;

/** @returns rows of [what, value, relative] */
export async function benchScale(options) {
  const hundred = await workingPods(100, options);
  const thousand = await workingPods(1000, options);
  const growth = (of) => `${(thousand[of] / hundred[of]).toFixed(1)} × that of 100`;
  const rows = [100, 1000].map((pods, index) => {
    const { ms, mib } = [hundred, thousand][index];
    const memory = mib === undefined ? "" : `, ${mib} MiB`;
    return [`${pods} pods with a shell loop, 10 virtual minutes`, `${(ms / 1000).toFixed(2)} s${memory}`, ""];
  });
  rows[1][2] = hundred.mib === undefined ? growth("ms") : `${growth("ms")}, memory ${growth("mib")}`;
  return rows;
}

async function workingPods(pods, { cli, work, environment }) {
  const nodes = Array.from({ length: Math.ceil(pods / PODS_ON_A_NODE) + 1 }, (_, index) => ({
    name: `n${index}`,
    controlPlane: index === 0,
  }));
  const profile = join(work, `scale-${pods}.yaml`);
  // JSON is YAML.
  writeFileSync(profile, JSON.stringify({ images: "cached", nodes }));
  const create = `kubectl create deployment work --image=busybox:1.36 --replicas=${pods} -- sh -c '${SCRIPT}'`;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [cli, "sandbox", "--script", "-", "--json", "--dir", work, "--cluster", profile],
    {
      env: environment,
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  child.stdin.end(`$ ${create}\n+ 600s\n$ kubectl get deployment work -o jsonpath={.status.readyReplicas}\n`);
  let [mib, output] = [undefined, ""];
  const poll = setInterval(() => {
    mib = highestMiB(child.pid) ?? mib;
  }, 25);
  child.stdout.on("data", (data) => {
    output += data;
  });
  await new Promise((resolve) => child.on("close", resolve));
  clearInterval(poll);
  const ready = Number(JSON.parse(output)[1].stdout);
  if (ready !== pods) throw new Error(`${ready} of ${pods} pods were ready`);
  return { ms: performance.now() - started, mib };
}

/** Linux tells it in /proc; elsewhere it is not measured. */
function highestMiB(pid) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, "utf8")) ?? [];
  return kib === undefined ? undefined : Math.round(Number(kib) / 1024);
}
