import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Check } from "../../src/tutor/checks/check.ts";
import { missingNodes, taughtElsewhere } from "../../src/tutor/elsewhere.ts";
import { judgeStep } from "../../src/tutor/judge.ts";
import type { Lesson, Step } from "../../src/tutor/lesson.ts";
import { loadLesson } from "../../src/tutor/load.ts";
import { emptyState, fakeWorld, pod } from "./fake-world.ts";

function lesson(path: string): Lesson {
  const file = join(import.meta.dirname, "../../lessons", path);
  const loaded = loadLesson(path, readFileSync(file, "utf8"));
  if (loaded.value === undefined) throw new Error(`${path} does not load`);
  return loaded.value;
}

const firstPod = lesson("pods/first-pod.yaml");

function withSteps(change: Partial<Lesson["steps"][number]>): Lesson {
  return { ...firstPod, steps: firstPod.steps.map((step) => ({ ...step, ...change })) };
}

const whatIf = { whatIf: { do: [{ kind: "advance", ms: 1000 }], then: [{ resource: { kind: "Pod" } }] } } as const;

describe("a lesson on a cluster that is not the tutor's own", () => {
  it("is taught as it is when nothing stands in the way", () => {
    expect(taughtElsewhere(firstPod)).toEqual({ kind: "taught", lesson: firstPod, notes: [] });
  });

  it.each([
    ["what the network saw", lesson("services/services-stable-address.yaml"), "asks what goes over the network"],
    [
      "a stopped component",
      withSteps({ onEnter: [{ kind: "stop", target: "scheduler" }] }),
      "stops the scheduler, which only",
    ],
    [
      "a stopped kubelet",
      withSteps({ ensure: [{ kind: "stop", target: "node/oak" }] }),
      "stops the kubelet of oak, which only",
    ],
    [
      "a node that fails",
      { ...firstPod, setup: { do: [{ kind: "fail-node", node: "oak" }] } },
      "switches the node oak off",
    ],
    ["only the future", withSteps({ checks: [whatIf] }), "judges its step rent-web on a copy"],
    [
      "the namespace default",
      withSteps({ ensure: [{ kind: "run", command: "kubectl get pods -n default", expectError: false }] }),
      "works in the namespace `default`",
    ],
  ] as const)("is not taught there when it needs %s", (_what, needy, why) => {
    const taught = taughtElsewhere(needy as Lesson);
    expect(taught).toMatchObject({ kind: "refused" });
    expect(taught.kind === "refused" ? taught.why : "").toContain(why);
  });

  it("leaves out what looks into the future, and says so", () => {
    const [step] = firstPod.steps;
    const feedback = [
      { id: "future", when: whatIf, say: "Later." },
      { id: "asked", when: { not: { http: { mode: "seen" } } }, say: "Ask." },
      ...(step?.feedback ?? []),
    ] as const;
    const taught = taughtElsewhere(withSteps({ checks: [...(step?.checks ?? []), whatIf], feedback }));
    if (taught.kind !== "taught") throw new Error(taught.why);
    expect(taught.lesson.steps[0]?.checks).toEqual(step?.checks);
    expect(taught.lesson.steps[0]?.feedback).toEqual(step?.feedback);
    expect(taught.notes).toHaveLength(1);
  });

  it("names the nodes that its checks and commands speak of", () => {
    const story = ["city-hall", "maple", "oak"];
    expect(missingNodes(firstPod, story, ["kind-control-plane"])).toEqual([]);
    const bound = withSteps({
      solutions: [{ name: "go", run: [{ kind: "run", command: "kubectl drain oak", expectError: false }] }],
    });
    expect(missingNodes(bound, story, ["kind-control-plane"])).toEqual(["oak"]);
    expect(missingNodes(bound, story, story)).toEqual([]);
    const soaked = withSteps({
      solutions: [{ name: "go", run: [{ kind: "run", command: "kubectl get oak-tree soak", expectError: false }] }],
    });
    expect(missingNodes(soaked, story, [])).toEqual([]);
  });
});

describe("a check that must hold for a while, where nothing can be copied", () => {
  it("is waited for, from when it was first seen to hold", async () => {
    const state = emptyState([pod({ name: "web" })]);
    let since: number | undefined;
    const heldSince = (_what: object, holds: boolean) => {
      since = holds ? (since ?? state.now) : undefined;
      return since;
    };
    const world = Object.assign(fakeWorld(state), { heldSince, looksAhead: false });
    const check: Check = { resource: { kind: "Pod", name: "web" }, for: 30_000 };
    const judge = () =>
      judgeStep({ ...(firstPod.steps[0] as Step), questions: [], feedback: [], checks: [check] }, world);
    const stateOf = async () => (await judge()).conditions[0]?.state;
    expect((await judge()).conditions).toEqual([
      {
        title: "Pod web",
        state: "waiting",
        why: "It holds, and must stay so for another 30 s.",
        waitsFor: "it to stay so for 30 s",
      },
    ]);
    await world.advance(20_000);
    expect(await stateOf()).toBe("waiting");
    const objects = state.objects;
    state.objects = [];
    expect(await stateOf()).toBe("open");
    state.objects = objects;
    await world.advance(20_000);
    expect(await stateOf()).toBe("waiting");
    await world.advance(30_000);
    expect(await stateOf()).toBe("done");
    expect(world.forks).toBe(0);
  });
});
