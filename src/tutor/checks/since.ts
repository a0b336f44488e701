// From when on the records count.

import type { World } from "../world.ts";

export function startOf(since: "step" | "lesson" | undefined, world: World): number {
  return since === "lesson" ? 0 : world.stepStart.at;
}
