// What a host carries: learners in one process, hosts in others, and what the instructor's page sees of it when.

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../postgres-server.ts";
import { buildHost, buildModule, type HostProcess, startHost } from "./host-process.ts";

export interface Load {
  readonly learners: number;
  readonly hosts: number;
  /** Of the storage. */
  readonly kind: "SQLite" | "PostgreSQL";
  readonly events: number;
  /** Events that the page had not heard of two seconds after the end. */
  readonly lost: number;
  /** Milliseconds from a learner's event to the page. */
  readonly p50: number;
  readonly p99: number;
  /** How long it took until everybody had a seat, in milliseconds. */
  readonly seatedMs: number;
  /** Parts of one core, of all hosts together, while events came. */
  readonly cores: number;
  /** Of the largest host. */
  readonly mib: number;
  /** Of disk, an event; SQLite only. */
  readonly bytesAnEvent?: number;
}

/** @param here the folder of this file's sources */
export async function measureLoads(
  here: string,
  counts: readonly number[],
  seconds: number,
  say: (load: Load) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-load-"));
  try {
    const host = await buildHost(folder, here);
    const crowd = await buildModule(join(here, "crowd.ts"), join(folder, "crowd.mjs"));
    for (const learners of counts) {
      const file = join(folder, `${learners}.db`);
      const load = await measure([await startHost(host, file, 0)], crowd, learners, seconds);
      say({
        ...load,
        kind: "SQLite",
        bytesAnEvent: (statSync(file).size + statSync(`${file}-wal`).size) / load.events,
      });
    }
    const server = await startPostgres();
    if (server === undefined) return;
    try {
      const hosts = [await startHost(host, server.url, 0), await startHost(host, server.url, 0)];
      say({ ...(await measure(hosts, crowd, Math.max(...counts), seconds)), kind: "PostgreSQL" });
    } finally {
      server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  hosts: readonly HostProcess[],
  crowd: string,
  learners: number,
  seconds: number,
): Promise<Omit<Load, "kind">> {
  const child = fork(crowd, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  try {
    child.send({ ports: hosts.map(({ port }) => port), learners, seconds });
    const [{ seatedMs }] = (await once(child, "message")) as [{ seatedMs: number }];
    const before = await usageOf(hosts);
    const [told] = (await once(child, "message")) as [Pick<Load, "events" | "lost" | "p50" | "p99">];
    const after = await usageOf(hosts);
    const cpuMs = after.reduce((sum, usage, index) => sum + usage.cpuMs - (before[index]?.cpuMs ?? 0), 0);
    const mib = Math.max(...after.map((usage) => usage.mib));
    return { learners, hosts: hosts.length, seatedMs, ...told, cores: cpuMs / 1000 / (seconds + 2), mib };
  } finally {
    child.kill("SIGKILL");
    for (const { process } of hosts) process.kill("SIGKILL");
  }
}

interface Usage {
  readonly cpuMs: number;
  readonly mib: number;
}

function usageOf(hosts: readonly HostProcess[]): Promise<readonly Usage[]> {
  return Promise.all(
    hosts.map(async ({ process }) => {
      process.send("usage");
      const [usage] = (await once(process, "message")) as [Usage];
      return usage;
    }),
  );
}
