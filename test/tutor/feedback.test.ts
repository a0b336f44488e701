import { describe, expect, it } from "vitest";
import type { Check } from "../../src/tutor/checks/check.ts";
import { chooseFeedback } from "../../src/tutor/feedback.ts";
import type { Feedback } from "../../src/tutor/lesson.ts";
import { emptyState, fakeWorld } from "./fake-world.ts";

const state: Feedback = { id: "state", when: { resource: { kind: "Pod" } } as Check, say: "It stands there." };
const refusal: Feedback = {
  id: "refusal",
  when: { audit: { kind: "Pod", code: [422] } } as unknown as Check,
  say: "It was refused.",
};

describe("feedback", () => {
  it.each([
    [
      "what was refused is kept at hand, where the state of things speaks first",
      1,
      { id: "state", ofRefusal: "refusal" },
    ],
    ["what went well leaves it at the state of things", 0, { id: "state", ofRefusal: undefined }],
  ])("%s", async (_, exitCode, expected) => {
    const cluster = emptyState();
    cluster.commands.push({ at: cluster.now, words: ["kubectl", "apply"], exitCode, stderr: "" });
    const world = Object.assign(fakeWorld(cluster), { attemptStart: cluster.now });
    const said = await chooseFeedback([state, refusal], world, async () => ({ passed: true, inMs: 0 }) as never);
    expect({ id: said?.id, ofRefusal: said?.ofRefusal?.id }).toEqual(expected);
  });
});
