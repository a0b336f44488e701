// When the engine's own near misses are told: after an attempt that brought nothing, once for one state of things, and never what was so
// already when the step began. That is the lesson's doing, and to be found out.

import { type Check, withInner } from "./checks/check.ts";
import { fingerprint } from "./feedback.ts";
import { type ConditionReport, isPassed, type StepReport } from "./judge.ts";
import type { ToldFinding as Finding } from "./near-misses/finding.ts";
import { currentStep, currentStepState, type SessionState } from "./state.ts";

type Reported = Pick<StepReport, "refusal" | "conditions">;

/** What may only need time is told to who still waits at this look, some seconds after the command. */
const PATIENT_LOOKS = 3;

/** Whether it is worth to look for near misses, once the step is judged so far. */
export function wantsNearMisses(state: SessionState, report: StepReport, asked: boolean): boolean {
  if (currentStep(state) === undefined || isPassed(report)) return false;
  if (state.after === "begin") return state.given === undefined;
  if (asked) return true;
  // A command that was refused is explained, even while an older mistake, of which the author has spoken, is still there.
  if (report.feedback !== undefined) return state.after === "failure" && wasTold(report.feedback.id, state);
  if (state.after === "idle" || state.after === "answer") return false;
  const isNew = (condition: ConditionReport) =>
    condition.state === "done" && condition.inMs === 0 && !state.ticked.includes(condition.title);
  return (state.after !== "time" || hasTried(state)) && !report.conditions.some(isNew);
}

function wasTold(feedback: string, { said }: SessionState): boolean {
  return said.some((mark) => mark === feedback || mark.startsWith(fingerprint(feedback, [""])));
}

/** The near miss that is due, if any. */
export function nearMissToTell(state: SessionState, report: StepReport): Finding | undefined {
  if (state.said.includes(attemptMark(state))) return undefined;
  const known = [...state.said, ...(state.given ?? [])];
  // While the cluster is busy with what was done, a rule of the author's may yet come to fit, and would say it once more.
  const isBusy = report.conditions.some(({ state }) => state === "waiting");
  // Where a rule of the author's fits, only what was refused is the engine's to tell.
  const findings = findingsIn(report.feedback === undefined ? report : { ...report, conditions: [] });
  const isToBeDone = somethingIsToBeDone(state, report);
  return findings.find(
    (finding) =>
      !(finding.kind === "look" && isToBeDone) && isDue(finding, state, isBusy) && !known.includes(markOf(finding)),
  );
}

/** Where to look is told once only looking is left. Before, who looks round may be after something else. */
function somethingIsToBeDone(state: SessionState, { conditions }: Reported): boolean {
  const { checks = [] } = currentStep(state) ?? {};
  const isLook = (check: Check) =>
    withInner(check).some((one) => "observed" in one || "event" in one || ("http" in one && one.http.mode === "seen"));
  return checks.some((check, index) => conditions[index]?.state === "open" && !isLook(check));
}

/** One thing at a time: the next is told after the next command. */
export function withTold(state: SessionState, finding: Finding): SessionState {
  return { ...state, said: [...state.said, markOf(finding), attemptMark(state)] };
}

/** The prompt has told what was meant by this attempt: what the engine would say of it is a second voice. */
export function withCorrected(state: SessionState): SessionState {
  return { ...state, said: [...state.said, attemptMark(state)] };
}

function attemptMark(state: SessionState): string {
  return `near miss of attempt ${currentStepState(state).attempts}`;
}

function isDue({ kind }: Finding, state: SessionState, isBusy: boolean): boolean {
  const isAttempt = state.after === "failure" || hasTried(state);
  if (kind === "look") return state.after === "look" || state.after === "failure";
  return isAttempt && ((kind !== "progress" && !isBusy) || state.looks >= PATIENT_LOOKS);
}

/** Something was changed since the step began, or come back to. */
function hasTried({ inputs, current }: SessionState): boolean {
  const since = inputs.findLastIndex(({ kind }) => kind === "enter");
  return inputs
    .slice(since + 1)
    .some((input) => input.step === current && ((input.kind === "command" && input.mutated) || input.kind === "file"));
}

function findingsIn({ refusal, conditions }: Reported): readonly Finding[] {
  const near = conditions.flatMap((condition) => ("near" in condition ? (condition.near ?? []) : []));
  return refusal === undefined ? near : [refusal, ...near];
}

function markOf({ id, say }: Finding): string {
  return fingerprint(`near ${id}`, [say]);
}

/** What stands for the near misses of a report: these have been told, or were there from the beginning. */
export function marksIn(report: Reported): readonly string[] {
  return findingsIn(report).map(markOf);
}

/** The conditions as they are shown: without what the learner is to find out, and each near miss once. */
export function shownConditions(
  conditions: readonly ConditionReport[],
  { given = [], texts }: SessionState,
): readonly ConditionReport[] {
  const told = new Set<string>();
  return conditions.map((condition) => {
    if (!("near" in condition) || condition.near === undefined) return condition;
    const { near, ...rest } = condition;
    if (given.includes(markOf(near))) return rest;
    if (!told.has(near.say)) {
      told.add(near.say);
      return condition;
    }
    return rest.why === near.say ? { ...rest, why: texts.session.asAbove } : rest;
  });
}
