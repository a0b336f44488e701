// A host at a real port with a real file, and the far ends of its WebSockets.

import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { Lookout } from "../../src/workshop/host/instructor-connection.ts";
import { Ledger } from "../../src/workshop/host/ledger.ts";
import type { PageFiles } from "../../src/workshop/host/pages.ts";
import { hashOf, newToken } from "../../src/workshop/host/secrets.ts";
import { HostServer } from "../../src/workshop/host/server.ts";
import { SteadyClock } from "../../src/workshop/host/steady-clock.ts";
import type { LearnerEvent } from "../../src/workshop/protocol/events.ts";
import {
  type FromInstructor,
  type JoinAnswer,
  SUBPROTOCOL,
  type ToLearner,
} from "../../src/workshop/protocol/messages.ts";
import type { ToInstructor } from "../../src/workshop/protocol/view.ts";
import type { RoomLesson } from "../../src/workshop/room/course.ts";
import { Room } from "../../src/workshop/room/room.ts";
import { SqliteStorage } from "../../src/workshop/storage/sqlite.ts";
import type { Storage } from "../../src/workshop/storage/storage.ts";

export const CODE = "ABCDEFGH";
export const began: LearnerEvent = { kind: "began", lesson: "first-pod", edition: "e", seed: 1, title: "Move in" };

const lessons = [{ id: "first-pod", title: "Move in", steps: [{ id: "rent", task: "Rent.", estimateMs: 60_000 }] }];

export interface RoomSetting {
  readonly pages?: PageFiles;
  readonly lookout?: Lookout;
  readonly lessons?: readonly RoomLesson[];
  /** Where the room is kept; a folder of its own otherwise. */
  readonly folder?: string;
  readonly heartbeatMs?: number;
  /** What it is kept by; SQLite otherwise. */
  readonly storage?: () => Promise<Storage>;
}

export class RoomAtWork {
  readonly reports: string[] = [];
  readonly token = newToken();
  private readonly folder: string;
  private storage: Storage | undefined;
  private host: HostServer | undefined;
  ledger: Ledger | undefined;
  port = 0;

  constructor(private readonly setting: RoomSetting = {}) {
    this.folder = setting.folder ?? mkdtempSync(join(tmpdir(), "k8s-tutor-room-"));
  }

  async open(): Promise<this> {
    mkdirSync(this.folder, { recursive: true });
    this.storage = await (this.setting.storage?.() ?? SqliteStorage.open(join(this.folder, "room.db")));
    const rest = { lessons: [], course: null, createdAt: 0, instructorHash: hashOf(this.token) };
    const room = { id: "room", name: "A room", code: CODE, ...rest };
    if ((await this.storage.rooms()).length === 0) await this.storage.createRoom(room);
    const failed = (error: unknown) => this.reports.push(String(error));
    const clock = new SteadyClock(Date.now(), () => performance.now());
    const { now } = clock;
    this.ledger = await Ledger.open(new Room(room, this.setting.lessons ?? lessons), this.storage, now, failed);
    clock.notBefore(this.ledger.room.lastInstant);
    this.host = new HostServer({
      ledger: this.ledger,
      pages: this.setting.pages ?? new Map([["/", { type: "text/html; charset=utf-8", body: "<!doctype html>" }]]),
      lookout:
        this.setting.lookout ??
        (async (learner, inputs) => ({ learner, inputs: inputs ?? 0, of: 0, terminal: [], map: [] })),
      now,
      ...(this.setting.heartbeatMs === undefined ? {} : { heartbeatMs: this.setting.heartbeatMs }),
      report: (what) => this.reports.push(what),
    });
    this.port = await this.host.listen(this.port, "127.0.0.1");
    return this;
  }

  /** The host stops; what it has kept stays. */
  async shut(): Promise<void> {
    await this.host?.close();
    await this.ledger?.close();
    await this.storage?.close();
  }

  async close(): Promise<void> {
    await this.shut();
    rmSync(this.folder, { recursive: true, force: true });
  }

  post(body: object): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}/api/join`, { method: "POST", body: JSON.stringify(body) });
  }

  async join(name: string, seat?: string): Promise<JoinAnswer> {
    const response = await this.post({ code: "abcd-efgh", name, ...(seat === undefined ? {} : { seat }) });
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()) as JoinAnswer;
  }

  learner(seat: string): Promise<FarEnd<ToLearner>> {
    return FarEnd.open<ToLearner>(`ws://127.0.0.1:${this.port}/learner`, seat);
  }

  instructor(): Promise<FarEnd<ToInstructor>> {
    return FarEnd.open<ToInstructor>(`ws://127.0.0.1:${this.port}/instructor`, this.token);
  }
}

/** One end of a conversation, which waits for what it is told. */
export class FarEnd<T extends { readonly kind: string }> {
  readonly heard: T[] = [];
  private waiting: (() => void)[] = [];
  private asks = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => {
      this.heard.push(JSON.parse(String(data)) as T);
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  static async open<T extends { readonly kind: string }>(
    url: string,
    token: string,
    origin?: string,
  ): Promise<FarEnd<T>> {
    const socket = new WebSocket(url, [SUBPROTOCOL, `token.${token}`], origin === undefined ? {} : { origin });
    const end = new FarEnd<T>(socket);
    await once(socket, "open");
    return end;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  ask(message: DistributiveOmit<FromInstructor, "ask">): void {
    this.say({ ...message, ask: `ask-${++this.asks}` });
  }

  /** The first message of this kind that fits, heard already or yet to come. */
  async hear<K extends T["kind"]>(
    kind: K,
    fits: (message: Extract<T, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<T, { kind: K }>> {
    for (;;) {
      const found = this.heard.find(
        (message): message is Extract<T, { kind: K }> =>
          message.kind === kind && fits(message as Extract<T, { kind: K }>),
      );
      if (found !== undefined) return found;
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  async closed(): Promise<number> {
    const [code] = await once(this.socket, "close");
    return Number(code);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
