import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { NumberedEvent } from "../../src/workshop/protocol/events.ts";
import { PostgresStorage } from "../../src/workshop/storage/postgres.ts";
import { SqliteStorage } from "../../src/workshop/storage/sqlite.ts";
import type { Storage } from "../../src/workshop/storage/storage.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";

let server: PostgresServer | undefined;
const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-storage-"));

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);

afterAll(() => {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const event = (seq: number, about = ""): NumberedEvent => ({
  seq,
  at: 1000 + seq,
  event: { kind: "hand", raised: true, about },
});

let rooms = 0;

/** A room of its own with the learners ana and ben. */
async function roomIn(storage: Storage): Promise<string> {
  const id = `room-${++rooms}`;
  const rest = { name: "Room", instructorHash: "i", lessons: ["first-pod"], course: null, createdAt: rooms };
  await storage.createRoom({ id, code: `CODE${id}`, ...rest });
  for (const name of ["ana", "ben"]) await storage.addLearner(id, { id: name, name, seatHash: "s", joinedAt: 1 });
  return id;
}

const seqs = async (storage: Storage, room: string) =>
  (await storage.eventsAfter(room, 0, 1000)).map(({ position, learner, device, seq }) => [
    position,
    learner,
    device,
    seq,
  ]);

describe.each(["sqlite", "postgres"])("%s keeps what a host is told", (kind) => {
  const file = join(folder, `${kind}.db`);

  async function open(skip: (why: string) => never): Promise<Storage> {
    if (kind === "postgres" && server === undefined)
      return skip("there is no PostgreSQL here to start (package postgresql)");
    const storage =
      server !== undefined && kind === "postgres" ? PostgresStorage.open(server.url) : SqliteStorage.open(file);
    const opened = await storage;
    onTestFinished(() => opened.close());
    return opened;
  }

  it("each device's events once, in order, up to the first gap", async ({ skip }) => {
    const storage = await open(skip);
    const room = await roomIn(storage);
    const batch = (learner: string, device: string, ...numbers: number[]) => ({
      learner,
      device,
      events: numbers.map((seq) => event(seq)),
    });
    expect(await storage.append(room, [batch("ana", "a", 1, 2), batch("ben", "b", 1)], 5)).toEqual([2, 1]);
    expect(await storage.append(room, [batch("ana", "a", 2, 3), batch("ana", "c", 1, 3)], 6)).toEqual([3, 1]);
    expect(await storage.append(room, [batch("ana", "a", 5)], 7)).toEqual([3]);
    expect(await seqs(storage, room)).toEqual([
      [1, "ana", "a", 1],
      [2, "ana", "a", 2],
      [3, "ben", "b", 1],
      [4, "ana", "a", 3],
      [5, "ana", "c", 1],
    ]);
    expect(await storage.lastSeq(room, "ana", "a")).toBe(3);
    expect((await storage.eventsOf(room, "ben")).map(({ at, receivedAt }) => [at, receivedAt])).toEqual([[1001, 5]]);
    expect((await storage.eventsAfter(room, 3, 1)).map(({ position }) => position)).toEqual([4]);
  });

  it("nothing of an append that fails", async ({ skip }) => {
    const storage = await open(skip);
    const room = await roomIn(storage);
    const good = { learner: "ana", device: "a", events: [event(1)] };
    const stranger = { learner: "nobody", device: "n", events: [event(1)] };
    await expect(storage.append(room, [good, stranger], 5)).rejects.toThrow();
    expect(await seqs(storage, room)).toEqual([]);
    expect(await storage.append(room, [good], 5)).toEqual([1]);
  });

  it("the rooms, their learners and the orders in their order", async ({ skip }) => {
    const storage = await open(skip);
    const room = await roomIn(storage);
    expect((await storage.rooms()).find(({ id }) => id === room)).toMatchObject({
      lessons: ["first-pod"],
      course: null,
    });
    const first = await storage.addOrder(room, { kind: "broadcast", text: "Grüße, 城市 '; --" }, 7);
    await storage.addOrder(room, { kind: "closed" }, 8);
    expect(first).toMatchObject({ number: 1, at: 7 });
    expect(await storage.ordersAfter(room, 0)).toHaveLength(2);
    expect((await storage.ordersAfter(room, 1)).map(({ number }) => number)).toEqual([2]);
    expect((await storage.learners(room)).map(({ name }) => name)).toEqual(["ana", "ben"]);
  });

  it("no longer what is erased", async ({ skip }) => {
    const storage = await open(skip);
    const room = await roomIn(storage);
    const secret = "the-word-nobody-else-has-typed";
    await storage.append(room, [{ learner: "ana", device: "a", events: [event(1, secret)] }], 5);
    await storage.append(room, [{ learner: "ben", device: "b", events: [event(1)] }], 5);
    await storage.deleteLearner(room, "ana");
    expect(await seqs(storage, room)).toEqual([[2, "ben", "b", 1]]);
    await storage.deleteRoom(room);
    expect((await storage.rooms()).map(({ id }) => id)).not.toContain(room);
    expect(await storage.ordersAfter(room, 0)).toEqual([]);
    if (kind === "sqlite")
      for (const name of [file, `${file}-wal`]) expect(readFileSync(name, "latin1")).not.toContain(secret);
  });
});

describe("one file", () => {
  it("has one owner at a time, and is taken over from one that was killed", async () => {
    const file = join(folder, "owned.db");
    const first = SqliteStorage.open(file);
    await roomIn(first);
    await first.close();
    expect(existsSync(`${file}.owner`)).toBe(false);
    const { writeFileSync, mkdirSync } = await import("node:fs");
    writeFileSync(`${file}.owner`, "1\n");
    expect(() => SqliteStorage.open(file)).toThrow(/another host \(process 1\)/);
    // No process has this number: the host was killed, and left its lock behind.
    writeFileSync(`${file}.owner`, `${2 ** 22 + 1}\n`);
    mkdirSync(`${file}.lock`);
    const second = SqliteStorage.open(file);
    onTestFinished(() => second.close());
    expect(await second.rooms()).toHaveLength(1);
  });
});

describe("several hosts", () => {
  it("hear of each other's changes, and not of their own; positions never run backwards", async ({ skip }) => {
    if (server === undefined) return skip("there is no PostgreSQL here to start (package postgresql)");
    const [one, two] = [await PostgresStorage.open(server.url), await PostgresStorage.open(server.url)];
    onTestFinished(async () => {
      await one.close();
      await two.close();
    });
    const room = await roomIn(one);
    let heardByOne = 0;
    one.onForeignChange(room, () => heardByOne++);
    const heard = new Promise<void>((resolve) => two.onForeignChange(room, () => resolve()));
    await one.append(room, [{ learner: "ana", device: "a", events: [event(1)] }], 5);
    await heard;
    expect(heardByOne).toBe(0);
    const appends = Array.from({ length: 40 }, (_, index) =>
      (index % 2 === 0 ? one : two).append(room, [{ learner: "ben", device: `d${index}`, events: [event(1)] }], 6),
    );
    await Promise.all(appends);
    expect((await seqs(two, room)).map(([position]) => position)).toEqual(
      Array.from({ length: 41 }, (_, index) => index + 1),
    );
  });
});
