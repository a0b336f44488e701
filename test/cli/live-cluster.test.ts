import { afterEach, describe, expect, it } from "vitest";
import { LiveCluster } from "../../src/cli/live-cluster.ts";
import { MachineClock } from "../../src/cli/machine-clock.ts";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { Cluster } from "../../src/cluster/cluster.ts";
import { profileOfNodes } from "../../src/cluster/profile.ts";
import { VirtualClock } from "../../src/sim/clock.ts";

const start = Date.UTC(2026, 0, 5, 9);
const user = { name: "test", groups: ["system:masters"] };
const hourMs = 3600_000;
const open: LiveCluster[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.stop();
});

/** A machine whose clock and stopwatch stand still until somebody moves them. */
class Machine {
  time = start;
  watch = 0;
  readonly wall = (): number => this.time;
  readonly stopwatch = (): number => this.watch;

  pass(ms: number): void {
    this.time += ms;
    this.watch += ms;
  }
}

function boot(machine: Pick<Machine, "wall"> & Partial<Machine>): { cluster: Cluster; live: LiveCluster } {
  const profile = profileOfNodes(["one"]);
  const startMs = machine.wall();
  const cluster = Cluster.boot({ profile, seed: 1, startMs, schema: schemaSource(), keepsJournal: false });
  const { wall, stopwatch } = machine;
  const live = new LiveCluster({ ...cluster, wall, ...(stopwatch === undefined ? {} : { stopwatch }) });
  open.push(live);
  return { cluster, live };
}

const turn = (): Promise<void> => new Promise(setImmediate);

describe("a live cluster", () => {
  it("that slept for eight hours with its machine catches up in turns, and answers meanwhile", async () => {
    let time = start;
    const { cluster, live } = boot({ wall: () => time });
    time += 8 * hourMs;
    let turns = 0;
    let worst = 0;
    while (cluster.clock.now() < time) {
      const began = performance.now();
      const answer = live.handle({ method: "GET", path: "/api/v1/nodes", query: {}, user });
      worst = Math.max(worst, performance.now() - began);
      expect(answer.status).toBe(200);
      expect(cluster.clock.now()).toBeLessThanOrEqual(time);
      turns++;
      await turn();
    }
    expect(turns).toBeGreaterThan(10);
    // A turn takes 25 ms and what its last timer takes; all eight hours take seconds.
    expect(worst).toBeLessThan(5000);
    const nodes = live.handle({ method: "GET", path: "/api/v1/nodes", query: {}, user });
    expect(JSON.stringify(nodes)).not.toContain('"status":"Unknown"');
  });

  it("keeps the pace of its machine's clock when that is set back, and comes near it again when it is set forward", async () => {
    const machine = new Machine();
    const { cluster, live } = boot(machine);
    const look = (): number => {
      live.handle({ method: "GET", path: "/version", query: {}, user });
      return cluster.clock.now();
    };
    machine.pass(60_000);
    while (look() < machine.time) await turn();
    machine.time -= hourMs;
    const before = look();
    for (let passed = 0; passed < 60_000; passed += 1000) {
      machine.pass(1000);
      look();
      await turn();
    }
    expect(cluster.clock.now()).toBe(before + 60_000);
    machine.time += hourMs;
    machine.pass(5000);
    while (look() < machine.time) await turn();
    expect(cluster.clock.now()).toBe(machine.time);
  });

  it("goes on after a fault in its own works", async () => {
    const machine = new Machine();
    const clock = new VirtualClock(start);
    const faults: unknown[] = [];
    const seen: string[] = [];
    clock.after(10, () => {
      throw new Error("broken");
    });
    clock.after(10, () => seen.push("later"));
    const answer = { kind: "text", status: 200, body: "ok" } as const;
    const options = { ...machine, clock, handle: () => answer, onFault: (error: unknown) => faults.push(error) };
    const live = new LiveCluster(options);
    open.push(live);
    machine.pass(20);
    expect(live.handle({ method: "GET", path: "/", query: {}, user })).toBe(answer);
    while (seen.length === 0) await turn();
    expect(faults).toEqual([new Error("broken")]);
  });
});

describe("the machine's clock", () => {
  it("never makes time go back, and forgives small steps", () => {
    const machine = new Machine();
    const clock = new MachineClock(machine);
    const steps: [set: number, pass: number, lead: number][] = [
      [0, 1000, 0],
      [-500, 1000, 0],
      [-hourMs, 1000, hourMs],
      [0, 8 * hourMs, hourMs],
      [-hourMs, 0, 2 * hourMs],
      [hourMs + 10_000, 0, hourMs - 10_000],
      [5 * hourMs, 0, 0],
      [hourMs, 1000, 0],
    ];
    for (const [set, pass, lead] of steps) {
      machine.time += set;
      machine.pass(pass);
      expect(clock.now() - machine.time).toBe(lead);
    }
  });
});
