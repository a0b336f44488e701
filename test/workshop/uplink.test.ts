import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import type { StepReport } from "../../src/tutor/judge.ts";
import type { Lesson } from "../../src/tutor/lesson.ts";
import { initialState, type LoggedInput, type SessionState } from "../../src/tutor/state.ts";
import type { NumberedOrder } from "../../src/workshop/protocol/orders.ts";
import { Outbox } from "../../src/workshop/uplink/outbox.ts";
import { attemptOf, changesBetween } from "../../src/workshop/uplink/story.ts";
import { type LineState, Uplink } from "../../src/workshop/uplink/uplink.ts";
import { began, RoomAtWork } from "./room-at-work.ts";

let room: RoomAtWork;
let folder: string;

beforeEach(async () => {
  room = await new RoomAtWork().open();
  folder = mkdtempSync(join(tmpdir(), "k8s-tutor-uplink-"));
});

afterEach(async () => {
  await room.close();
  rmSync(folder, { recursive: true, force: true });
});

function uplink(seat: string, device = "laptop", port = room.port) {
  const states: LineState[] = [];
  const orders: NumberedOrder[] = [];
  const outbox = new Outbox(join(folder, `${device}.jsonl`));
  const line = new Uplink({
    url: `ws://127.0.0.1:${port}`,
    seat,
    device,
    outbox,
    lastOrder: 0,
    now: () => 5,
    heard: (more) => orders.push(...more),
    changed: (state) => states.push(state),
  });
  onTestFinished(() => line.close());
  return { line, states, orders, outbox };
}

async function kept(learner: string): Promise<readonly (string | undefined)[]> {
  const events = (await room.ledger?.eventsOf(learner)) ?? [];
  return events.map(({ event }) => (event.kind === "hand" ? event.about : event.kind));
}

const hand = (about: string) => ({ kind: "hand", raised: true, about }) as const;

describe("the uplink", () => {
  it("delivers once and in order what was told while the host was away", async () => {
    const { seat, learner } = await room.join("Ana");
    const { line, states } = uplink(seat);
    line.tell(began, hand("1"));
    expect(await line.drain(10_000)).toBe(true);
    await room.shut();
    line.tell(hand("2"), hand("3"));
    await room.open();
    line.tell(hand("4"));
    expect(await line.drain(20_000)).toBe(true);
    expect(await kept(learner)).toEqual(["began", "1", "2", "3", "4"]);
    expect(states).toEqual(["up", "down", "up"]);
  });

  it("goes on after its program was killed in the middle of a line", async () => {
    const { seat, learner } = await room.join("Ana");
    await room.shut();
    const before = uplink(seat);
    before.line.tell(hand("1"), hand("2"));
    before.line.close();
    const file = join(folder, "laptop.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8")}{"seq":3,"at":5,"ev`);
    const between = uplink(seat);
    between.line.tell(hand("3"));
    between.line.close();
    await room.open();
    const after = uplink(seat);
    after.line.tell(hand("4"));
    expect(await after.line.drain(20_000)).toBe(true);
    expect(await kept(learner)).toEqual(["1", "2", "3", "4"]);
  });

  it("numbers anew, after what the host has, when its file was lost", async () => {
    const { seat, learner } = await room.join("Ana");
    const before = uplink(seat);
    before.line.tell(hand("1"), hand("2"));
    await before.line.drain(10_000);
    before.line.close();
    rmSync(join(folder, "laptop.jsonl"));
    const after = uplink(seat);
    await expect.poll(() => after.states).toEqual(["up"]);
    after.line.tell(hand("3"));
    expect(await after.line.drain(10_000)).toBe(true);
    expect(await kept(learner)).toEqual(["1", "2", "3"]);
  });

  it("knows when its seat is gone, and tries no more", async () => {
    const { seat, learner } = await room.join("Ana");
    const { line, states } = uplink(seat);
    line.tell(hand("1"));
    await line.drain(10_000);
    await room.ledger?.eraseLearner(learner);
    await expect.poll(() => states.at(-1), { timeout: 10_000 }).toBe("refused");
    line.tell(hand("2"));
    expect(await line.drain(100)).toBe(false);
  });
});

describe("a host that talks nonsense", () => {
  it.each(["no JSON", '{"kind":"acknowledged","seq":"many"}', '{"kind":"welcome"}'])(
    "is given up: %s",
    async (nonsense) => {
      const host = new WebSocketServer({ port: 0, host: "127.0.0.1" });
      onTestFinished(() => host.close());
      let guests = 0;
      host.on("connection", (socket) => {
        guests++;
        socket.send(nonsense);
      });
      await once(host, "listening");
      const { line, states, outbox } = uplink("seat", "laptop", (host.address() as AddressInfo).port);
      line.tell(hand("1"));
      await expect.poll(() => states.at(-1), { timeout: 20_000 }).toBe("refused");
      expect(guests).toBe(3);
      expect(outbox.waiting).toBe(1);
    },
  );
});

describe("the story of a session", () => {
  const lesson = { id: "first-pod", steps: [{ id: "a" }, { id: "b" }] } as unknown as Lesson;
  const start: SessionState = initialState(lesson);
  const command = (at: number, text = `kubectl ${at}`): LoggedInput => ({
    kind: "command",
    at,
    step: 0,
    text,
    mutated: true,
  });
  const withInputs = (...inputs: LoggedInput[]): SessionState => ({ ...start, inputs });

  it("tells new inputs, and what undo took back", () => {
    const [one, two, three] = [command(1), command(2), command(3)];
    expect(changesBetween(withInputs(one), withInputs(one, two))).toEqual([
      { kind: "journal", lesson: "first-pod", from: 1, inputs: [two] },
    ]);
    expect(changesBetween(withInputs(one, two), withInputs(one, three))).toEqual([
      { kind: "journal", lesson: "first-pod", from: 1, inputs: [three] },
    ]);
    expect(changesBetween(withInputs(one, two), withInputs(one))).toEqual([
      { kind: "journal", lesson: "first-pod", from: 1, inputs: [] },
    ]);
    expect(changesBetween(withInputs(one), withInputs(one))).toEqual([]);
  });

  it("tells it in parts that fit into a frame", () => {
    const inputs = Array.from({ length: 250 }, (_, index) => command(index));
    const long = [command(0, "x".repeat(150_000)), command(1, "y".repeat(150_000)), command(2, "z".repeat(900_000))];
    const told = changesBetween(start, withInputs(...inputs, ...long));
    expect(told.map((event) => (event.kind === "journal" ? [event.from, event.inputs.length] : event.kind))).toEqual([
      [0, 100],
      [100, 100],
      [200, 51],
      [251, 1],
      [252, 1],
    ]);
  });

  it("tells where the learner stands when that has changed", () => {
    expect(changesBetween(start, { ...start, current: 1 })).toEqual([
      {
        kind: "standing",
        lesson: "first-pod",
        phase: "steps",
        step: 1,
        steps: start.steps.map(() => ({ status: "open", hintsShown: 0, attempts: 0 })),
      },
    ]);
  });

  it("tells an attempt that left something open, on one line and harmless", () => {
    const tried = {
      lesson: "first-pod",
      step: 0,
      command: "kubectl run\n\u001b[31mweb",
      failed: true,
      error: "no\u0007pe",
    };
    const report: StepReport = { conditions: [{ title: "Pod web", state: "open", why: "…" }], questions: {} };
    expect(attemptOf(tried, report)).toMatchObject({
      command: "kubectl run [31mweb",
      error: "nope",
      open: ["Pod web"],
    });
    const done: StepReport = { conditions: [{ title: "Pod web", state: "done", inMs: 0 }], questions: {} };
    expect(attemptOf({ ...tried, failed: false }, done)).toBeUndefined();
  });
});
