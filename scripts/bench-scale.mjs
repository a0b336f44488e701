// A large cluster: what pods cost as they become many. Each figure is that of a process of its own; times are processor time,
// which what else the machine does disturbs little.
//
//   node scripts/bench-scale.mjs [CLI]      these rows alone, of a built program
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const LOOP = "while true; do date >> /tmp/log; sleep 5; done";

/** @returns rows of [what, value, relative] */
export function benchScale(options) {
  return [...scaledDeployments(options), ...rollingUpdate(options), ...workingPods(options)];
}

function scaledDeployments(options) {
  const [small, large] = [
    { pods: 1000, nodes: 100 },
    { pods: 10_000, nodes: 1000 },
  ].map(({ pods, nodes }) => {
    const boot = measure(nodes, ["$ true"], options);
    const all = measure(nodes, scaleTo(pods), options);
    expectPods(all, pods);
    return { pods, nodes, boot, all, msPerPod: (1000 * (all.seconds - boot.seconds)) / pods };
  });
  const rows = [small, large].map(({ pods, nodes, boot, all }) => [
    `one Deployment scaled to ${pods} on ${nodes} nodes`,
    amount(all),
    `of which ${seconds(boot)} before the first command`,
  ]);
  const perPod = [`time per pod, at ${small.pods} and at ${large.pods}`, msEach(small, large)];
  return [...rows, [...perPod, `${(large.msPerPod / small.msPerPod).toFixed(2)} × that at ${small.pods}`]];
}

function scaleTo(pods) {
  return [
    "$ kubectl create deployment work --image=nginx:1.27",
    "+ 10s",
    `$ kubectl scale deployment work --replicas=${pods}`,
    "$ kubectl rollout status deployment work --timeout=3000s",
    "$ kubectl get deployment work -o jsonpath={.status.readyReplicas}",
  ];
}

function rollingUpdate(options) {
  const pods = 1000;
  const before = scaleTo(pods);
  const after = [
    "$ kubectl set image deployment work nginx=nginx:1.28",
    "$ kubectl rollout status deployment work --timeout=3000s",
    "$ kubectl get deployment work -o jsonpath={.status.updatedReplicas}",
  ];
  const without = measure(100, before, options);
  const all = measure(100, [...before, ...after], options);
  expectPods(all, pods);
  const update = { seconds: all.seconds - without.seconds, mib: all.mib };
  return [[`rolling update of ${pods} pods`, amount(update), `${ratio(all, without)} × that of scaling, together`]];
}

function workingPods(options) {
  const [few, many] = [
    { pods: 100, nodes: 2 },
    { pods: 1000, nodes: 11 },
  ].map(({ pods, nodes }) => {
    const create = `$ kubectl create deployment work --image=busybox:1.36 --replicas=${pods} -- sh -c '${LOOP}'`;
    const count = "$ kubectl get deployment work -o jsonpath={.status.readyReplicas}";
    const boot = measure(nodes, ["$ true"], options);
    const all = measure(nodes, [create, "+ 600s", count], options);
    expectPods(all, pods);
    return { pods, all, seconds: all.seconds - boot.seconds, mib: all.mib - boot.mib };
  });
  const growth = `${ratio(many, few)} × that of ${few.pods}, memory ${(many.mib / few.mib).toFixed(1)} ×`;
  return [few, many].map((each) => [
    `${each.pods} pods with a shell loop, 10 virtual minutes`,
    amount(each.all),
    each === many ? growth : "",
  ]);
}

/** Plays a script on a cluster of so many workers, in a process of its own. */
function measure(nodes, lines, { cli, work, environment }) {
  const profile = join(work, `scale-${nodes}.yaml`);
  const report = join(work, "scale-report.json");
  const all = Array.from({ length: nodes + 1 }, (_, index) => ({ name: `n${index}`, controlPlane: index === 0 }));
  // JSON is YAML.
  writeFileSync(profile, JSON.stringify({ images: "cached", nodes: all }));
  const hook = `import{writeFileSync}from"node:fs";process.on("exit",()=>{const u=process.resourceUsage();writeFileSync(${JSON.stringify(report)},JSON.stringify({seconds:(u.userCPUTime+u.systemCPUTime)/1e6,mib:u.maxRSS/1024}))})`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      ...["--import", `data:text/javascript,${encodeURIComponent(hook)}`],
      ...[cli, "sandbox", "--script", "-", "--json", "--dir", work, "--cluster", profile],
    ],
    { env: environment, input: `${lines.join("\n")}\n`, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`${lines[0]} … ended with ${status}: ${stderr}`);
  return { ...JSON.parse(readFileSync(report, "utf8")), answers: JSON.parse(stdout) };
}

function expectPods({ answers }, pods) {
  const said = answers.at(-1)?.stdout;
  if (Number(said) !== pods) throw new Error(`${said} instead of ${pods} pods`);
}

function seconds(of) {
  return `${of.seconds.toFixed(2)} s`;
}

function amount(of) {
  return `${seconds(of)}, ${Math.round(of.mib)} MiB`;
}

function msEach(...all) {
  return all.map(({ msPerPod }) => `${msPerPod.toFixed(2)} ms`).join(", ");
}

function ratio(a, b) {
  return (a.seconds / b.seconds).toFixed(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cli = resolve(process.argv[2] ?? join(fileURLToPath(import.meta.url), "../../bin/k8s-tutor.js"));
  const work = mkdtempSync(join(tmpdir(), "k8s-tutor-bench-"));
  const environment = { ...process.env, K8S_TUTOR_HOME: join(work, "home"), NO_COLOR: "1" };
  for (const [what, value, relative] of benchScale({ cli, work, environment }))
    console.log(`${what.padEnd(58)} ${value.padStart(22)}  ${relative}`);
  rmSync(work, { recursive: true, force: true });
}
