// Stands for the room: every learner's state and what the instructor has ordered, folded from what is stored. Whoever folds the same
// log comes to the same room, so a host that restarts, or a second one, needs nothing else.

import type { NumberedOrder, Order } from "../protocol/orders.ts";
import type { LearnerView, QuestionView, RoomParts, RoomView, StepView } from "../protocol/view.ts";
import type { StoredEvent, StoredLearner, StoredRoom } from "../storage/storage.ts";
import { comparePlaces, type RoomLesson } from "./course.ts";
import { foldEvent, isBehind, type LearnerState, lower, newLearner, placeOf } from "./learner.ts";
import { Mistakes } from "./mistakes.ts";
import { type Mood, moodOf } from "./mood.ts";

type Asked = Extract<Order, { kind: "ask" }> & { readonly reveal?: Extract<Order, { kind: "reveal" }> };

interface Place {
  readonly lesson: string;
  readonly step: number;
}

export class Room {
  /** The last event that was folded. */
  position = 0;
  /** The last order. */
  orderNumber = 0;
  /** The latest instant of all that was folded, by the clocks of hosts. */
  lastInstant = 0;
  private readonly learners = new Map<string, LearnerState>();
  private readonly connections = new Map<string, number>();
  private readonly mistakes = new Mistakes();
  /** Each holds the learners that have changed since somebody looked last. */
  private readonly onlookers = new Set<Set<string>>();
  private readonly moods = new Map<string, string>();
  private gate: RoomParts["gate"] = { openTo: null, isHeld: false };
  private countdown: RoomParts["countdown"] = null;
  private asked: Asked | undefined;
  private stage: string | null = null;

  constructor(
    readonly stored: StoredRoom,
    readonly lessons: readonly RoomLesson[],
  ) {}

  addLearner({ id, name, joinedAt }: StoredLearner): void {
    if (this.learners.has(id)) return;
    this.lastInstant = Math.max(this.lastInstant, joinedAt);
    this.learners.set(id, newLearner(id, name, joinedAt));
    this.touch(id);
  }

  removeLearner(id: string): void {
    this.learners.delete(id);
    this.connections.delete(id);
    this.mistakes.forget(id);
    this.moods.delete(id);
    if (this.stage === id) this.stage = null;
    this.touch(id);
  }

  knows(id: string): boolean {
    return this.learners.has(id);
  }

  names(): ReadonlySet<string> {
    return new Set([...this.learners.values()].map(({ name }) => name));
  }

  learnerIds(): readonly string[] {
    return [...this.learners.keys()];
  }

  /** A learner's tutor connects (1) or is gone (-1); one learner may have several. */
  connect(id: string, by: 1 | -1): void {
    this.connections.set(id, Math.max(0, (this.connections.get(id) ?? 0) + by));
    this.touch(id);
  }

  takeEvent({ position, learner: id, event, receivedAt }: StoredEvent): void {
    this.position = Math.max(this.position, position);
    this.lastInstant = Math.max(this.lastInstant, receivedAt);
    const learner = this.learners.get(id);
    if (learner === undefined) return;
    if (event.kind === "attempt") this.mistakes.note(id, event);
    const round = (question: string) => (this.asked?.question === question ? this.asked.round : 1);
    this.learners.set(id, foldEvent(learner, event, receivedAt, round));
    this.touch(id);
  }

  takeOrder({ number, at, order }: NumberedOrder): void {
    this.orderNumber = Math.max(this.orderNumber, number);
    this.lastInstant = Math.max(this.lastInstant, at);
    switch (order.kind) {
      case "gate":
        this.gate = { openTo: order.openTo, isHeld: order.isHeld };
        for (const id of this.learners.keys()) this.touch(id);
        return;
      case "countdown":
        this.countdown = order.until === null ? null : countdownOf(order.until, order.about);
        return;
      case "ask":
        this.asked = order;
        return;
      case "reveal":
        if (this.asked?.question === order.question) this.asked = { ...this.asked, reveal: order };
        return;
      case "hint":
      case "hand-seen": {
        const learner = this.learners.get(order.to);
        if (learner !== undefined) this.learners.set(order.to, lower(learner));
        this.touch(order.to);
        return;
      }
      case "stage":
        this.stage = order.learner;
        return;
      case "go":
      case "reset-step":
      case "broadcast":
      case "closed":
        return;
    }
  }

  /** @returns asked again and again, those that have changed since it was asked last; whoever asks no more calls `end`. */
  watch(): { take(): readonly string[]; end(): void } {
    const touched = new Set<string>();
    this.onlookers.add(touched);
    return {
      take: () => {
        const ids = [...touched];
        touched.clear();
        return ids;
      },
      end: () => this.onlookers.delete(touched),
    };
  }

  /** Moods change by time alone, too: touches those whose has. */
  refreshMoods(now: number): void {
    for (const [id, learner] of this.learners) {
      const { mood, why = "" } = this.moodOf(learner, now);
      const text = `${mood} ${why}`;
      if (this.moods.get(id) !== text) this.touch(id);
      this.moods.set(id, text);
    }
  }

  private touch(id: string): void {
    for (const touched of this.onlookers) touched.add(id);
  }

  private moodOf(learner: LearnerState, now: number): Mood {
    return moodOf(learner, now, (lesson, step) => this.isPast(lesson, step));
  }

  view(now: number): RoomView {
    const { stored, lessons } = this;
    const learners = [...this.learners.keys()].flatMap((id) => this.learnerView(id, now) ?? []);
    return {
      room: { name: stored.name, lessons: stored.lessons.map((id) => id) },
      code: stored.code,
      lessons: lessons.map(({ id, title, steps }) => ({ id, title, steps: steps.map((each) => each.id) })),
      learners,
      now,
      ...this.parts(now),
    };
  }

  /** Of the view what is not of single learners. */
  parts(now: number): RoomParts {
    const { gate, countdown, stage } = this;
    return { step: this.stepView(now) ?? null, question: this.questionView() ?? null, gate, countdown, stage };
  }

  learnerView(id: string, now: number): LearnerView | undefined {
    const learner = this.learners.get(id);
    if (learner === undefined || learner.hasLeft) return undefined;
    const { name, hand, standing, lastEventAt, inputs } = learner;
    return {
      id,
      name,
      isConnected: (this.connections.get(id) ?? 0) > 0,
      ...this.moodOf(learner, now),
      lastEventAt,
      inputs,
      ...(hand === undefined ? {} : { hand }),
      ...(standing === undefined ? {} : { standing }),
    };
  }

  /** Behind the gate: the room is open only up to a step before this one. */
  private isPast(lesson: string, step: number): boolean {
    const { openTo } = this.gate;
    return openTo !== null && comparePlaces(this.lessons, { lesson, step }, openTo) > 0;
  }

  /** The step at which most learners are; where the gate stands, that of the gate. */
  stepView(now: number): StepView | undefined {
    const learners = [...this.learners.values()].filter(({ hasLeft }) => !hasLeft);
    const busy = learners.filter(({ standing }) => standing?.phase !== "done");
    // When everybody is through, it is the step that was last.
    const place = this.gate.openTo ?? mostFrequent(busy) ?? mostFrequent(learners);
    const step = this.lessons.find(({ id }) => id === place?.lesson)?.steps[place?.step ?? 0];
    if (place === undefined || step === undefined) return undefined;
    const counts = { working: 0, done: 0, stuck: 0, behind: 0 };
    for (const learner of learners) counts[this.whereFrom(place, learner, now)]++;
    const medianMs = median(learners.flatMap(({ times }) => times[placeOf(place.lesson, place.step)] ?? []));
    return {
      ...place,
      title: step.id,
      task: step.task,
      estimateMs: step.estimateMs,
      counts,
      mistakes: this.mistakes.at(place.lesson, place.step),
      ...(medianMs === undefined ? {} : { medianMs }),
    };
  }

  private whereFrom(place: Place, learner: LearnerState, now: number): "working" | "done" | "stuck" | "behind" {
    const { standing } = learner;
    const by = standing === undefined ? -1 : comparePlaces(this.lessons, standing, place);
    if (by < 0) return "behind";
    if (by > 0 || standing === undefined || isBehind(standing)) return "done";
    return this.moodOf(learner, now).mood === "stuck" ? "stuck" : "working";
  }

  questionView(): QuestionView | undefined {
    if (this.asked === undefined) return undefined;
    const { question, round, text, options, reveal } = this.asked;
    const counts = this.countsOf(question, round);
    return {
      question,
      round,
      text,
      options,
      votes: counts.reduce((sum, count) => sum + count, 0),
      counts,
      isRevealed: reveal !== undefined,
      ...(reveal === undefined || reveal.right === null ? {} : { right: reveal.right }),
      ...(round === 2 ? { firstRound: this.countsOf(question, 1) } : {}),
    };
  }

  private countsOf(question: string, round: number): readonly number[] {
    const counts = (this.asked?.options ?? []).map(() => 0);
    for (const { votes } of this.learners.values()) {
      const option = votes[`${question}/${round}`];
      if (option !== undefined && counts[option] !== undefined) counts[option]++;
    }
    return counts;
  }
}

function mostFrequent(learners: readonly LearnerState[]): Place | undefined {
  const counts = new Map<string, Place & { count: number }>();
  for (const { standing } of learners) {
    if (standing === undefined) continue;
    const { lesson, step } = standing;
    const entry = counts.get(placeOf(lesson, step)) ?? { lesson, step, count: 0 };
    entry.count++;
    counts.set(placeOf(lesson, step), entry);
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most === undefined ? undefined : { lesson: most.lesson, step: most.step };
}

function countdownOf(until: number, about: string | undefined): NonNullable<RoomParts["countdown"]> {
  return about === undefined ? { until } : { until, about };
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
