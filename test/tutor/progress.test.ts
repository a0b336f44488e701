import { describe, expect, it } from "vitest";
import type { ExamResult } from "../../src/tutor/exam/result.ts";
import {
  emptyProgress,
  mergeProgress,
  type Progress,
  parseProgress,
  resetProgress,
  serializeProgress,
} from "../../src/tutor/progress.ts";
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
    [good.replace('"cards": {}', '"cards": {"l/a": {"id": "a"}}'), "`review.cards` is not complete"],
    [good.replace('"cards": {}', '"cards": {}, "tasks": {"t": {"stage": 1}}'), "`review.tasks` is not complete"],
    [good.replace('"lessons": {}', '"lessons": {}, "known": {"a": true}'), "`known` is not complete"],
    [good.replace('"lessons": {}', '"lessons": {}, "exams": [{"exam": "e"}]'), "`exams` is not complete"],
    [good.replace('"lessons": {}', '"lessons": {}, "examRun": {"exam": "e"}'), "`examRun` is not complete"],
  ])("is kept aside when broken: %s", (content, why) => {
    expect(parseProgress(content)).toEqual({ kind: "broken", why, fresh: emptyProgress() });
  });

  it("of a later version is left alone", () => {
    expect(parseProgress(good.replace('"version": 1', '"version": 7'))).toEqual({ kind: "newer", version: 7 });
  });

  it("brings together what two machines hold", () => {
    const result = { exam: "e", startedAt: 2 } as ExamResult;
    const here: Progress = { ...emptyProgress(), known: { a: { at: 1 } }, exams: [result] };
    const there: Progress = {
      ...emptyProgress(),
      known: { b: { at: 2 } },
      exams: [{ ...result, startedAt: 1 }, result],
    };
    const merged = mergeProgress(here, there);
    expect(Object.keys(merged.known ?? {}).sort()).toEqual(["a", "b"]);
    expect(merged.exams?.map(({ startedAt }) => startedAt)).toEqual([1, 2]);
    expect(mergeProgress(emptyProgress(), emptyProgress())).toEqual(emptyProgress());
    expect(resetProgress(merged, "a").known).toEqual({ b: { at: 2 } });
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
