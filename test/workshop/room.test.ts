import { describe, expect, it } from "vitest";
import type { LearnerEvent } from "../../src/workshop/protocol/events.ts";
import type { Order } from "../../src/workshop/protocol/orders.ts";
import { Room } from "../../src/workshop/room/room.ts";

const stored = { id: "r", name: "Room", code: "ABCDEFGH", instructorHash: "", lessons: [], course: null, createdAt: 0 };
const lessons = ["first-pod", "look-inside"].map((id) => ({
  id,
  title: id,
  steps: ["a", "b"].map((step) => ({ id: step, task: `Do ${step}`, estimateMs: 60_000 })),
}));

class Class {
  readonly room = new Room(stored, lessons);
  private count = 0;

  joins(...names: string[]): this {
    for (const name of names) this.room.addLearner({ id: name, name, seatHash: "", joinedAt: 0 });
    return this;
  }

  says(learner: string, receivedAt: number, ...events: LearnerEvent[]): this {
    for (const event of events) {
      this.count++;
      this.room.takeEvent({ learner, event, receivedAt, position: this.count, device: "d", seq: this.count, at: 0 });
    }
    return this;
  }

  orders(...orders: Order[]): this {
    for (const order of orders) this.room.takeOrder({ number: ++this.count, at: 0, order });
    return this;
  }

  view(learner: string, now: number) {
    const found = this.room.learnerView(learner, now);
    if (found === undefined) throw new Error(`${learner} is not in the room`);
    return found;
  }
}

const began: LearnerEvent = { kind: "began", lesson: "first-pod", edition: "e", seed: 1, title: "Move in" };

function at(step: number, status: "open" | "solo" = "solo", hintsShown = 0): LearnerEvent {
  const steps = lessons[0]?.steps.map((_, index) => ({
    status: index < step ? status : ("open" as const),
    hintsShown: index === step ? hintsShown : 0,
    attempts: 0,
  }));
  return { kind: "standing", lesson: "first-pod", phase: "steps", step, steps: steps ?? [] };
}

const attempt: LearnerEvent = {
  kind: "attempt",
  lesson: "first-pod",
  step: 0,
  command: "kubectl run wbe",
  failed: false,
  open: ["The Pod web is ready"],
  feedback: "typo",
};

describe("the room", () => {
  it("finds out who is stuck: by tries, hints or silence, and not who is done", () => {
    const room = new Class().joins("ana", "ben", "cem", "dot");
    room.says("ana", 0, began, at(0), ...Array.from({ length: 6 }, () => attempt));
    room.says("ben", 0, began, at(0, "open", 3));
    room.says("cem", 0, began, at(0));
    room.says("dot", 0, began, at(0)).says("dot", 1000, at(1));
    expect(room.view("ana", 5000)).toMatchObject({ mood: "stuck", why: "6 tries at this step" });
    expect(room.view("ben", 5000)).toMatchObject({ mood: "stuck", why: "all hints used" });
    expect(room.view("cem", 5000).mood).toBe("working");
    expect(room.view("cem", 301_000)).toMatchObject({ mood: "stuck", why: "idle for 5 minutes" });
    room.orders({ kind: "gate", openTo: { lesson: "first-pod", step: 0 }, isHeld: false });
    expect(room.view("dot", 301_000).mood).toBe("done");
  });

  it("takes who waits at the gate, the step solved, for done: however long that lasts, and whatever it took", () => {
    const room = new Class().joins("ana").says("ana", 0, began, at(0), ...Array.from({ length: 6 }, () => attempt));
    room.orders({ kind: "gate", openTo: { lesson: "first-pod", step: 0 }, isHeld: false });
    const solved = { status: "solo" as const, hintsShown: 0, attempts: 7 };
    const waits: LearnerEvent = { kind: "standing", lesson: "first-pod", phase: "steps", step: 0, steps: [solved] };
    room.says("ana", 30_000, waits);
    expect(room.view("ana", 900_000).mood).toBe("done");
    expect(room.room.view(900_000).step?.counts).toEqual({ working: 0, done: 1, stuck: 0, behind: 0 });
    // The step took until it was solved, not until the gate opened.
    room.says("ana", 900_000, at(1));
    expect(room.room.view(900_000).step?.medianMs).toBe(30_000);
  });

  it("counts a mistake once a learner, and forgets who is erased", () => {
    const room = new Class().joins("ana", "ben").says("ana", 0, began, at(0), attempt, attempt);
    room.says("ben", 0, began, at(0), attempt);
    expect(room.room.view(0).step?.mistakes).toEqual([
      { kind: "open", what: "The Pod web is ready", learners: 2 },
      { kind: "feedback", what: "typo", learners: 2 },
    ]);
    room.room.removeLearner("ben");
    expect(room.room.view(0).step?.mistakes.map(({ learners }) => learners)).toEqual([1, 1]);
  });

  it("measures how long a step took, and tells where the class stands", () => {
    const room = new Class().joins("ana", "ben", "cem").says("ana", 0, began, at(0)).says("ana", 90_000, at(1));
    room.says("ben", 90_000, began, at(0));
    room.orders({ kind: "gate", openTo: { lesson: "first-pod", step: 0 }, isHeld: false });
    expect(room.room.view(90_000).step).toMatchObject({
      medianMs: 90_000,
      counts: { working: 1, done: 1, stuck: 0, behind: 1 },
    });
  });

  it("shows the last step when everybody is through", () => {
    const room = new Class().joins("ana", "ben").says("ana", 0, began, at(1)).says("ben", 0, began, at(1));
    const done: LearnerEvent = { ...at(1), kind: "standing", lesson: "first-pod", phase: "done", step: 1, steps: [] };
    room.says("ana", 1, done);
    expect(room.room.view(1).step).toMatchObject({ step: 1, counts: { working: 1, done: 1 } });
    room.says("ben", 2, done);
    expect(room.room.view(2).step).toMatchObject({ step: 1, counts: { working: 0, done: 2 } });
  });

  it("keeps the two votes on a question apart", () => {
    const ask = (round: 1 | 2): Order => ({ kind: "ask", question: "q", round, text: "?", options: ["yes", "no"] });
    const vote = (option: number): LearnerEvent => ({ kind: "vote", question: "q", option });
    const room = new Class()
      .joins("ana", "ben")
      .orders(ask(1))
      .says("ana", 0, vote(0))
      .says("ben", 0, vote(0), vote(1));
    expect(room.room.view(0).question).toMatchObject({ votes: 2, counts: [1, 1], isRevealed: false });
    room.orders(ask(2)).says("ana", 0, vote(1));
    expect(room.room.view(0).question).toMatchObject({ counts: [0, 1], firstRound: [1, 1] });
  });

  it("counts a vote that comes late in the round it was meant for, and remembers no more than people do", () => {
    const ask = (round: 1 | 2): Order => ({ kind: "ask", question: "q", round, text: "?", options: ["yes", "no"] });
    const room = new Class().joins("ana", "eve").orders(ask(1), ask(2));
    room.says("ana", 0, { kind: "vote", question: "q", round: 1, option: 0 });
    expect(room.room.view(0).question).toMatchObject({ counts: [0, 0], firstRound: [1, 0] });
    for (let n = 0; n < 2000; n++) {
      room.says("eve", 0, { kind: "vote", question: `q${n}`, option: 0 });
      room.says("eve", 0, { ...attempt, open: [`nonsense ${n}`], feedback: `f${n}` }, { ...attempt, step: n });
    }
    // A megabyte would be a lot.
    expect(JSON.stringify(room.room, (_, value) => (value instanceof Map ? [...value] : value)).length).toBeLessThan(
      1_000_000,
    );
  });

  it("lowers a hand that somebody has seen to, and says what has changed just once", () => {
    const room = new Class().joins("ana", "ben");
    const changes = room.room.watch();
    room.says("ana", 7, { kind: "hand", raised: true, about: "help" });
    expect(room.view("ana", 7).hand).toEqual({ since: 7, about: "help" });
    expect(changes.take()).toEqual(["ana"]);
    expect(changes.take()).toEqual([]);
    room.orders({ kind: "hint", text: "Look at the events.", to: "ana" });
    expect(room.view("ana", 8).hand).toBeUndefined();
    expect(changes.take()).toEqual(["ana"]);
  });

  it("notices a mood that changes by time alone", () => {
    const room = new Class().joins("ana", "ben").says("ana", 0, began, at(0));
    room.room.refreshMoods(0);
    const changes = room.room.watch();
    room.room.refreshMoods(1000);
    expect(changes.take()).toEqual([]);
    room.room.refreshMoods(240_000);
    expect(changes.take()).toEqual(["ana"]);
  });
});
