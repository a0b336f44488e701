// The cluster that a sandbox is in front of: a simulated one, or one outside.

import type { LaptopChoices, LearnerWorld } from "./world.ts";

export interface SandboxCluster {
  /** In a sentence, for who sits down at it. */
  readonly about: string;
  /** Its time is the wall's, and cannot be wound. */
  readonly isOutside: boolean;
  /** @param startMs when the learner comes in, unless the cluster has a time of its own. */
  open(startMs: number, choices: Partial<LaptopChoices>): Promise<LearnerWorld>;
}
