import { describe, expect, it } from "vitest";
import type { Pod } from "../../../src/api/types.ts";
import {
  recommend,
  type Target,
} from "../../../src/cluster/controller-manager/horizontal-autoscaler/replica-calculator.ts";
import { decide, ScaleHistory } from "../../../src/cluster/controller-manager/horizontal-autoscaler/scaling-rules.ts";

const NOW = Date.UTC(2026, 0, 5, 9);
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString().replace(".000Z", "Z");

interface Sketch {
  /** Millicores; undefined for a pod without metrics. */
  readonly used?: number;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly startedAt?: number;
  readonly deleted?: boolean;
}

function podOf(name: string, { phase = "Running", ready = true, startedAt = -3600, deleted = false }: Sketch): Pod {
  const condition = { type: "Ready", status: ready ? "True" : "False", lastTransitionTime: at(startedAt + 1) };
  return {
    metadata: { name, ...(deleted ? { deletionTimestamp: at(0) } : {}) },
    spec: { containers: [{ name: "c", resources: { requests: { cpu: "100m" } } }] },
    status: { phase, startTime: at(startedAt), conditions: [condition] },
  } as unknown as Pod;
}

function replicasFor(sketches: readonly Sketch[], target: Target, current = sketches.length): number {
  const pods = sketches.map((sketch, index) => podOf(`p${index}`, sketch));
  const measured = sketches.flatMap(({ used }, index) =>
    used === undefined ? [] : [[`p${index}`, { value: used, atMs: NOW - 5000, windowMs: 15_000 }] as const],
  );
  const metrics = new Map(measured);
  return recommend({ metrics, pods, current, resource: "cpu", container: undefined, target, nowMs: NOW }).replicas;
}

describe("a resource metric asks for", () => {
  const half: Target = { kind: "utilization", percent: 50 };
  const busy = { used: 100 };
  const lazy = { used: 10 };
  it.each<[string, readonly Sketch[], Target, number]>([
    ["twice as many when twice as much is used", [busy, busy], half, 4],
    ["fewer when less is used", [lazy, lazy, lazy, lazy], half, 1],
    ["the same within a tenth", [{ used: 54 }, { used: 53 }], half, 2],
    ["the same at zero when nothing is used, for the limits to raise", [{ used: 0 }], half, 0],
    ["a plain average", [{ used: 300 }, { used: 100 }], { kind: "value", milli: 100 }, 4],
    ["no more for a pod that is going", [busy, { ...busy, deleted: true }], half, 2],
    ["less more while one is starting", [{ used: 200 }, { used: 900, startedAt: -20, ready: false }], half, 4],
    ["nothing while the change would turn round", [{ used: 70 }, { phase: "Pending" }], half, 2],
    ["no fewer while one says nothing", [lazy, {}], half, 2],
    ["as many as it knows of when a silent one counts for nothing", [{ used: 300 }, {}], half, 6],
  ])("%s", (_, sketches, target, expected) => {
    expect(replicasFor(sketches, target)).toBe(expected);
  });

  it("nothing where nobody knows anything", () => {
    expect(() => replicasFor([], half)).toThrow("no pods returned by selector while calculating replica count");
    expect(() => replicasFor([{ used: 5, ready: false, startedAt: -10 }], half)).toThrow(
      "did not receive metrics for targeted pods (pods might be unready)",
    );
  });
});

describe("what is wished becomes", () => {
  const wish = (current: number, desired: number, seconds = 0) => ({
    current,
    desired,
    min: 1,
    max: 20,
    nowMs: NOW + seconds * 1000,
  });
  const rules = (selectPolicy: string, ...policies: [string, number, number][]) => ({
    selectPolicy,
    policies: policies.map(([type, value, periodSeconds]) => ({ type, value, periodSeconds })),
  });

  it.each([
    ["at most four from one", wish(1, 9), 4, "ScaleUpLimit"],
    ["at most twice as many", wish(5, 14), 10, "ScaleUpLimit"],
    ["at most the maximum", { ...wish(15, 30) }, 20, "TooManyReplicas"],
    ["at least the minimum", wish(3, 0), 1, "TooFewReplicas"],
    ["itself otherwise", wish(3, 4), 4, "DesiredWithinRange"],
  ])("%s", (_, wanted, replicas, reason) => {
    const decision = decide(new ScaleHistory(), wanted, undefined);
    expect([decision.replicas, decision.limited.reason]).toEqual([replicas, reason]);
  });

  it("the highest of five minutes on the way down", () => {
    const history = new ScaleHistory();
    decide(history, wish(6, 6), undefined);
    expect(decide(history, wish(6, 2, 299), undefined)).toMatchObject({
      replicas: 6,
      able: { reason: "ScaleDownStabilized" },
    });
    expect(decide(history, wish(6, 2, 301), undefined)).toMatchObject({
      replicas: 2,
      able: { reason: "ReadyForNewScale" },
    });
  });

  it("what the policies of its own rules allow, counting what was changed in their period", () => {
    const behavior = {
      scaleUp: { stabilizationWindowSeconds: 0, ...rules("Max", ["Pods", 2, 60], ["Percent", 50, 60]) },
      scaleDown: { stabilizationWindowSeconds: 0, ...rules("Min", ["Pods", 1, 60], ["Percent", 50, 60]) },
    };
    const history = new ScaleHistory();
    expect(decide(history, wish(4, 20), behavior).replicas).toBe(6);
    history.changed(NOW, 4, 6);
    expect(decide(history, wish(6, 20, 30), behavior)).toMatchObject({
      replicas: 6,
      limited: { reason: "ScaleUpLimit" },
    });
    expect(decide(history, wish(6, 20, 61), behavior).replicas).toBe(9);
    expect(decide(new ScaleHistory(), wish(10, 1), behavior)).toMatchObject({
      replicas: 9,
      limited: { reason: "ScaleDownLimit" },
    });
    const frozen = { ...behavior, scaleDown: { ...behavior.scaleDown, selectPolicy: "Disabled" } };
    expect(decide(new ScaleHistory(), wish(10, 1), frozen).replicas).toBe(10);
  });

  it("the lowest of a window on the way up", () => {
    const scaleUp = { stabilizationWindowSeconds: 60, ...rules("Max", ["Percent", 900, 15]) };
    const history = new ScaleHistory();
    const behavior = { scaleUp, scaleDown: rules("Max", ["Percent", 100, 15]) };
    decide(history, wish(2, 3), behavior);
    expect(decide(history, wish(2, 9, 30), behavior)).toMatchObject({
      replicas: 3,
      able: { reason: "ScaleUpStabilized" },
    });
    expect(decide(history, wish(3, 9, 100), behavior).replicas).toBe(9);
  });
});
