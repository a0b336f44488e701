// What `undo` leads back to: as sessions are replayed, taking back the last change of a solution leads to just where things stood before it. There
// the step must not be over, or who takes the change back is sent on at once; and from there the same change solves it again.

import type { Action } from "../action.ts";
import { isPassed } from "../judge.ts";
import type { Step } from "../lesson.ts";
import type { Workbench } from "../world.ts";
import { look } from "./play.ts";
import type { Findings } from "./report.ts";
import { plainWords } from "./rewrite.ts";

const LOOKING = [
  "get",
  "describe",
  "logs",
  "events",
  "explain",
  "top",
  "wait",
  "auth",
  "diff",
  "version",
  "cluster-info",
  "api-resources",
  "api-versions",
];

/** The number of the last action that `undo` would take back; undefined when the solution only looks. */
export function lastChange(actions: readonly Action[]): number | undefined {
  const at = actions.findLastIndex(isChange);
  return at < 0 ? undefined : at;
}

function isChange(action: Action): boolean {
  if (action.kind === "edit" || action.kind === "write" || action.kind === "answer") return true;
  if (action.kind !== "run" || action.expectError) return false;
  const [program, verb = "", noun] = plainWords(action.command) ?? [];
  if (program !== "kubectl" && program !== "k") return true;
  return !LOOKING.includes(verb) && !(verb === "rollout" && (noun === "status" || noun === "history"));
}

/** Looks at the step as it is before that action.
 * @param solution its name. */
export async function judgeUndone(
  step: Step,
  bench: Workbench,
  { solution, action }: { readonly solution: string; readonly action: Action },
  findings: Findings,
): Promise<void> {
  findings.tried++;
  if (!isPassed(await look(step, bench, false, false))) return;
  const what = action.kind === "run" ? `\`${action.command}\`` : `the last ${action.kind}`;
  findings.fail(
    `solution ${solution}`,
    `it passes before ${what}; who takes that back by \`undo\` is sent on at once`,
    step.id,
  );
}
