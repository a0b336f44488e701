// The first thousand of two thousand random lives; the others are in a file of their own, so that two workers share them. A failure
// names its seed; `SIMULATION_SEEDS=17` plays that one alone, `SIMULATION_SEEDS=1-50000` many.

import { expect, it } from "vitest";
import { live, stateOf } from "./life.ts";

const [first = 1, last = first] = (process.env.SIMULATION_SEEDS ?? "1-1000").split("-").map(Number);
const DEEDS = 12;
const AN_HOUR_MS = 3_600_000;

it("whatever happens to pods, what cannot be never is", { timeout: 300_000 }, () => {
  for (let seed = first; seed <= last; seed++) {
    const { witness, deeds } = live(seed, DEEDS);
    expect(witness.objections, `seed ${seed}\n${deeds.join("\n")}`).toEqual([]);
  }
});

it("a copy is in the same state, and what happens to it leaves the original alone", { timeout: 300_000 }, () => {
  for (let seed = first; seed <= Math.min(last, first + 59); seed++) {
    const { cluster, deeds } = live(seed, DEEDS);
    const before = stateOf(cluster);
    const copy = cluster.fork();
    expect(stateOf(copy), `seed ${seed}\n${deeds.join("\n")}`).toBe(before);
    copy.clock.advanceTo(copy.clock.now() + AN_HOUR_MS / 6);
    expect(stateOf(cluster), `seed ${seed}`).toBe(before);
  }
});
