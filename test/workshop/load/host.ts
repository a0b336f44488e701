// A host as a process of its own, which can be measured and killed.
//
//   node host.cjs STORAGE PORT      STORAGE is a file of SQLite, or postgres://…; prints one line of JSON when it is ready

import { Ledger } from "../../../src/workshop/host/ledger.ts";
import { hashOf } from "../../../src/workshop/host/secrets.ts";
import { HostServer } from "../../../src/workshop/host/server.ts";
import { Room } from "../../../src/workshop/room/room.ts";
import { PostgresStorage } from "../../../src/workshop/storage/postgres.ts";
import { SqliteStorage } from "../../../src/workshop/storage/sqlite.ts";
import { CODE, TOKEN } from "./room.ts";

const [where = "", port = "0"] = process.argv.slice(2);
const storage = where.startsWith("postgres:") ? await PostgresStorage.open(where) : SqliteStorage.open(where);
const rest = { lessons: [], course: null, createdAt: 0, instructorHash: hashOf(TOKEN) };
const stored = { id: "room", name: "A room", code: CODE, ...rest };
if (!(await storage.rooms()).some(({ id }) => id === stored.id)) await storage.createRoom(stored);
const lessons = [{ id: "first-pod", title: "Move in", steps: [{ id: "rent", task: "Rent.", estimateMs: 60_000 }] }];
const report = (what: unknown) => process.stderr.write(`${String(what)}\n`);
const ledger = await Ledger.open(new Room(stored, lessons), storage, Date.now, report);
const lookout = async (learner: string) => ({ learner, inputs: 0, of: 0, terminal: [], map: [] });
const server = new HostServer({ ledger, pages: new Map(), lookout, now: Date.now, report });
const listening = await server.listen(Number(port), "127.0.0.1");
process.stdout.write(`${JSON.stringify({ port: listening })}\n`);
process.on("message", (message) => {
  if (message !== "usage") return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, mib: process.memoryUsage().rss / 2 ** 20 });
});
