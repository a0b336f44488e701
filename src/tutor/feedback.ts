// What the tutor says to a wrong attempt: the first rule of the author that matches, and each at most once for the same state of things.

import { type Check, withInner } from "./checks/check.ts";
import type { CheckResult } from "./checks/result.ts";
import type { Feedback } from "./lesson.ts";
import type { World } from "./world.ts";

export interface Said {
  readonly id: string;
  readonly say: string;
}

/** The first rule that matches. Rules are judged as things stand, without waiting for what may come. */
export async function chooseFeedback(
  rules: readonly Feedback[],
  world: World,
  evaluate: (check: Check, world: World) => Promise<CheckResult>,
): Promise<Said | undefined> {
  for (const { id, when, say } of rules) {
    const result = await evaluate(when, sinceLastAttempt(when, world));
    if (result.passed && (result.inMs ?? 0) === 0) return { id, say };
  }
  return undefined;
}

/** What a record tells (a request that was refused, a table that was looked at) is told of the last attempt only: earlier ones were
 * spoken about. What has *not* been seen is a matter of the whole step. */
function sinceLastAttempt(when: Check, world: World): World {
  const { attemptStart } = world;
  if (attemptStart === undefined || withInner(when).some((check) => "not" in check)) return world;
  const at = (since: number) => Math.max(since, attemptStart);
  return Object.create(world, {
    audit: { value: (since: number) => world.audit(at(since)) },
    commands: { value: (since: number) => world.commands(at(since)) },
    nameLog: { value: (since: number) => world.nameLog(at(since)) },
    networkLog: { value: (since: number) => world.networkLog(at(since)) },
    observations: { value: (since: number) => world.observations(at(since)) },
  }) as World;
}

/** Stands for "the same state of things": the rule and what is still open. Numbers (ages, counts) do not make a new state. */
export function fingerprint(said: string, open: readonly string[]): string {
  return [said, ...open.map((why) => why.replace(/\d+/g, "#"))].join("\n");
}
