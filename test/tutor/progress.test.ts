import { describe, expect, it } from "vitest";
import type { ExamResult } from "../../src/tutor/exam/result.ts";
import { german } from "../../src/tutor/language/german.ts";
import { loadLesson } from "../../src/tutor/load.ts";
import {
  emptyProgress,
  mergeProgress,
  type Progress,
  parseProgress,
  recordSession,
  resetProgress,
  savedSession,
  serializeProgress,
} from "../../src/tutor/progress.ts";
import { addCards, dueCards, keyOf, rateCard } from "../../src/tutor/review.ts";
import { initialState } from "../../src/tutor/state.ts";
import type { Summary } from "../../src/tutor/summary.ts";
import { summaryAsHtml } from "../../src/tutor/summary-html.ts";

const SMALL = `
format: k8s-tutor/v1
id: small
title: Small
track: pods
minutes: 8
level: beginner
teaches: [pod.unit]
objectives: [Make a Pod]
intro: Welcome.
steps:
  - {id: one, task: Do it., checks: [{resource: Pod/web}], hints: [a, b, c], why: So., solutions: [{name: a, run: [kubectl run web --image=nginx]}]}
quiz:
  - id: q1
    ask: Which?
    options: [{text: This, correct: true}, {text: That, misconception: a}, {text: Neither, misconception: b}]
    explain: So.
review: [{id: r1, front: F, back: B, concept: pod.unit}]
`;

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

  it("remembers what was there when the step began, so that no slip of the learner's passes for it later", () => {
    const { value: lesson } = loadLesson("pods/small.yaml", SMALL);
    if (lesson === undefined) throw new Error("the lesson is broken");
    const state = { ...initialState(lesson), given: ["name|wbe"] };
    const saved = parseProgress(serializeProgress(recordSession(emptyProgress(), state, 0)));
    expect(saved.kind === "ok" && savedSession(saved.progress, lesson)?.given).toEqual(["name|wbe"]);
    const other = recordSession(emptyProgress(), { ...state, phase: "quiz" }, 0);
    expect(savedSession(other, lesson)?.given).toBeUndefined();
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

describe("a summary", () => {
  const summary: Summary = {
    course: "Pods & <b>more</b>",
    on: "2026-01-05",
    lessons: [
      { id: "a", title: `"Move in" <script>alert('x')</script>`, on: "2026-01-04", solo: 3, assisted: 1, skipped: 0 },
    ],
    begun: 1,
    known: [],
    total: 41,
    exams: [],
  };

  it("as a page has no markup but its own, no scripts, and fits on a phone", () => {
    const page = summaryAsHtml(summary);
    expect(page).toContain("<h1>Pods &amp; &lt;b&gt;more&lt;/b&gt;</h1>");
    expect(page).toContain("&quot;Move in&quot; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    expect(page).toContain("3 steps on their own, 1 with help");
    expect(page).toContain('<meta name="viewport" content="width=device-width');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<b>|https?:|src=|href=|\bon[a-z]+=/);
    const tags = [...page.matchAll(/<(\/?)(html|head|body|style|title|h1|p|ul|li|span|time|footer)\b/g)].map(
      ([tag]) => tag,
    );
    for (const tag of tags.filter((one) => !one.startsWith("</")))
      expect(tags.filter((one) => one === tag)).toHaveLength(
        tags.filter((one) => one === tag.replace("<", "</")).length,
      );
  });

  it("as a page is in the learner's language", () => {
    const page = summaryAsHtml(summary, german);
    expect(page).toContain('<html lang="de">');
    expect(page).toContain("3 Schritte allein, 1 mit Hilfe");
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
