// Two hundred random lives of workloads on a cluster that fails. A failure names its seed; `WORKLOAD_SEEDS=17` plays that one
// alone, `WORKLOAD_SEEDS=1-20000` many.

import { expect, it } from "vitest";
import { live, stateOf } from "./workloads/life.ts";

const [first = 1, last = first] = (process.env.WORKLOAD_SEEDS ?? "1-200").split("-").map(Number);
const DEEDS = 10;
const COPIES = 8;
const TEN_MINUTES_MS = 600_000;

it("whatever happens, the cluster comes to what is wanted, and what cannot be never is", { timeout: 3_600_000 }, () => {
  for (let seed = first; seed <= last; seed++) {
    const { cluster, objections, deeds } = live(seed, DEEDS);
    expect(objections, `seed ${seed}\n${deeds.join("\n")}`).toEqual([]);
    if (seed >= first + COPIES) continue;
    const copy = cluster.fork();
    expect(stateOf(copy), `a copy of seed ${seed}`).toBe(stateOf(cluster));
    for (const each of [cluster, copy]) each.clock.advanceTo(each.clock.now() + TEN_MINUTES_MS);
    expect(stateOf(copy), `the future of a copy of seed ${seed}`).toBe(stateOf(cluster));
  }
});
