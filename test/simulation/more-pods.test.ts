// The second thousand of the random lives of pods.test.ts.

import { expect, it } from "vitest";
import { live } from "./life.ts";

const DEEDS = 12;

it.skipIf(process.env.SIMULATION_SEEDS !== undefined)(
  "whatever happens to other pods, what cannot be never is",
  { timeout: 300_000 },
  () => {
    for (let seed = 1001; seed <= 2000; seed++) {
      const { witness, deeds } = live(seed, DEEDS);
      expect(witness.objections, `seed ${seed}\n${deeds.join("\n")}`).toEqual([]);
    }
  },
);
