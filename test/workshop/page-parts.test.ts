// What the pages reckon before they draw: without a browser.

import { describe, expect, it } from "vitest";
import { type Listing, listLearners, markOf, queueOfHands } from "../../src/workshop/page/learner-list.ts";
import { takeMessage } from "../../src/workshop/page/room-state.ts";
import { harmlessLine } from "../../src/workshop/page/screen-text.ts";
import { clock, doorOf, duration, joinAddress, joinCommand, nextPlace } from "../../src/workshop/page/words.ts";
import type { LearnerView, RoomView } from "../../src/workshop/protocol/view.ts";

const lessons = [
  { id: "pods", title: "Pods", steps: ["a", "b"] },
  { id: "labels", title: "Labels", steps: ["c"] },
];

function learner(
  name: string,
  more: Partial<LearnerView> & { readonly at?: readonly [string, number] } = {},
): LearnerView {
  const { at, ...rest } = more;
  const standing = at && { lesson: at[0], step: at[1], phase: "steps" as const, steps: [], title: "", stepSince: 5 };
  const base = { id: name, name, isConnected: true, mood: "working" as const, lastEventAt: 0, inputs: 0 };
  return { ...base, ...(standing === undefined ? {} : { standing }), ...rest };
}

const room = [
  learner("Dora", { at: ["pods", 1] }),
  learner("ana", { at: ["labels", 0] }),
  learner("Emil", { at: ["pods", 0], mood: "stuck" }),
  learner("Ben", { at: ["pods", 0], mood: "done", isConnected: false }),
  learner("Late", { at: ["pods", 1], hand: { since: 20 } }),
  learner("Early", { at: ["pods", 1], hand: { since: 10 }, mood: "stuck" }),
  learner("New"),
];

describe("the list of learners", () => {
  it.each<[Partial<Listing>, string]>([
    [{}, "Early Late Emil Dora ana New Ben"],
    [{ sort: "name" }, "Ben Dora Early Emil Late New ana"],
    [{ sort: "progress" }, "ana Dora Early Late Ben Emil New"],
    [{ shown: "stuck" }, "Emil"],
    [{ shown: "away" }, "Ben"],
    [{ find: " E", sort: "name" }, "Ben Early Emil Late New"],
  ])("%j: %s", (wish, names) => {
    const listing = { sort: "need", shown: "all", find: "", ...wish } as const;
    expect(
      listLearners(room, listing, lessons)
        .map(({ name }) => name)
        .join(" "),
    ).toBe(names);
  });

  it("marks a raised hand before all else, and queues the longest wait first", () => {
    expect(room.map(markOf)).toEqual(["working", "working", "stuck", "done", "hand", "hand", "waiting"]);
    expect(queueOfHands(room).map(({ name }) => name)).toEqual(["Early", "Late"]);
  });
});

const view: RoomView = {
  room: { name: "R", lessons: [] },
  code: "ABCDEFGH",
  lessons,
  learners: room,
  now: 1000,
  step: null,
  question: null,
  gate: { openTo: null, isHeld: false },
  countdown: null,
  stage: null,
};

describe("the room as the page knows it", () => {
  it("takes what has changed, and knows the host's clock", () => {
    expect(takeMessage(undefined, { kind: "changed", now: 1, parts: {}, learners: [], gone: [] }, 0)).toBeUndefined();
    const first = takeMessage(undefined, { kind: "room", view }, 400);
    expect(first?.clockAheadMs).toBe(600);
    const parts = { gate: { openTo: null, isHeld: true } };
    const changed = {
      kind: "changed",
      now: 1100,
      parts,
      learners: [learner("ana"), learner("Zoe")],
      gone: ["Ben"],
    } as const;
    const then = takeMessage(first, changed, 400);
    expect(then?.view.gate.isHeld).toBe(true);
    expect(then?.view.code).toBe("ABCDEFGH");
    expect([...(then?.learners.keys() ?? [])].join(" ")).toBe("Dora ana Emil Late Early New Zoe");
    const order = { number: 1, at: 0, order: { kind: "closed" } } as const;
    expect(takeMessage(then, { kind: "ordered", order }, 0)?.isClosed).toBe(true);
  });
});

describe("words", () => {
  it("says times, places and doors", () => {
    expect([-5, 40_000, 7 * 60_000, 65 * 60_000, 2 * 3_600_000].map(duration)).toEqual([
      "0 s",
      "40 s",
      "7 min",
      "1 h 5 min",
      "2 h",
    ]);
    expect([245_000, 500, -1].map(clock)).toEqual(["4:05", "0:01", "0:00"]);
    expect(nextPlace(lessons, { lesson: "pods", step: 0 })).toEqual({ lesson: "pods", step: 1 });
    expect(nextPlace(lessons, { lesson: "pods", step: 1 })).toEqual({ lesson: "labels", step: 0 });
    expect(nextPlace(lessons, { lesson: "labels", step: 0 })).toBeUndefined();
    const door = { code: "ABCDEFGH", at: "10.0.0.1:4711", isSecure: false };
    expect(joinCommand(door)).toBe("k8s-tutor join ABCD-EFGH@10.0.0.1:4711");
    expect(joinAddress({ ...door, isSecure: true, fingerprint: "ab" })).toBe("https://10.0.0.1:4711/join#ABCD-EFGH.ab");
    // A certificate of an authority: nothing to compare, and TLS all the same.
    expect(joinCommand({ ...door, isSecure: true })).toBe("k8s-tutor join https://10.0.0.1:4711/join#ABCD-EFGH");
    const told = { ...view, code: "ABCDEFGH" };
    const page = { protocol: "https:", host: "class.example" };
    expect(doorOf(told, page)).toEqual({ code: "ABCDEFGH", at: "class.example", isSecure: true });
    expect(doorOf({ ...told, joinAt: "10.0.0.1:4711" }, page)).toEqual(door);
    expect(doorOf({ ...told, isSecure: true, fingerprint: "ab" }, { ...page, protocol: "http:" })).toEqual({
      code: "ABCDEFGH",
      at: "class.example",
      isSecure: true,
      fingerprint: "ab",
    });
  });

  it("takes from a terminal's text what is not text", () => {
    expect(
      harmlessLine("\u001b[1;31mred\u001b[0m \u001b]8;;http://evil\u0007link\u001b]8;;\u001b\\ \u202eback\u0000"),
    ).toBe("red link back");
  });
});
