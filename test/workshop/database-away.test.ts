// A host whose PostgreSQL cannot be reached for a while: nothing is acknowledged that is not kept, and all goes on when it is back.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PostgresStorage } from "../../src/workshop/storage/postgres.ts";
import { Outbox } from "../../src/workshop/uplink/outbox.ts";
import { Uplink } from "../../src/workshop/uplink/uplink.ts";
import { LooseCable } from "./loose-cable.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { RoomAtWork } from "./room-at-work.ts";

const PATIENCE_MS = 30_000;

describe("a database that is away", { timeout: 90_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), "k8s-tutor-away-"));
  let server: PostgresServer | undefined;
  let cable: LooseCable | undefined;
  let room: RoomAtWork | undefined;
  let line: Uplink | undefined;

  beforeAll(async () => {
    server = await startPostgres();
    if (server === undefined) console.warn("A database that is away was NOT tested: there is no PostgreSQL to start");
  }, 60_000);

  afterAll(async () => {
    line?.close();
    cable?.mend();
    await room?.close();
    cable?.close();
    server?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it("is waited for; what was told meanwhile is kept once and in order", async ({ skip }) => {
    if (server === undefined) return skip("there is no PostgreSQL");
    const url = new URL(server.url);
    const between = await LooseCable.lay(Number(url.port));
    cable = between;
    url.port = String(between.end);
    room = await new RoomAtWork({ storage: () => PostgresStorage.open(url.href) }).open();
    const instructor = await room.instructor();
    const { seat, learner } = await room.join("Ana");
    const outbox = new Outbox(join(home, "ana.jsonl"));
    line = new Uplink({
      url: `ws://127.0.0.1:${room.port}`,
      seat,
      device: "laptop",
      outbox,
      lastOrder: 0,
      now: () => 5,
      heard: () => undefined,
      changed: () => undefined,
    });
    const told: string[] = [];
    const say = () => {
      told.push(`hand ${told.length}`);
      line?.tell({ kind: "hand", raised: true, about: `hand ${told.length - 1}` });
    };
    // In the middle of its commits.
    const talking = setInterval(say, 3);
    for (let cut = 0; cut < 3; cut++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      between.cut();
      await expect.poll(() => room?.ledger?.trouble, { timeout: PATIENCE_MS }).toBeDefined();
      between.mend();
      await expect.poll(() => room?.ledger?.trouble, { timeout: PATIENCE_MS }).toBeUndefined();
    }
    clearInterval(talking);
    expect(await line.drain(PATIENCE_MS)).toBe(true);
    const kept = (await room.ledger?.eventsOf(learner)) ?? [];
    expect(kept.map(({ event }) => (event.kind === "hand" ? event.about : ""))).toEqual(told);
    await instructor.hear("changed", ({ parts: { host } }) => host?.trouble !== null && host !== undefined);
    await instructor.hear("changed", ({ parts: { host } }) => host?.notices[0]?.text.includes("kept again") === true);
  });
});
