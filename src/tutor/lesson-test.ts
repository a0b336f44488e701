// Stands for `k8s-tutor test`: proves a lesson. Every solution passes, doing nothing and every counter-example do not, wrong attempts
// get the feedback that is meant for them, and the texts keep to their limits.

import { type Action, perform } from "./action.ts";
import { isPassed, judgeStep, type StepReport } from "./judge.ts";
import type { Counterexample, Lesson, Solution, Step } from "./lesson.ts";
import { judgeTexts } from "./lesson-text.ts";
import { enterStep, setUpLesson } from "./setup.ts";
import type { Workbench } from "./world.ts";

interface Finding {
  readonly step?: string;
  /** As in `solution apply`, `doing nothing`, `counter-example wrong-image`, `intro`. */
  readonly subject: string;
  readonly reason: string;
}

export interface LessonTestReport {
  readonly lesson: string;
  readonly passed: boolean;
  readonly failures: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** How many things were tried. */
  readonly tried: number;
}

/** A fresh world of the lesson's cluster profile, without its setup. */
export type NewWorld = (lesson: Lesson) => Promise<Workbench>;

// Longer than any back-off that a lesson waits for.
const IDLE_MS = 600_000;
const PASSES_BY_ITSELF = "the step passes by itself within 10 minutes; mark it `passive: true` if that is meant";
// When a learner's step is looked at again; and when what costs a copy of the cluster is tried, too.
const LOOKS_MS = [0, 1000, 2000, 5000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 120_000] as const;
const THOROUGH_LOOKS_MS: readonly number[] = [0, 10_000, 40_000, 120_000];

/** @param only the id of the one step that is tried; the ones before it are solved. */
export async function testLesson(lesson: Lesson, newWorld: NewWorld, only?: string): Promise<LessonTestReport> {
  const failures: Finding[] = [...judgeTexts(lesson).failures];
  let tried = 1;
  try {
    const bench = await newWorld(lesson);
    await setUpLesson(lesson, bench);
    for (const [index, step] of lesson.steps.entries()) {
      const isTried = only === undefined || step.id === only;
      const entries: (string | undefined)[] = isTried ? [await tryEntry(lesson, index, bench)] : [];
      await enterStep(lesson, index, false, bench);
      if (isTried) {
        const found = await testStep(step, bench);
        tried += found.tried;
        failures.push(...found.failures.map((finding) => ({ step: step.id, ...finding })));
        // Who skips this step arrives at the next one with nothing done.
        entries.push(await tryEntry(lesson, index + 1, bench));
      }
      for (const reason of entries) if (reason !== undefined) failures.push({ subject: "ensure", reason });
      if (step.id === only) break;
      // The later steps build on the first solution of each.
      const [first] = step.solutions;
      if (first !== undefined) await runAll(first.run, bench);
      const { report } = await settle(step, bench);
      if (!isPassed(report)) break;
    }
  } catch (error) {
    failures.push({ subject: "lesson", reason: error instanceof Error ? error.message : String(error) });
  }
  return { lesson: lesson.id, passed: failures.length === 0, failures, warnings: judgeTexts(lesson).warnings, tried };
}

/** What goes wrong for who comes to a step by `back` or `skip`, if anything. */
async function tryEntry(lesson: Lesson, index: number, bench: Workbench): Promise<string | undefined> {
  const step = lesson.steps[index];
  if (step?.ensure === undefined) return undefined;
  try {
    await enterStep(lesson, index, true, await bench.fork());
    return undefined;
  } catch (error) {
    return `${step.id}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function testStep(
  step: Step,
  bench: Workbench,
): Promise<{ readonly tried: number; readonly failures: readonly Finding[] }> {
  const failures: Finding[] = [];
  const add = (subject: string, reason: string | undefined) => {
    if (reason !== undefined) failures.push({ subject, reason });
  };
  if (step.passive !== true) add("doing nothing", await tryNothing(step, await bench.fork()));
  for (const solution of step.solutions)
    add(`solution ${solution.name}`, await trySolution(step, solution, await bench.fork()));
  // Answers change nothing in a cluster, so all that only answer share a copy.
  let shared: Workbench | undefined;
  for (const wrong of step.counterexamples ?? []) {
    const answered = answersOf(wrong);
    const copy = answered === undefined ? await bench.fork() : (shared ?? (await bench.fork()));
    add(`counter-example ${wrong.name}`, await tryCounterexample(step, wrong, copy));
    if (answered === undefined) continue;
    shared = copy;
    for (const id of answered) copy.answer(id, "");
  }
  return { tried: 1 + step.solutions.length + (step.counterexamples?.length ?? 0), failures };
}

/** The questions it answers; undefined when it does anything else. */
function answersOf({ run }: Counterexample): readonly string[] | undefined {
  const answers = run.flatMap((action) => (action.kind === "answer" ? [action.answers] : []));
  return answers.length === run.length ? answers.flatMap(Object.keys) : undefined;
}

async function tryNothing(step: Step, bench: Workbench): Promise<string | undefined> {
  const start = bench.now();
  const { report, waited } = await settle(step, bench);
  if (isPassed(report)) return waited === 0 ? "the step passes before anything is done" : PASSES_BY_ITSELF;
  await bench.advance(Math.max(0, start + IDLE_MS - bench.now()));
  bench.looksAhead = false;
  return isPassed(await judgeStep(step, bench)) ? PASSES_BY_ITSELF : undefined;
}

async function trySolution(step: Step, solution: Solution, bench: Workbench): Promise<string | undefined> {
  const error = await runAll(solution.run, bench);
  if (error !== undefined) return error;
  const { report } = await settle(step, bench);
  return isPassed(report) ? undefined : `it does not pass: ${reasonOf(report)}`;
}

async function tryCounterexample(step: Step, wrong: Counterexample, bench: Workbench): Promise<string | undefined> {
  const error = await runAll(wrong.run, bench);
  if (error !== undefined) return error;
  const { report, said } = await settle(step, bench);
  if (isPassed(report)) return "it passes, and must not";
  if (wrong.feedback === undefined || said.has(wrong.feedback)) return undefined;
  return `the feedback \`${wrong.feedback}\` did not appear; ${said.size === 0 ? "none did" : `instead: ${[...said].join(", ")}`}. Open: ${reasonOf(report)}`;
}

/** Runs as a learner would, one line after the other; the sentence about the first command that failed unexpectedly. */
async function runAll(actions: readonly Action[], bench: Workbench): Promise<string | undefined> {
  for (const action of actions) {
    const result = await perform(action, bench);
    if (action.kind !== "run" || result === undefined) continue;
    if (result.exitCode !== 0 && !action.expectError) {
      return `\`${action.command}\` ended with exit code ${result.exitCode}: ${result.stderr.trim().split("\n")[0] ?? ""}`;
    }
    if (result.exitCode === 0 && action.expectError)
      return `\`${action.command}\` succeeded, but \`expectError\` says that it fails`;
  }
  return undefined;
}

interface Settled {
  readonly report: StepReport;
  /** The ids of the feedback that appeared on the way. */
  readonly said: ReadonlySet<string>;
  /** Virtual milliseconds. */
  readonly waited: number;
}

/** Gives the cluster the time that a learner would give it, and collects the feedback on the way. Time passes here, not on copies, which
 * cost more than all that is looked at; only after the last look is it asked what would still come. */
async function settle(step: Step, bench: Workbench): Promise<Settled> {
  const said = new Set<string>();
  const start = bench.now();
  for (;;) {
    const waited = bench.now() - start;
    const next = LOOKS_MS.find((instant) => instant > waited);
    bench.looksAhead = next === undefined;
    const isThorough = next === undefined || THOROUGH_LOOKS_MS.some((instant) => instant === waited);
    const report = await judgeStep(step, bench, { copy: async () => bench, isThorough });
    if (report.feedback !== undefined) said.add(report.feedback.id);
    if (isPassed(report) || next === undefined) return { report, said, waited };
    await bench.advance(Math.max(0, start + next - bench.now()));
  }
}

function reasonOf({ conditions, questions }: StepReport): string {
  const whys = conditions.flatMap((condition) => ("why" in condition ? `${condition.title}: ${condition.why}` : []));
  const open = Object.entries(questions)
    .filter(([, state]) => state !== "right")
    .map(([id, state]) => `question ${id}: ${state}`);
  return [...whys, ...open].join(" | ");
}
