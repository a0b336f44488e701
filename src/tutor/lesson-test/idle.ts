// Doing nothing for ten minutes does not solve a step; and afterwards it can still be solved.

import { isPassed, type StepReport } from "../judge.ts";
import type { Visit } from "./chain.ts";
import type { NeededChecks } from "./needed-checks.ts";
import { settle } from "./play.ts";
import type { Findings } from "./report.ts";

// Longer than any back-off that a lesson waits for.
const IDLE_MS = 600_000;
const LOOKS_MS: readonly number[] = [0, 5000, 20_000, 60_000, 180_000, IDLE_MS];
const TOLD_AT_ONCE =
  "it holds as the step begins, so who only looks round is told of a mistake that nobody has made; ask in its `when` for what the attempt leaves behind";
const PASSES_BY_ITSELF = "the step passes by itself within 10 minutes; mark it `passive: true` if that is meant";

export async function idle(
  { step, bench }: Visit,
  findings: Findings,
  needed: NeededChecks,
  isTested: boolean,
): Promise<void> {
  if (!isTested) return bench.advance(IDLE_MS);
  findings.tried++;
  let said: string | undefined;
  let looked = 0;
  const onLook = (report: StepReport) => {
    if (looked++ === 0) said = report.feedback?.id;
    if (step.passive !== true) needed.note(step.id, report);
  };
  const { report, waited } = await settle(step, bench, { onLook, looks: () => LOOKS_MS });
  if (said !== undefined) findings.warn(`feedback ${said}`, TOLD_AT_ONCE, step.id);
  if (!isPassed(report)) return;
  const reason = waited === 0 ? "the step passes before anything is done" : PASSES_BY_ITSELF;
  if (step.passive !== true) findings.fail("doing nothing", reason, step.id);
}
