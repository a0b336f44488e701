// Stands for a learner's part in a workshop: tells the host what happens in their lesson, and hears what the instructor orders. It never
// stands in the way: what cannot be told now is told later.

import { createHash } from "node:crypto";
import type { StepReport } from "../../tutor/judge.ts";
import type { Texts } from "../../tutor/language/english.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import type { Typesetter } from "../../tutor/render.ts";
import type { SessionState } from "../../tutor/state.ts";
import type { LearnerEvent } from "../../workshop/protocol/events.ts";
import type { NumberedOrder, Order } from "../../workshop/protocol/orders.ts";
import type { Outbox } from "../../workshop/uplink/outbox.ts";
import { attemptOf, changesBetween } from "../../workshop/uplink/story.ts";
import { type LineState, Uplink } from "../../workshop/uplink/uplink.ts";
import type { Attempt, Company, CompanyRequest } from "../company.ts";
import { Countdown } from "./countdown.ts";
import { Disk } from "./disk.ts";
import { dueOrders } from "./due-orders.ts";
import { forgetMembership, type Membership, writeMembership } from "./membership.ts";
import { broadcastLines, labelled, noted, questionLines, revealLines } from "./told.ts";

type Take = (text: string, paper: Typesetter) => readonly string[] | undefined;

const FAREWELL_MS = 3000;
/** Before the first lesson of the room: nothing of this one is open. */
const NOTHING = -1;

export class Participant implements Company {
  private readonly uplink: Uplink;
  private line: LineState = "down";
  private wasUp = false;
  private isOver = false;
  private hasToldEnd = false;
  private orders: NumberedOrder[] = [];
  private readonly countdown: Countdown;
  /** Where what the learner does is kept; it may be full. */
  readonly disk: Disk;
  /** What the host has been told of the present lesson. */
  private known: SessionState | undefined;

  /** @param lessons ids in the order of the room. */
  constructor(
    private membership: Membership,
    private readonly outbox: Outbox,
    private readonly lessons: readonly string[],
    private readonly says: Texts["workshop"],
  ) {
    this.countdown = new Countdown(() => performance.now(), says);
    this.disk = new Disk(() => performance.now(), says);
    const { origin, seat, device, lastOrder, certificate } = membership;
    this.uplink = new Uplink({
      url: origin.replace(/^http/, "ws"),
      seat: seat.replaceAll("-", ""),
      device,
      outbox,
      lastOrder,
      now: Date.now,
      heard: (orders) => this.orders.push(...orders),
      changed: (state) => {
        this.line = state;
        this.wasUp ||= state === "up";
      },
      welcomed: (now) => this.countdown.follow(now),
      ...(certificate === undefined ? {} : { ca: certificate }),
    });
  }

  mark(plain: boolean): string {
    if (this.isAlone) return "";
    const { shared, offline, hand } = this.says.mark;
    const isDown = this.line === "down" && this.wasUp;
    const raised = this.membership.isHandUp === true ? [hand] : [];
    if (plain) return `(${[shared, ...(isDown ? [offline] : []), ...raised].join(", ")})`;
    return [isDown ? "⇄…" : "⇄", ...raised].join(" ");
  }

  words(): Readonly<Record<string, string>> {
    return this.isAlone ? {} : this.says.words;
  }

  openTo(lesson: string): number | undefined {
    const { openTo } = this.membership.gate;
    if (this.isAlone) return undefined;
    if (this.isHeld) return NOTHING;
    if (openTo === null || openTo.lesson === lesson) return openTo?.step;
    const by = this.lessons.indexOf(openTo.lesson) - this.lessons.indexOf(lesson);
    return by > 0 || !this.lessons.includes(lesson) ? undefined : NOTHING;
  }

  /** The lesson that the instructor wants the learner in. */
  get wantedLesson(): string | undefined {
    return this.isAlone ? undefined : this.membership.wanted?.lesson;
  }

  changed(state: SessionState): void {
    if (this.isAlone) return;
    const { lesson } = state;
    // Another session: the host forgets what it knew of the lesson's journal.
    const isNew = this.known?.lesson !== lesson;
    if (isNew) this.tell(begun(lesson));
    this.tell(...changesBetween(isNew ? undefined : this.known, state));
    this.known = state;
  }

  /** The learner is between two lessons. */
  left(): void {
    this.known = undefined;
  }

  tried(attempt: Attempt, state: SessionState, report: StepReport): void {
    const { command, mutated, failed, error } = attempt;
    // Who only looks has not tried anything yet.
    if (this.isAlone || (!mutated && !failed)) return;
    const place = { lesson: state.lesson.id, step: state.current };
    const event = attemptOf({ ...place, command, failed, ...(failed && error ? { error } : {}) }, report);
    if (event !== undefined) this.tell(event);
  }

  take(line: string, paper: Typesetter): readonly string[] | undefined {
    if (this.isAlone) return undefined;
    const [word = "", ...rest] = line.trim().split(/\s+/);
    const takes: Readonly<Record<string, Take>> = {
      hand: (text) => this.raiseHand(text, paper),
      vote: (text) => this.vote(text, paper),
      leave: (text) => this.leave(text, paper),
      workshop: (text) => (text === "seat" ? noted(this.says.seat(this.membership.seat), paper) : undefined),
    };
    const take = Object.hasOwn(takes, word) ? takes[word] : undefined;
    const answer = take?.(rest.join(" "), paper);
    if (answer !== undefined) return answer;
    return this.isHeld && word !== "exit" ? noted(this.says.stillHeld, paper) : undefined;
  }

  requests(paper: Typesetter): readonly CompanyRequest[] {
    if (this.hasToldEnd) return [];
    this.disk.note("outbox", this.outbox.trouble === undefined);
    const requests = [...this.disk.news(), ...this.countdown.due()].map((text) => tell(noted(text, paper)));
    const orders = dueOrders(this.orders.splice(0), this.membership.lastOrder === 0);
    for (const { number, order } of orders) {
      this.keep({ lastOrder: number });
      requests.push(...this.obey(order, number, paper));
    }
    requests.push(...this.moves());
    if (this.isAlone) {
      this.hasToldEnd = true;
      if (this.line === "refused" && !this.isOver) requests.push(tell(noted(this.says.refused, paper)));
      requests.push({ kind: "gate" });
    }
    return requests;
  }

  /** The program ends: what was done is told if the host can be reached just now, and next time otherwise. */
  async close(): Promise<void> {
    if (this.line === "up") await this.uplink.drain(FAREWELL_MS);
    this.uplink.close();
  }

  private obey(order: Order, number: number, paper: Typesetter): CompanyRequest[] {
    switch (order.kind) {
      case "gate": {
        const wasHeld = this.membership.gate.isHeld;
        this.keep({ gate: { openTo: order.openTo, isHeld: order.isHeld } });
        const gate: CompanyRequest = { kind: "gate" };
        if (wasHeld === order.isHeld) return [gate];
        return [tell(noted(order.isHeld ? this.says.held : this.says.letGo, paper)), gate];
      }
      case "go":
        this.keep({ wanted: { lesson: order.lesson, step: order.step, order: number } });
        return [];
      case "reset-step":
        this.tell({ kind: "obeyed", order: number });
        return [{ kind: "reset-step" }];
      case "broadcast":
        return [tell(broadcastLines(order, paper))];
      case "hint":
        this.keep({ isHandUp: undefined });
        return [tell(labelled(this.says.hint, order.text, paper))];
      case "hand-seen":
        this.keep({ isHandUp: undefined });
        return [tell(noted(this.says.handSeen, paper))];
      case "ask":
        this.keep({ asked: order });
        return [tell(questionLines(order, paper))];
      case "reveal": {
        const { asked } = this.membership;
        const options = asked?.question === order.question ? asked.options : [];
        this.keep({ asked: undefined });
        return [tell(revealLines(order, options, paper))];
      }
      case "countdown":
        return this.countdown.set(order).map((text) => tell(noted(text, paper)));
      case "stage":
        return [];
      case "closed":
        this.isOver = true;
        this.uplink.close();
        return [tell(noted(this.says.over, paper))];
    }
  }

  /** To where the instructor wants the learner. */
  private moves(): readonly CompanyRequest[] {
    const { wanted } = this.membership;
    if (wanted === undefined || this.isAlone || this.known === undefined) return [];
    const { lesson, current, phase } = this.known;
    if (wanted.lesson !== lesson.id) return [{ kind: "depart" }];
    this.keep({ wanted: undefined });
    this.tell({ kind: "obeyed", order: wanted.order });
    // Who is there already keeps what they have done.
    if (phase === "steps" && current === wanted.step) return [];
    return [{ kind: "go", step: wanted.step }];
  }

  private raiseHand(text: string, paper: Typesetter): readonly string[] {
    const raised = text !== "down";
    this.keep({ isHandUp: raised ? true : undefined });
    this.tell({ kind: "hand", raised, ...(raised && text !== "" ? { about: text.slice(0, 400) } : {}) });
    return noted(raised ? this.says.raised : this.says.lowered, paper);
  }

  private vote(text: string, paper: Typesetter): readonly string[] {
    const { asked } = this.membership;
    if (asked === undefined) return noted(this.says.noQuestion, paper);
    const { question, options, round } = asked;
    const option = options[Number(text) - 1];
    if (!/^\d+$/.test(text) || option === undefined) return noted(this.says.voteHow(options.length), paper);
    this.tell({ kind: "vote", question, round, option: Number(text) - 1 });
    return noted(this.says.voted(Number(text), option), paper);
  }

  private leave(text: string, paper: Typesetter): readonly string[] {
    if (text !== "yes" && text !== "erase") return noted(this.says.leaveHow, paper);
    const erase = text === "erase";
    this.tell({ kind: "left", erase });
    this.isOver = true;
    void this.uplink.drain(FAREWELL_MS * 5).then((isTold) => {
      // What has not arrived is told when the learner joins again, or starts to.
      if (erase && isTold) forgetMembership(this.membership.code);
      this.uplink.close();
    });
    return noted(erase ? this.says.leftErased : this.says.left, paper);
  }

  private tell(...events: readonly LearnerEvent[]): void {
    this.uplink.tell(...events);
  }

  private keep(change: { [K in keyof Membership]?: Membership[K] | undefined }): void {
    const changed = Object.entries({ ...this.membership, ...change }).filter(([, value]) => value !== undefined);
    this.membership = Object.fromEntries(changed) as unknown as Membership;
    this.disk.write("seat", () => writeMembership(this.membership));
  }

  /** Nobody holds a room that cannot be reached. */
  private get isHeld(): boolean {
    return this.membership.gate.isHeld && this.line === "up";
  }

  private get isAlone(): boolean {
    return this.isOver || this.line === "refused";
  }
}

function begun(lesson: Lesson): LearnerEvent {
  const { id, seed = 0, title } = lesson;
  const edition = createHash("sha256").update(JSON.stringify(lesson)).digest("hex").slice(0, 16);
  return { kind: "began", lesson: id, edition, seed, title: title.slice(0, 100) };
}

function tell(lines: readonly string[]): CompanyRequest {
  return { kind: "tell", lines };
}
