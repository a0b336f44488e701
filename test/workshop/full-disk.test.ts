// A full disk, at the host and at a learner: nothing is acknowledged that is not kept, somebody is told, and all goes on when there is room.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { Outbox } from "../../src/workshop/uplink/outbox.ts";
import { Uplink } from "../../src/workshop/uplink/uplink.ts";
import { began, RoomAtWork } from "./room-at-work.ts";
import { SmallDisk } from "./small-disk.ts";

const mounted = SmallDisk.mount();
if (typeof mounted === "string") console.warn(`Full disks were NOT tested: ${mounted}`);
const PATIENCE_MS = 20_000;

describe.skipIf(typeof mounted === "string")("a full disk", { timeout: 60_000 }, () => {
  const disk = mounted as SmallDisk;
  const home = mkdtempSync(join(tmpdir(), "k8s-tutor-home-"));
  const lines: Uplink[] = [];
  let room: RoomAtWork;

  beforeEach(() => disk.free());
  afterEach(async () => {
    for (const line of lines.splice(0)) line.close();
    disk.free();
    await room.close();
  });
  afterAll(() => {
    disk.remove();
    rmSync(home, { recursive: true, force: true });
  });

  async function sit(name: string, folder: string) {
    const { seat, learner } = await room.join(name);
    const outbox = new Outbox(join(folder, `${name}.jsonl`));
    const line = new Uplink({
      url: `ws://127.0.0.1:${room.port}`,
      seat,
      device: "laptop",
      outbox,
      lastOrder: 0,
      now: () => 5,
      heard: () => undefined,
      changed: () => undefined,
    });
    lines.push(line);
    const told: string[] = [];
    const say = (count: number) => {
      for (let n = 0; n < count; n++) {
        const about = `${name} ${told.length} ${"x".repeat(300)}`;
        told.push(about);
        line.tell({ kind: "hand", raised: true, about });
      }
    };
    return { learner, seat, outbox, line, told, say };
  }

  async function kept(learner: string): Promise<readonly (string | undefined)[]> {
    const events = (await room.ledger?.eventsOf(learner)) ?? [];
    return events.map(({ event }) => (event.kind === "hand" ? event.about : event.kind));
  }

  it("of the host: it acknowledges nothing that is not kept, says so, and goes on", async () => {
    room = await new RoomAtWork({ folder: join(disk.path, "room") }).open();
    const instructor = await room.instructor();
    const ana = await sit("Ana", home);
    ana.say(3);
    expect(await ana.line.drain(PATIENCE_MS)).toBe(true);
    disk.fill();
    ana.say(200);
    const { parts } = await instructor.hear("changed", ({ parts: { host } }) => (host?.trouble ?? null) !== null);
    expect(parts.host?.trouble).toMatch(/^the disk of .*room\.db is full$/);
    expect(room.reports.join("\n")).toMatch(/nothing can be kept just now: the disk of \S+ is full/);
    // Whatever was acknowledged is on disk; and most is not.
    const acknowledged = ana.told.length - ana.outbox.waiting;
    expect(await kept(ana.learner)).toHaveLength(acknowledged);
    expect(acknowledged).toBeLessThan(200);
    instructor.ask({ kind: "order", order: { kind: "broadcast", text: "hello" } });
    expect((await instructor.hear("refused")).why).toContain("is full");
    expect((await room.post({ code: "ABCDEFGH", name: "Ben" })).status).toBe(503);
    disk.free();
    expect(await ana.line.drain(PATIENCE_MS)).toBe(true);
    expect(await kept(ana.learner)).toEqual(ana.told);
    await instructor.hear(
      "changed",
      ({ parts: { host } }) => host?.trouble === null && host.notices[0]?.text.includes("can be kept again") === true,
    );
    expect((await room.join("Ben")).name).toBe("Ben");
    // So it is after the next start.
    await room.shut();
    await room.open();
    expect(await kept(ana.learner)).toEqual(ana.told);
  });

  it("of the host: who sends on and on is told to come back later", async () => {
    room = await new RoomAtWork({ folder: join(disk.path, "room") }).open();
    const { seat } = await room.join("Eve");
    const eve = await room.learner(seat);
    eve.say({ kind: "hello", device: "d", lastOrder: 0 });
    await eve.hear("welcome");
    disk.fill();
    const input = { kind: "command", at: 0, step: 0, text: "x".repeat(190_000), mutated: false } as const;
    const journal = { kind: "journal", lesson: "first-pod", from: 0, inputs: [input, input, input, input, input] };
    const closed = eve.closed();
    for (let seq = 1; seq <= 10; seq++) eve.say({ kind: "events", events: [{ seq, at: 1, event: journal }] });
    expect(await closed).toBe(1013);
    disk.free();
    expect((await room.join("Ben")).name).toBe("Ben");
  });

  it("of a learner: they go on, and all arrives once and in order when there is room", async () => {
    room = await new RoomAtWork().open();
    const ana = await sit("Ana", join(disk.path, "seat"));
    ana.line.tell(began);
    ana.say(3);
    expect(await ana.line.drain(PATIENCE_MS)).toBe(true);
    disk.fill();
    ana.say(50);
    expect(ana.outbox.trouble?.message).toContain("ENOSPC");
    expect(await ana.line.drain(100)).toBe(false);
    disk.free();
    expect(await ana.line.drain(PATIENCE_MS)).toBe(true);
    expect(ana.outbox.trouble).toBeUndefined();
    expect(await kept(ana.learner)).toEqual(["began", ...ana.told]);
    // What was written in part, and then again, is read once.
    const again = new Outbox(join(disk.path, "seat", "Ana.jsonl"));
    expect(again.after(0, 1000).map(({ seq }) => seq)).toEqual(again.after(0, 1000).map((_, index) => index + 1));
  });
});
