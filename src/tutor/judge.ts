// Judges a step: which of its conditions hold, what is still open, and what to say about it.

import { type Check, checkName, evaluate, evaluateAll, withInner } from "./checks/check.ts";
import type { CheckResult } from "./checks/result.ts";
import { chooseFeedback, type Said } from "./feedback.ts";
import type { Texts } from "./language/english.ts";
import type { Question, Step } from "./lesson.ts";
import { type ToldFinding, told } from "./near-misses/finding.ts";
import { nearMissOf, sceneFor } from "./near-misses/near-miss.ts";
import { refusedCommand } from "./near-misses/refused.ts";
import { textsOf, type Workbench, type World } from "./world.ts";

export type ConditionReport =
  | { readonly title: string; readonly state: "done"; readonly inMs: number }
  | (Unmet & { readonly state: "waiting"; readonly waitsFor: string })
  | (Unmet & { readonly state: "open" })
  /** A glance does not try it while something cheaper is open. */
  | { readonly title: string; readonly state: "untried" };

interface Unmet {
  readonly title: string;
  readonly why: string;
  /** `why` is the author's. */
  readonly isAuthors?: boolean;
  /** How close it is. */
  readonly near?: ToldFinding;
}

export interface StepReport {
  readonly conditions: readonly ConditionReport[];
  /** By question id. */
  readonly questions: Readonly<Record<string, "unanswered" | "wrong" | "right">>;
  /** The first feedback rule that matches. */
  readonly feedback?: Said;
  /** What the last command was told instead of being obeyed. */
  readonly refusal?: ToldFinding;
}

export interface Judging {
  /** Where to look ahead, if not in a new copy: who has no further use for the world as it is may give the world itself. */
  readonly copy?: () => Promise<Workbench>;
  /** False: what a copy of the cluster would have to be made for is left untried. */
  readonly isThorough?: boolean;
  /** Whether to look for near misses, once all else is judged. Never when absent. */
  readonly wantsNearMisses?: (report: StepReport) => boolean;
}

export async function judgeStep(step: Step, world: World, judging: Judging = {}): Promise<StepReport> {
  const conditions = await judgeChecks(step.checks, world, judging);
  const questions: Record<string, "unanswered" | "wrong" | "right"> = {};
  for (const question of step.questions ?? []) questions[question.id] = await judgeAnswer(question, world);
  const report = { conditions, questions };
  const feedback = isPassed(report)
    ? undefined
    : await chooseFeedback(step.feedback ?? [], withoutRight(world, questions), evaluate);
  const judged: StepReport = feedback === undefined ? report : { ...report, feedback };
  return judging.wantsNearMisses?.(judged) === true ? withNearMisses(judged, step, world) : judged;
}

async function withNearMisses(report: StepReport, step: Step, world: World): Promise<StepReport> {
  const scene = sceneFor(step.checks, world);
  const conditions: ConditionReport[] = [];
  for (const [index, condition] of report.conditions.entries()) {
    const check = step.checks[index];
    const isUnmet = condition.state === "open" || condition.state === "waiting";
    const near = check !== undefined && isUnmet ? told(await nearMissOf(check, scene), textsOf(world)) : undefined;
    conditions.push(near === undefined || !isUnmet ? condition : { ...condition, near });
  }
  const refusal = told(await refusedCommand(scene), textsOf(world));
  return { ...report, conditions, ...(refusal !== undefined && { refusal }) };
}

/** Feedback is for wrong attempts: a rule for whatever else was answered must not speak to an answer that is right. */
function withoutRight(world: World, questions: StepReport["questions"]): World {
  const open = Object.entries(world.answers).filter(([id]) => questions[id] !== "right");
  return Object.create(world, { answers: { value: Object.fromEntries(open) } }) as World;
}

/** One after the other: a check that looks ahead forks the world, and the order of forks must not depend on chance. */
async function judgeChecks(
  checks: readonly Check[],
  world: World,
  { copy = () => world.fork(), isThorough = true }: Judging,
): Promise<readonly ConditionReport[]> {
  const isGlance = world.looksAhead === false;
  // Where there are no copies, nothing costs one.
  const isCostly = (check: Check) => world.heldSince === undefined && needsCopy(check);
  const found = await evaluateAll(
    checks.filter((check) => !isCostly(check)),
    world,
    copy,
  );
  const isOpen = [...found.values()].some(({ passed }) => !passed);
  const isTried = isThorough && !(isGlance && isOpen);
  const costly = await evaluateAll(
    checks.filter((check) => isTried && isCostly(check)),
    world,
    copy,
  );
  return checks.map((check) => reportOf(check, found.get(check) ?? costly.get(check), textsOf(world)));
}

/** A copy of the cluster is made for it. */
export function needsCopy(check: Check): boolean {
  return withInner(check).some(
    (one) => one.for !== undefined || "whatIf" in one || ("http" in one && one.http.mode === "probe"),
  );
}

export function titlesOf(step: Step, texts: Texts): readonly string[] {
  return step.checks.map((check) => check.title ?? titleOf(check, texts));
}

function reportOf(check: Check, result: CheckResult | undefined, texts: Texts): ConditionReport {
  const title = check.title ?? titleOf(check, texts);
  if (result === undefined) return { title, state: "untried" };
  if (result.passed) return { title, state: "done", inMs: result.inMs ?? 0 };
  const { why, waitsFor } = result;
  const unmet: Unmet = check.missing === undefined ? { title, why } : { title, why, isAuthors: true };
  return waitsFor === undefined ? { ...unmet, state: "open" } : { ...unmet, state: "waiting", waitsFor };
}

async function judgeAnswer({ id, answer }: Question, world: World): Promise<"unanswered" | "wrong" | "right"> {
  if ((world.answers[id] ?? "").trim() === "") return "unanswered";
  const result = await evaluate({ answer: { id, ...answer } }, world);
  return result.passed ? "right" : "wrong";
}

/** True when everything holds, perhaps after some time (`waitOf`) in which nothing else need happen. */
export function isPassed({ conditions, questions }: Pick<StepReport, "conditions" | "questions">): boolean {
  return (
    conditions.every(({ state }) => state === "done") && Object.values(questions).every((state) => state === "right")
  );
}

/** How long until everything holds. */
export function waitOf({ conditions }: Pick<StepReport, "conditions">): number {
  return Math.max(0, ...conditions.map((condition) => (condition.state === "done" ? condition.inMs : 0)));
}

/** The kinds whose objects a snapshot must hold for this step's checks. */
export function comparedKinds(step: Step): readonly string[] {
  const checks = [...step.checks, ...(step.feedback ?? []).map(({ when }) => when)].flatMap(withInner);
  const kinds = checks.flatMap((check) => {
    if ("changed" in check) return [check.changed.kind];
    if (!("resource" in check)) return [];
    const compares = check.identity !== undefined || (check.where?.source.includes("before(") ?? false);
    return compares ? [check.resource.kind] : [];
  });
  return [...new Set(kinds)].sort();
}

// A plain title for checks whose author gave none.
function titleOf(check: Check, { judge: titles }: Texts): string {
  if ("resource" in check)
    return [check.resource.kind, check.resource.name ?? check.resource.selector].filter(Boolean).join(" ");
  if ("endpoints" in check) return titles.endpoints(check.endpoints.service);
  if ("file" in check) return titles.file(check.file.path);
  if ("http" in check) return check.http.to === undefined ? titles.request : titles.requestTo(check.http.to);
  if ("dns" in check) return check.dns.name === undefined ? titles.lookUpAny : titles.lookUp(check.dns.name);
  if ("observed" in check) return titles.look;
  const name = checkName(check);
  return name === "whatIf" || name === "event" || name === "audit" || name === "access" ? titles[name] : titles.other;
}
