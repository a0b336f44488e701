// For several hosts behind one address: the same tables in PostgreSQL, and a notification to the others after each change. Appends to
// one room queue at its row, so positions grow in the order in which they can be seen.

import { randomUUID } from "node:crypto";
import pg from "pg";
import type { NumberedOrder, Order } from "../protocol/orders.ts";
import { newEvents } from "./new-events.ts";
import { eventOf, learnerOf, orderOf, type Row, roomOf } from "./rows.ts";
import {
  type Batch,
  type Storage,
  type StoredEvent,
  type StoredLearner,
  type StoredRoom,
  type Topic,
  Unkeepable,
} from "./storage.ts";
import { TABLES } from "./tables.ts";

const CHANNEL = "k8s_tutor_workshop";
const CONNECTIONS = 8;
/** Two hosts that start at once must not both create the tables. Any number will do. */
const SETUP_LOCK = 7_238_114;
const RECONNECT_MS = 1000;
/** A server that has gone without a word is noticed. */
const PATIENCE = { connectionTimeoutMillis: 10_000, query_timeout: 30_000, keepAlive: true };
/** The class of PostgreSQL's codes for what the tables do not allow. */
const CONSTRAINT = "23";
const TOPICS: readonly Topic[] = ["learners", "events", "orders"];

type Value = string | number | null | readonly (string | number)[];

export class PostgresStorage implements Storage {
  private readonly watchers = new Map<string, Set<(what: Topic) => void>>();
  private listener: pg.Client | undefined;
  private isClosed = false;
  private again: NodeJS.Timeout | undefined;
  /** Tells one's own notifications from those of others. */
  private readonly host = randomUUID();

  private constructor(
    private readonly pool: pg.Pool,
    private readonly url: string,
  ) {}

  /** @param url postgres://user:password@host:port/database */
  static async open(url: string): Promise<PostgresStorage> {
    const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, ...PATIENCE });
    // A connection that breaks while nobody uses it is replaced; whoever uses one is told by the query.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => client.on("error", () => undefined));
    const storage = new PostgresStorage(pool, url);
    try {
      await storage.transaction(async (client) => {
        await client.query("SELECT pg_advisory_xact_lock($1)", [SETUP_LOCK]);
        for (const table of TABLES) await client.query(table);
      });
      await storage.listen();
    } catch (error) {
      await storage.close();
      throw error;
    }
    return storage;
  }

  async createRoom(room: StoredRoom): Promise<void> {
    const { id, name, code, instructorHash, lessons, course, createdAt } = room;
    await this.query(
      "INSERT INTO rooms (id, name, code, instructor_hash, lessons, course, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [id, name, code, instructorHash, JSON.stringify(lessons), course, createdAt],
    );
  }

  async rooms(): Promise<readonly StoredRoom[]> {
    return (await this.query("SELECT * FROM rooms ORDER BY created_at, id")).map(roomOf);
  }

  async deleteRoom(room: string): Promise<void> {
    await this.query("DELETE FROM rooms WHERE id = $1", [room]);
    await this.notify(this.pool, room, "learners");
  }

  async addLearner(room: string, learner: StoredLearner): Promise<void> {
    const { id, name, seatHash, joinedAt } = learner;
    const sql = `WITH told AS (SELECT pg_notify($6, $7))
      INSERT INTO learners (room, id, name, seat_hash, joined_at) SELECT $1, $2, $3, $4, $5 FROM told`;
    await this.query(sql, [room, id, name, seatHash, joinedAt, CHANNEL, `${this.host} ${room} learners`]);
  }

  async learners(room: string): Promise<readonly StoredLearner[]> {
    return (await this.query("SELECT * FROM learners WHERE room = $1 ORDER BY joined_at, id", [room])).map(learnerOf);
  }

  async deleteLearner(room: string, learner: string): Promise<void> {
    await this.query("DELETE FROM learners WHERE room = $1 AND id = $2", [room, learner]);
    await this.notify(this.pool, room, "learners");
  }

  async append(room: string, batches: readonly Batch[], now: number): Promise<readonly number[]> {
    return this.transaction(async (client) => {
      const locked = await client.query("SELECT position FROM rooms WHERE id = $1 FOR UPDATE", [room]);
      let position = Number(locked.rows[0]?.position ?? 0);
      const known = await this.seqsOf(client, room, batches);
      const kept: number[] = [];
      const rows: (readonly (string | number)[])[] = [];
      for (const { learner, device, events } of batches) {
        const key = `${learner} ${device}`;
        const before = known.get(key) ?? 0;
        const fresh = newEvents(events, before);
        for (const { seq, at, event } of fresh)
          rows.push([++position, learner, device, seq, at, JSON.stringify(event)]);
        const last = fresh.at(-1)?.seq ?? before;
        known.set(key, last);
        kept.push(last);
      }
      if (rows.length === 0) return kept;
      const column = (index: number) => rows.map((row) => row[index] ?? "");
      await client.query(
        `INSERT INTO events (room, position, learner, device, seq, at, received_at, event)
         SELECT $1, p, l, d, s, a, $2, e FROM unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[])
         AS fresh (p, l, d, s, a, e)`,
        [room, now, column(0), column(1), column(2), column(3), column(4), column(5)],
      );
      const devices = [...known].map(([key, seq]) => [...key.split(" "), seq] as const);
      await client.query(
        `INSERT INTO devices (room, learner, device, seq)
         SELECT $1, l, d, s FROM unnest($2::text[], $3::text[], $4::bigint[]) AS fresh (l, d, s) WHERE s > 0
         ON CONFLICT (room, learner, device) DO UPDATE SET seq = excluded.seq`,
        [
          room,
          devices.map(([learner]) => learner),
          devices.map(([, device]) => device),
          devices.map((each) => each[2]),
        ],
      );
      await client.query("UPDATE rooms SET position = $2 WHERE id = $1", [room, position]);
      await this.notify(client, room, "events");
      return kept;
    });
  }

  async lastSeq(room: string, learner: string, device: string): Promise<number> {
    const sql = "SELECT seq FROM devices WHERE room = $1 AND learner = $2 AND device = $3";
    return Number((await this.query(sql, [room, learner, device]))[0]?.seq ?? 0);
  }

  async eventsAfter(room: string, position: number, limit: number): Promise<readonly StoredEvent[]> {
    const sql = "SELECT * FROM events WHERE room = $1 AND position > $2 ORDER BY position LIMIT $3";
    return (await this.query(sql, [room, position, limit])).map(eventOf);
  }

  async eventsOf(room: string, learner: string): Promise<readonly StoredEvent[]> {
    const sql = "SELECT * FROM events WHERE room = $1 AND learner = $2 ORDER BY position";
    return (await this.query(sql, [room, learner])).map(eventOf);
  }

  async addOrder(room: string, order: Order, now: number): Promise<NumberedOrder> {
    return this.transaction(async (client) => {
      const sql = "UPDATE rooms SET order_number = order_number + 1 WHERE id = $1 RETURNING order_number";
      const number = Number((await client.query(sql, [room])).rows[0]?.order_number ?? 1);
      const values = [room, number, now, JSON.stringify(order)];
      await client.query("INSERT INTO orders (room, number, at, body) VALUES ($1, $2, $3, $4)", values);
      await this.notify(client, room, "orders");
      return { number, at: now, order };
    });
  }

  async ordersAfter(room: string, number: number): Promise<readonly NumberedOrder[]> {
    const sql = "SELECT * FROM orders WHERE room = $1 AND number > $2 ORDER BY number";
    return (await this.query(sql, [room, number])).map(orderOf);
  }

  onForeignChange(room: string, changed: (what: Topic) => void): () => void {
    const watchers = this.watchers.get(room) ?? new Set();
    this.watchers.set(room, watchers.add(changed));
    return () => watchers.delete(changed);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.listener?.end();
    await this.pool.end();
  }

  private async query(sql: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    return (await this.pool.query(sql, [...values])).rows as Row[];
  }

  private async seqsOf(client: pg.PoolClient, room: string, batches: readonly Batch[]): Promise<Map<string, number>> {
    const sql = `SELECT learner, device, seq FROM devices WHERE room = $1
      AND (learner, device) IN (SELECT * FROM unnest($2::text[], $3::text[]))`;
    const values = [room, batches.map(({ learner }) => learner), batches.map(({ device }) => device)];
    const { rows } = await client.query(sql, values);
    return new Map(rows.map((row: Row) => [`${row.learner} ${row.device}`, Number(row.seq)]));
  }

  private async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch((cause: Error) => {
        broken = cause;
      });
      if (error instanceof pg.DatabaseError && error.code?.startsWith(CONSTRAINT) === true)
        throw new Unkeepable(error.message);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async notify(client: { query(sql: string, values: string[]): Promise<unknown> }, room: string, what: Topic) {
    await client.query("SELECT pg_notify($1, $2)", [CHANNEL, `${this.host} ${room} ${what}`]);
  }

  /** What is missed while the line is down is caught up with afterwards: everybody looks again. */
  private async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, ...PATIENCE });
    client.on("notification", ({ payload = "" }) => {
      const [host, room = "", what] = payload.split(" ");
      if (host !== this.host) for (const changed of this.watchers.get(room) ?? []) changed(what as Topic);
    });
    client.on("error", () => this.listenAgain());
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    this.listener = client;
  }

  private listenAgain(): void {
    if (this.isClosed) return;
    this.again ??= setTimeout(async () => {
      this.again = undefined;
      if (this.isClosed) return;
      try {
        await this.listen();
        for (const watchers of this.watchers.values())
          for (const changed of watchers) for (const what of TOPICS) changed(what);
      } catch {
        // The database is still away; whoever writes is told, and this line is tried again.
        this.listenAgain();
      }
    }, RECONNECT_MS).unref();
  }
}
