// Measures what a learner feels, as ratios within one run: this machine's speed cancels out.
//
//   npm run bench
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchKubectl } from "./bench-kubectl.mjs";
import { benchScale } from "./bench-scale.mjs";
import { benchServe } from "./bench-serve.mjs";
import { benchTyping } from "./bench-typing.mjs";
import { benchWorkshop } from "./bench-workshop.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cli = join(root, "bin/k8s-tutor.js");
const work = mkdtempSync(join(tmpdir(), "k8s-tutor-bench-"));
const environment = { ...process.env, K8S_TUTOR_HOME: join(work, "home"), NO_COLOR: "1" };

const rows = [];
const bare = median(15, () => time(() => run(["-e", "0"])));
rows.push(["node -e 0", ms(bare), ""]);

const version = median(15, () => time(() => run([cli, "--version"])));
rows.push(["k8s-tutor --version", ms(version), ratio(version, bare)]);

const prompt = median(9, () => timeToFirstPrompt());
rows.push(["start of the sandbox to its first prompt", ms(await prompt), ratio(await prompt, bare)]);

const empty = script("$ true\n");
const startUp = median(9, () => time(() => sandbox(empty)));
rows.push(["a script of one command (start-up and end)", ms(startUp), ratio(startUp, bare)]);

const long = script(
  [
    "$ kubectl create deployment web --image=nginx:1.27 --replicas=3",
    "+ 30s",
    ...Array.from({ length: 9 }, () => "$ kubectl get pods\n+ 30s\n$ kubectl get deployment web -o wide\n+ 30s"),
    "$ kubectl delete deployment web",
    "",
  ].join("\n"),
);
const longRun = median(7, () => time(() => sandbox(long)));
rows.push(["20 commands over 10 virtual minutes (whole process)", ms(longRun), ratio(longRun, bare)]);

rows.push(...(await benchKubectl({ cli, work, environment, bareMs: bare })));
rows.push(...benchScale({ cli, work, environment }));
rows.push(...(await benchTyping({ cli, work, environment })));
rows.push(...(await benchServe({ cli, work, environment, bareMs: bare })));
rows.push(...(await benchWorkshop()));

for (const [what, value] of packageSizes()) rows.push([what, value, ""]);
for (const [what, value, relative] of rows) console.log(`${what.padEnd(58)} ${value.padStart(22)}  ${relative}`);
rmSync(work, { recursive: true, force: true });

function run(args) {
  const { status, stderr } = spawnSync(process.execPath, args, { env: environment, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
}
function sandbox(file) {
  run([cli, "sandbox", "--script", file, "--json", "--dir", work]);
}
function script(text) {
  const file = join(work, `script-${text.length}.txt`);
  writeFileSync(file, text);
  return file;
}
function time(action) {
  const started = performance.now();
  action();
  return performance.now() - started;
}
// Without a tty the sandbox reads plain lines; its first answer shows that cluster and prompt are there.
async function timeToFirstPrompt() {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, "sandbox", "--dir", work], {
    env: environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.write("echo here-I-am\n");
  await new Promise((resolve) => {
    let seen = "";
    child.stdout.on("data", (data) => {
      seen += data;
      if (seen.includes("here-I-am")) resolve();
    });
  });
  const took = performance.now() - started;
  child.stdin.end();
  await new Promise((resolve) => child.on("close", resolve));
  return took;
}
function median(times, measure) {
  const values = [];
  const first = measure();
  if (first instanceof Promise) return medianOfPromises(times, measure, first);
  for (let i = 0; i < times; i++) values.push(measure());
  return middle(values);
}
async function medianOfPromises(times, measure, first) {
  await first;
  const values = [];
  for (let i = 0; i < times; i++) values.push(await measure());
  return middle(values);
}
function middle(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
function ms(value) {
  return `${value.toFixed(1)} ms`;
}
function ratio(value, to) {
  return `${(value / to).toFixed(2)} × node -e 0`;
}
function packageSizes() {
  const [pack] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const dist = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).map((name) =>
    statSync(join(root, "dist", name)),
  );
  const main = readFileSync(join(root, "dist/main.cjs")).length;
  return [
    ["package, packed", `${(pack.size / 1024).toFixed(0)} KiB`],
    ["package, installed", `${(pack.unpackedSize / 1024).toFixed(0)} KiB`],
    [
      "of which dist",
      `${(dist.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1024).toFixed(0)} KiB`,
    ],
    ["of which dist/main.cjs", `${(main / 1024).toFixed(0)} KiB`],
  ];
}
