import { describe, expect, it } from "vitest";
import { emptyProgress, parseProgress, resetProgress, serializeProgress } from "../../src/tutor/progress.ts";
import { addCards, dueCards, keyOf, rateCard } from "../../src/tutor/review.ts";

describe("the progress file", () => {
  const good = serializeProgress({ ...emptyProgress(), current: "a" });

  it("comes back as it was", () => {
    expect(parseProgress(good)).toEqual({ kind: "ok", progress: { ...emptyProgress(), current: "a" } });
  });

  it.each([
    ["", "it is empty"],
    [good.slice(0, 40), "it is not JSON, perhaps half written"],
    ['{"version": 1}', "it is not a progress file of k8s-tutor"],
    ['{"format": "k8s-tutor-progress", "version": 0}', "its version is unknown"],
    [good.replace('"lessons": {}', '"lessons": {"a": {"phase": "steps"}}'), "an entry under `lessons` is not complete"],
  ])("is kept aside when broken: %s", (content, why) => {
    expect(parseProgress(content)).toEqual({ kind: "broken", why, fresh: emptyProgress() });
  });

  it("of a later version is left alone", () => {
    expect(parseProgress(good.replace('"version": 1', '"version": 7'))).toEqual({ kind: "newer", version: 7 });
  });

  it("forgets one lesson or all", () => {
    expect(resetProgress({ ...emptyProgress(), current: "a" }, "a")).toEqual(emptyProgress());
    expect(resetProgress({ ...emptyProgress(), current: "a" }, "b").current).toBe("a");
  });
});

describe("review", () => {
  const DAY = 86_400_000;
  const card = { id: "r1", front: "F", back: "B", concept: "c" };

  it("brings a card back after 1, 3, 7 and 21 days, and at once when its concept was missed", () => {
    let review = addCards({ cards: {} }, "lesson", [card], false, 0);
    let now = 0;
    for (const days of [1, 3, 7, 21, 21]) {
      expect(dueCards(review, now + days * DAY - 1)).toEqual([]);
      now += days * DAY;
      const [due] = dueCards(review, now);
      expect(due?.front).toBe("F");
      review = rateCard(review, due === undefined ? "" : keyOf(due), true, now);
    }
    review = rateCard(review, "lesson/r1", false, now);
    expect(dueCards(review, now + DAY)).toHaveLength(1);
    expect(dueCards(addCards(review, "lesson", [card], true, now), now)).toHaveLength(1);
  });
});
