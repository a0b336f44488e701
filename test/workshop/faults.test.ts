import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/sim/random.ts";
import { SqliteStorage } from "../../src/workshop/storage/sqlite.ts";
import { Outbox } from "../../src/workshop/uplink/outbox.ts";
import { Uplink } from "../../src/workshop/uplink/uplink.ts";
import { buildHost, type HostProcess, startHost } from "./load/host-process.ts";
import { CODE } from "./load/room.ts";

/** How often the host is killed; WORKSHOP_KILLS=200 for a long run. */
const KILLS = Number(process.env.WORKSHOP_KILLS ?? 5);
const LEARNERS = 12;

const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-faults-"));
let file = "";

beforeAll(async () => {
  file = await buildHost(folder, join(import.meta.dirname, "load"));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a host that is killed at random moments, under load", () => {
  it(`${KILLS} times: what was told arrives once, in order`, { timeout: 60_000 + KILLS * 5000 }, async () => {
    const database = join(folder, "room.db");
    let host: HostProcess = await startHost(file, database, 0);
    const { port } = host;
    const learners = await Promise.all(Array.from({ length: LEARNERS }, (_, index) => sit(port, `learner-${index}`)));
    const talking = setInterval(() => {
      for (const learner of learners) learner.tell();
    }, 7);
    const random = new Random("kills");
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 20 + random.below(200)));
      const ended = once(host.process, "exit");
      host.process.kill("SIGKILL");
      await ended;
      host = await startHost(file, database, port);
    }
    clearInterval(talking);
    for (const { line } of learners) expect(await line.drain(30_000)).toBe(true);
    for (const { line } of learners) line.close();
    const ended = once(host.process, "exit");
    host.process.kill("SIGKILL");
    await ended;
    const storage = SqliteStorage.open(database);
    try {
      for (const { id, told } of learners) {
        const kept = (await storage.eventsOf("room", id)).map(({ event }) =>
          event.kind === "hand" ? event.about : "",
        );
        expect(kept).toEqual(told);
      }
      const positions = (await storage.eventsAfter("room", 0, 1_000_000)).map(({ position }) => position);
      expect(positions).toEqual(positions.map((_, index) => index + 1));
      expect(positions.length).toBeGreaterThan(LEARNERS * KILLS);
    } finally {
      await storage.close();
    }
  });
});

async function sit(port: number, name: string) {
  const body = JSON.stringify({ code: CODE, name });
  const answer = await fetch(`http://127.0.0.1:${port}/api/join`, { method: "POST", body });
  const { learner, seat } = (await answer.json()) as { learner: string; seat: string };
  const told: string[] = [];
  const line = new Uplink({
    url: `ws://127.0.0.1:${port}`,
    seat,
    device: "laptop",
    outbox: new Outbox(join(folder, `${name}.jsonl`)),
    lastOrder: 0,
    now: Date.now,
    heard: () => undefined,
    changed: () => undefined,
  });
  const tell = () => {
    const about = `${name} says ${told.length}`;
    told.push(about);
    line.tell({ kind: "hand", raised: true, about });
  };
  return { id: learner, told, line, tell };
}
