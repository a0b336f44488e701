// Somebody sets the host's clock an hour forward or back, in the middle of a workshop or between two runs of the host.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { began, RoomAtWork } from "./room-at-work.ts";

const HOUR_MS = 3_600_000;
const hello = { kind: "hello", device: "laptop", lastOrder: 0 };
const standing = {
  kind: "standing",
  lesson: "first-pod",
  phase: "steps",
  step: 0,
  steps: [{ status: "open", hintsShown: 0, attempts: 0 }],
};
const events = (seq: number, event: object) => ({ kind: "events", events: [{ seq, at: 1, event }] });

let room: RoomAtWork;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  room = await new RoomAtWork().open();
});

afterEach(async () => {
  await room.close();
  vi.useRealTimers();
});

function setClock(byMs: number): void {
  vi.setSystemTime(Date.now() + byMs);
}

describe.each([
  ["forward", HOUR_MS],
  ["back", -HOUR_MS],
])("the host's clock is set an hour %s", (_, byMs) => {
  it("while the room is open: moods, countdown, limits and lines stay as they were", async () => {
    const { seat } = await room.join("Ana");
    const ana = await room.learner(seat);
    ana.say(hello);
    ana.say(events(1, began));
    ana.say(events(2, standing));
    await ana.hear("acknowledged", ({ seq }) => seq === 2);
    const instructor = await room.instructor();
    const { view } = await instructor.hear("room");
    instructor.ask({ kind: "order", order: { kind: "countdown", until: view.now + 600_000 } });
    await instructor.hear("changed", ({ parts }) => parts.countdown?.until === view.now + 600_000);
    for (let tries = 0; tries < 12; tries++) await room.post({ code: "WRONG234", name: "Eve" });
    setClock(byMs);
    ana.say(events(3, { kind: "hand", raised: true }));
    const { learners, now } = await instructor.hear("changed", (told) => told.learners[0]?.hand !== undefined);
    const [after] = learners;
    expect(after).toMatchObject({ name: "Ana", mood: "working", isConnected: true });
    expect(Math.abs(now - view.now)).toBeLessThan(60_000);
    expect(Math.abs(now - (after?.hand?.since ?? 0))).toBeLessThan(60_000);
    expect((await room.post({ code: "WRONG234", name: "Eve" })).status).toBe(429);
    // On the same line as before.
    ana.say(events(4, { kind: "hand", raised: false }));
    await ana.hear("acknowledged", ({ seq }) => seq === 4);
    const late = await room.learner(seat);
    late.say({ ...hello, device: "other" });
    expect(Math.abs((await late.hear("welcome")).now - now)).toBeLessThan(60_000);
  });

  it("between two runs of the host: time does not run backwards in the room", async () => {
    const { seat } = await room.join("Ana");
    const ana = await room.learner(seat);
    ana.say(hello);
    ana.say(events(1, began));
    await ana.hear("acknowledged");
    const before = (await (await room.instructor()).hear("room")).view;
    await room.shut();
    setClock(byMs);
    await room.open();
    const { view } = await (await room.instructor()).hear("room");
    expect(view.now).toBeGreaterThanOrEqual(before.learners[0]?.lastEventAt ?? Number.POSITIVE_INFINITY);
    const again = await room.learner(seat);
    again.say(hello);
    expect(await again.hear("welcome")).toMatchObject({ acknowledged: 1 });
    again.say(events(2, standing));
    await again.hear("acknowledged");
    const { learners, now } = (await (await room.instructor()).hear("room")).view;
    expect(learners[0]).toMatchObject({ mood: "working" });
    expect(now - (learners[0]?.lastEventAt ?? 0)).toBeLessThan(60_000);
  });
});
