// What the tutor says to a wrong attempt: the first rule of the author that matches, and each at most once for the same state of things.

import { type Check, withInner } from "./checks/check.ts";
import type { CheckResult } from "./checks/result.ts";
import type { Feedback } from "./lesson.ts";
import type { World } from "./world.ts";

export interface Said {
  readonly id: string;
  readonly say: string;
  /** What else is to be said of a command that was refused, where this was said before. */
  readonly ofRefusal?: { readonly id: string; readonly say: string };
}

/** The first rule that matches. Rules are judged as things stand, without waiting for what may come. */
export async function chooseFeedback(
  rules: readonly Feedback[],
  world: World,
  evaluate: (check: Check, world: World) => Promise<CheckResult>,
): Promise<Said | undefined> {
  const firstOf = async (some: readonly Feedback[]) => {
    for (const rule of some) {
      const result = await evaluate(rule.when, sinceLastAttempt(rule.when, world));
      if (result.passed && (result.inMs ?? 0) === 0) return rule;
    }
    return undefined;
  };
  const first = await firstOf(rules);
  if (first === undefined) return undefined;
  const { id, say } = first;
  if (tellsRefusal(first) || !isRefused(world)) return { id, say };
  const other = await firstOf(rules.slice(rules.indexOf(first) + 1).filter(tellsRefusal));
  return other === undefined ? { id, say } : { id, say, ofRefusal: { id: other.id, say: other.say } };
}

/** Whether a rule is about what the API server, or kubectl, has answered. */
function tellsRefusal({ when }: Feedback): boolean {
  return withInner(when).some((check) => ("audit" in check && check.audit.code !== undefined) || "command" in check);
}

function isRefused(world: World): boolean {
  return world.attemptStart !== undefined && (world.commands(world.attemptStart).at(-1)?.exitCode ?? 0) !== 0;
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
