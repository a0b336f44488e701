// The default: one SQLite file beside the host, by a build of SQLite that needs no compiler. A commit is on disk when it comes back.

import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { Database, type Statement } from "node-sqlite3-wasm";
import type { NumberedOrder, Order } from "../protocol/orders.ts";
import { newEvents } from "./new-events.ts";
import { own } from "./owner.ts";
import { eventOf, learnerOf, orderOf, type Row, roomOf } from "./rows.ts";
import {
  type Batch,
  type Storage,
  type StoredEvent,
  type StoredLearner,
  type StoredRoom,
  Unkeepable,
} from "./storage.ts";
import { TABLES } from "./tables.ts";

type Value = string | number | null;

/** With less room than this, a commit that failed has failed for want of it. */
const FULL_BYTES = 256 * 1024;

export class SqliteStorage implements Storage {
  private readonly statements = new Map<string, Statement>();

  private constructor(
    private readonly file: string,
    private readonly database: Database,
    private readonly release: () => void,
  ) {}

  /** @param file created if absent. Throws AlreadyOwned while another host has it. */
  static open(file: string): SqliteStorage {
    const release = own(file);
    try {
      const database = new Database(file);
      // The log may be kept beside the file only when nobody else reads it, which `own` sees to.
      for (const pragma of [
        "locking_mode = EXCLUSIVE",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
      ])
        database.exec(`PRAGMA ${pragma}`);
      for (const table of TABLES) database.exec(table);
      return new SqliteStorage(file, database, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async createRoom(room: StoredRoom): Promise<void> {
    const { id, name, code, instructorHash, lessons, course, createdAt } = room;
    this.run(
      "INSERT INTO rooms (id, name, code, instructor_hash, lessons, course, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [id, name, code, instructorHash, JSON.stringify(lessons), course, createdAt],
    );
  }

  async rooms(): Promise<readonly StoredRoom[]> {
    return this.all("SELECT * FROM rooms ORDER BY created_at, id", []).map(roomOf);
  }

  async deleteRoom(room: string): Promise<void> {
    this.transaction(() => this.run("DELETE FROM rooms WHERE id = ?", [room]));
    this.forget();
  }

  async addLearner(room: string, learner: StoredLearner): Promise<void> {
    const { id, name, seatHash, joinedAt } = learner;
    const sql = "INSERT INTO learners (room, id, name, seat_hash, joined_at) VALUES (?, ?, ?, ?, ?)";
    this.transaction(() => this.run(sql, [room, id, name, seatHash, joinedAt]));
  }

  async learners(room: string): Promise<readonly StoredLearner[]> {
    return this.all("SELECT * FROM learners WHERE room = ? ORDER BY joined_at, id", [room]).map(learnerOf);
  }

  async deleteLearner(room: string, learner: string): Promise<void> {
    this.transaction(() => this.run("DELETE FROM learners WHERE room = ? AND id = ?", [room, learner]));
    this.forget();
  }

  async append(room: string, batches: readonly Batch[], now: number): Promise<readonly number[]> {
    return this.transaction(() => {
      let position = this.numberOf("SELECT position AS value FROM rooms WHERE id = ?", [room]);
      const kept = batches.map(({ learner, device, events }) => {
        const before = this.seqOf(room, learner, device);
        const fresh = newEvents(events, before);
        for (const { seq, at, event } of fresh) {
          this.run(
            "INSERT INTO events (room, position, learner, device, seq, at, received_at, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [room, ++position, learner, device, seq, at, now, JSON.stringify(event)],
          );
        }
        const last = fresh.at(-1)?.seq ?? before;
        if (last > before) {
          this.run(
            "INSERT INTO devices (room, learner, device, seq) VALUES (?, ?, ?, ?) ON CONFLICT (room, learner, device) DO UPDATE SET seq = excluded.seq",
            [room, learner, device, last],
          );
        }
        return last;
      });
      this.run("UPDATE rooms SET position = ? WHERE id = ?", [position, room]);
      return kept;
    });
  }

  async lastSeq(room: string, learner: string, device: string): Promise<number> {
    return this.seqOf(room, learner, device);
  }

  async eventsAfter(room: string, position: number, limit: number): Promise<readonly StoredEvent[]> {
    const sql = "SELECT * FROM events WHERE room = ? AND position > ? ORDER BY position LIMIT ?";
    return this.all(sql, [room, position, limit]).map(eventOf);
  }

  async eventsOf(room: string, learner: string): Promise<readonly StoredEvent[]> {
    const sql = "SELECT * FROM events WHERE room = ? AND learner = ? ORDER BY position";
    return this.all(sql, [room, learner]).map(eventOf);
  }

  async addOrder(room: string, order: Order, now: number): Promise<NumberedOrder> {
    return this.transaction(() => {
      const number = this.numberOf("SELECT order_number AS value FROM rooms WHERE id = ?", [room]) + 1;
      this.run("UPDATE rooms SET order_number = ? WHERE id = ?", [number, room]);
      const values = [room, number, now, JSON.stringify(order)];
      this.run("INSERT INTO orders (room, number, at, body) VALUES (?, ?, ?, ?)", values);
      return { number, at: now, order };
    });
  }

  async ordersAfter(room: string, number: number): Promise<readonly NumberedOrder[]> {
    return this.all("SELECT * FROM orders WHERE room = ? AND number > ? ORDER BY number", [room, number]).map(orderOf);
  }

  /** There is no other host: the file has one owner. */
  onForeignChange(): () => void {
    return () => undefined;
  }

  async close(): Promise<void> {
    for (const statement of this.statements.values()) statement.finalize();
    this.database.close();
    this.release();
  }

  private seqOf(room: string, learner: string, device: string): number {
    const sql = "SELECT seq AS value FROM devices WHERE room = ? AND learner = ? AND device = ?";
    return this.numberOf(sql, [room, learner, device]);
  }

  private numberOf(sql: string, values: readonly Value[]): number {
    return Number(this.all(sql, values)[0]?.value ?? 0);
  }

  private transaction<T>(work: () => T): T {
    try {
      this.database.exec("BEGIN IMMEDIATE");
      const result = work();
      this.database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.database.exec("ROLLBACK");
      throw this.explained(error);
    }
  }

  /** The library does not say what is wrong with the disk. */
  private explained(error: unknown): Error {
    const { message } = error instanceof Error ? error : new Error(String(error));
    if (message.includes("constraint failed")) return new Unkeepable(message);
    const { bavail, bsize } = statfsSync(dirname(this.file));
    return new Error(bavail * bsize < FULL_BYTES ? `the disk of ${this.file} is full` : `${this.file}: ${message}`);
  }

  private run(sql: string, values: readonly Value[]): void {
    const statement = this.prepared(sql);
    try {
      statement.run([...values]);
    } catch (error) {
      // The library cannot use a statement again that has failed.
      this.statements.delete(sql);
      statement.finalize();
      throw error;
    }
  }

  private all(sql: string, values: readonly Value[]): readonly Row[] {
    return this.prepared(sql).all([...values]) as Row[];
  }

  private prepared(sql: string): Statement {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }

  /** What was erased is to be gone from the disk, too: it is overwritten where it was, and here leaves the log. */
  private forget(): void {
    try {
      this.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      this.database.exec("VACUUM");
      this.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch {
      // A disk without room for it: the file stays as large as it was, and the log is emptied later, when it is full or the host ends.
    }
  }
}
