import { expect, it } from "vitest";
import { shareOut } from "../../../src/cluster/kubelet/processor-shares.ts";

it.each([
  [
    "enough for all",
    [
      [100, 0],
      [300, 500],
    ],
    1000,
    [100, 300],
  ],
  [
    "shared by requests",
    [
      [1000, 300],
      [1000, 100],
    ],
    800,
    [600, 200],
  ],
  [
    "what one leaves is for the others",
    [
      [100, 900],
      [1000, 100],
    ],
    1000,
    [100, 900],
  ],
  [
    "who asks for nothing gets what is left",
    [
      [500, 500],
      [1000, 0],
    ],
    1000,
    [500, 500],
  ],
  [
    "nobody asks",
    [
      [900, 0],
      [900, 0],
      [100, 0],
    ],
    1000,
    [450, 450, 100],
  ],
  ["nothing to share", [[900, 100]], 0, [0]],
])("%s", (_, demands, availableMs, expected) => {
  const granted = shareOut(
    demands.map(([wantedMs = 0, requestMillis = 0]) => ({ wantedMs, requestMillis })),
    availableMs,
  );
  expect(granted.map((each) => Math.round(each))).toEqual(expected);
});
