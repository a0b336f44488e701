// The instructor's page, or a command in a terminal, at the other end of a WebSocket: it is shown the room and orders things.

import type { RawData, WebSocket } from "ws";
import { parseFrame } from "../protocol/frame.ts";
import { BROKE_THE_RULES, type FromInstructor, fromInstructor, type Picture } from "../protocol/messages.ts";
import type { Order } from "../protocol/orders.ts";
import type { HostView, LookView, ToInstructor } from "../protocol/view.ts";
import type { Ledger } from "./ledger.ts";
import type { Notices } from "./notices.ts";
import { part, send } from "./send.ts";
import type { Wall } from "./wall.ts";

/** Looks at one learner's terminal and cluster. */
export type Lookout = (learner: string, inputs: number | null) => Promise<LookView>;

/** What has changed is told together, this often at most. */
const TELL_MS = 100;
/** Moods change by time alone. */
const REFRESH_MS = 5000;
/** A page that has so much still to read is told the rest, all changes in one, when it has. */
const ENOUGH_UNSENT_BYTES = 256 * 1024;

export interface InstructorSide {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly lookout: Lookout;
  readonly notices: Notices;
  readonly wall: Wall;
  /** `HOST:PORT` as learners reach it. */
  readonly joinAt?: string;
  /** SHA-256 of the certificate that learners pin, in hex. */
  readonly fingerprint?: string;
  readonly tls?: unknown;
}

export class InstructorConnection {
  /** By the name of the part: what was told of it last. */
  private readonly told = new Map<string, string>();
  private refreshedAt = 0;
  private readonly changes: ReturnType<Ledger["room"]["watch"]>;
  private readonly looks = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly host: InstructorSide,
  ) {
    const { ledger, now, joinAt, fingerprint, tls } = host;
    this.changes = ledger.room.watch();
    const door = {
      ...(joinAt === undefined ? {} : { joinAt }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(tls === undefined ? {} : { isSecure: true }),
    };
    this.send({ kind: "room", view: { ...ledger.room.view(now()), ...this.ownParts(), ...door } });
    const unwatch = ledger.watch({
      ordered: (orders) => {
        for (const order of orders) this.send({ kind: "ordered", order });
      },
    });
    this.timer = setInterval(() => this.tell(), TELL_MS);
    socket.on("message", (data, isBinary) => this.receive(data, isBinary));
    socket.once("close", () => {
      clearInterval(this.timer);
      host.wall.takeDown(this);
      this.changes.end();
      unwatch();
    });
  }

  /** What is different from what was told last. */
  private tell(): void {
    if (this.socket.bufferedAmount > ENOUGH_UNSENT_BYTES) return;
    const { room } = this.host.ledger;
    const now = this.host.now();
    if (Math.abs(now - this.refreshedAt) >= REFRESH_MS) {
      this.refreshedAt = now;
      room.refreshMoods(now);
    }
    const ids = this.changes.take();
    const changed = Object.fromEntries(
      Object.entries({ ...room.parts(now), ...this.ownParts() }).filter(
        ([name, value]) => JSON.stringify(value) !== this.told.get(name),
      ),
    );
    for (const [name, value] of Object.entries(changed)) this.told.set(name, JSON.stringify(value));
    if (ids.length === 0 && Object.keys(changed).length === 0) return;
    const learners = ids.flatMap((id) => room.learnerView(id, now) ?? []);
    const present = new Set(learners.map(({ id }) => id));
    const gone = ids.filter((id) => !present.has(id));
    this.send({ kind: "changed", now, parts: changed, learners, gone });
    for (const { id, inputs } of learners) if (this.looks.has(id) && this.looks.get(id) !== inputs) this.show(id);
  }

  private receive(data: RawData, isBinary: boolean): void {
    const parsed = isBinary ? { why: "it sends bytes where text is spoken" } : parseFrame(data, fromInstructor);
    if ("why" in parsed) {
      this.host.notices.refuse("an instructor's connection", parsed.why);
      part(this.socket, BROKE_THE_RULES, parsed.why);
      return;
    }
    const { ask } = parsed.value;
    this.answer(parsed.value).then(
      () => this.send({ kind: "done", ask }),
      (error: unknown) =>
        this.send({ kind: "refused", ask, why: error instanceof Error ? error.message : String(error) }),
    );
  }

  private async answer(message: FromInstructor): Promise<void> {
    const { ledger } = this.host;
    switch (message.kind) {
      case "order":
        await ledger.order(this.counted(message.order));
        return;
      case "look":
        if (message.inputs === null) this.looks.set(message.learner, -1);
        else this.looks.delete(message.learner);
        this.send({ kind: "looked", look: await this.host.lookout(message.learner, message.inputs) });
        return;
      case "look-away":
        this.looks.delete(message.learner);
        return;
      case "show":
        this.host.wall.show(this, message.picture);
        return;
      case "erase":
        await (message.learner === null ? ledger.eraseRoom() : ledger.eraseLearner(message.learner));
    }
  }

  /** The room counts the votes itself: what whoever reveals them has seen last may be a vote short. */
  private counted(order: Order): Order {
    const asked = this.host.ledger.room.questionView();
    if (order.kind !== "reveal" || order.question !== asked?.question) return order;
    return { ...order, counts: [...asked.counts] };
  }

  /** Live: looks again after each of the learner's inputs. */
  private show(learner: string): void {
    this.host.lookout(learner, null).then(
      (look) => {
        if (!this.looks.has(learner)) return;
        this.looks.set(learner, look.of);
        this.send({ kind: "looked", look });
      },
      (error: unknown) => this.host.notices.refuse("a look at a learner's terminal", String(error)),
    );
  }

  /** What is of this host, not of the room. */
  private ownParts(): { readonly host: HostView; readonly picture: Picture | null } {
    const { ledger, notices, wall } = this.host;
    return { host: { trouble: ledger.trouble ?? null, notices: notices.recent }, picture: wall.picture };
  }

  private send(message: ToInstructor): void {
    send(this.socket, message, () => this.host.notices.say("an instructor's page that does not read was cut"));
  }
}
