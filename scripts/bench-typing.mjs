// What typing at the prompt feels like: from the key to the last byte on the screen, what is written for it, and what an idle prompt costs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pty from "@lydell/node-pty";

const pods = 200;
const historyLines = 10_000;
const idleSeconds = 5;
/** A key has been answered when nothing more has come for this long. */
const quietMs = 25;

/** Rows for the bench's table. */
export async function benchTyping({ cli, work, environment }) {
  const home = join(work, "typing-home");
  mkdirSync(home);
  const lines = Array.from(
    { length: historyLines },
    (_, at) => `kubectl get pods -l app=web-${at} --namespace shop-${at % 50}`,
  );
  writeFileSync(join(home, "history"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  // With all that a terminal can show: colours and suggestions.
  const { NO_COLOR: _, ...rest } = environment;
  const typist = new Typist(cli, work, { ...rest, K8S_TUTOR_HOME: home, COLORFGBG: "15;0", TERM: "xterm-256color" });
  try {
    await typist.sees("$");
    await typist.run(`kubectl create deployment web --image=nginx:1.27 --replicas=${pods}`, "created");
    await typist.run("kubectl rollout status deployment web", "successfully rolled out");
    const idle = await typist.idle(idleSeconds);
    const keys = [];
    for (const line of [
      "kubectl describe pod web-",
      "kubectl get pods -o wide --namespace default | grep 'web' > file",
      "k logs deployment/web --tail=20 --since=5m",
      "kubectl get pods -l app=web-99",
    ]) {
      for (const key of line) keys.push(await typist.press(key));
      for (let back = 0; back < 12; back++) keys.push(await typist.press("\u007f"));
      await typist.press("\u0015");
    }
    const tab = [];
    for (let round = 0; round < 12; round++) {
      await typist.press("kubectl get pods web-");
      tab.push(await typist.press("\t"));
      await typist.press("\u0003");
    }
    const paste = await typist.press(`\u001b[200~echo ${"abcdefghi ".repeat(1000)}\u001b[201~`);
    const times = sorted(keys.map(({ ms }) => ms));
    const cpuTimes = sorted(keys.map(({ cpuMs }) => cpuMs));
    const cpu = (share) => `${at(cpuTimes, share).toFixed(2)} ms`;
    const bytes = sorted(keys.map((each) => each.bytes));
    return [
      [
        `key to screen, ${pods} pods, history of ${historyLines}: p50`,
        `${at(times, 0.5).toFixed(2)} ms`,
        `of ${keys.length} keys`,
      ],
      ["key to screen, p99", `${at(times, 0.99).toFixed(2)} ms`, "aim: below 10 ms"],
      ["of which processor time, p50 and p99", `${cpu(0.5)} and ${cpu(0.99)}`, "what else the machine does left out"],
      ["bytes written for a key, median and most", `${at(bytes, 0.5)} and ${at(bytes, 1)}`, ""],
      [`Tab among ${pods} pods, to the menu: median`, `${at(sorted(tab.map(({ ms }) => ms)), 0.5).toFixed(1)} ms`, ""],
      ["a paste of 10,000 characters, to the screen", `${paste.ms.toFixed(1)} ms`, `${paste.bytes} bytes`],
      [`idle prompt, ${pods} pods: CPU`, `${(100 * idle).toFixed(2)} %`, "aim: below 1 %"],
    ];
  } finally {
    typist.close();
  }
}

class Typist {
  output = "";
  lastMs = 0;

  constructor(cli, work, environment) {
    this.process = pty.spawn(process.execPath, [cli, "sandbox", "--dir", work], {
      name: "xterm-256color",
      cols: 100,
      rows: 40,
      cwd: work,
      env: environment,
    });
    this.process.onData((data) => {
      this.output += data;
      this.lastMs = performance.now();
    });
  }

  async sees(text, from = 0) {
    const started = performance.now();
    while (!this.output.includes(text, from)) {
      if (performance.now() - started > 60_000) throw new Error(`the prompt never showed ${text}`);
      await pause(5);
    }
  }

  async run(line, text) {
    const from = this.output.length;
    this.process.write(`${line}\r`);
    await this.sees(text, from);
    await this.quiet();
  }

  /** The first bytes are the answer; suggestions and names that come when the typing rests are counted as bytes only. */
  async press(keys) {
    const from = this.output.length;
    const cpuBefore = this.cpuMs();
    const started = performance.now();
    this.process.write(keys);
    while (this.output.length === from && performance.now() - started < 1000) await pause(0);
    const ms = this.lastMs - started;
    const cpuMs = this.cpuMs() - cpuBefore;
    await this.quiet();
    return { ms, cpuMs, bytes: Buffer.byteLength(this.output.slice(from)) };
  }

  async quiet() {
    await pause(quietMs);
    while (performance.now() - this.lastMs < quietMs) await pause(5);
  }

  /** The share of one processor that the prompt takes while nobody types; known on Linux only. */
  async idle(seconds) {
    await pause(1000);
    const before = this.cpuMs();
    await pause(seconds * 1000);
    return (this.cpuMs() - before) / (seconds * 1000);
  }

  /** Of the thread that answers keys; NaN where the system does not tell. */
  cpuMs() {
    try {
      const { pid } = this.process;
      return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      return Number.NaN;
    }
  }

  close() {
    this.process.kill("SIGKILL");
  }
}

function pause(ms) {
  return ms === 0 ? new Promise((resolve) => setImmediate(resolve)) : new Promise((resolve) => setTimeout(resolve, ms));
}

function sorted(values) {
  return values.toSorted((one, other) => one - other);
}

function at(values, share) {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))];
}
