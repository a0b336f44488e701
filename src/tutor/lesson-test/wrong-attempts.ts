// Counter-examples: none passes, each brings the feedback it names, and after each the learner can go on.

import { isPassed, type StepReport } from "../judge.ts";
import type { Counterexample } from "../lesson.ts";
import { playLesson, type Visit } from "./chain.ts";
import type { NeededChecks } from "./needed-checks.ts";
import { look, patienceMs, reasonOf, runAll, type Settled, settle } from "./play.ts";
import { isMendable, isSolvable, remember } from "./recovery.ts";
import type { Proof } from "./twist.ts";

type Queue = readonly (Counterexample | undefined)[];

/** One world tries a counter-example at every step, and from each goes on by the solution, which mostly works all the same; where it does not,
 * by `skip`, as a learner does who gives up. What turns out otherwise than it should is tried again in a world without earlier mistakes
 * before it is told.
 * @param isThorough also tells after which of them only `undo` helps. */
export async function tryWrongAttempts(proof: Proof, needed: NeededChecks, isThorough: boolean): Promise<void> {
  const { lesson, isTested, last, findings } = proof;
  const lists = lesson.steps.map((step, index) =>
    isTested(index) && index <= last ? (step.counterexamples ?? []).filter((one) => !onlyAnswers(one)) : [],
  );
  findings.tried += lists.reduce((sum, list) => sum + list.length, 0);
  const inDoubt: InDoubt[] = [];
  const length = Math.max(0, ...lists.map((list) => list.length));
  for (let number = 0; number < length; number++) {
    let queue: Queue | undefined = lists.map((list) => list[number]);
    while (queue !== undefined) queue = await playWrong(proof, queue, needed, inDoubt, isThorough);
  }
  for (const { index, wrong, open } of inDoubt) {
    const { id } = lesson.steps[index] ?? {};
    if (id !== undefined && open.some((check) => !needed.isNeeded(id, check)))
      await attemptAlone(proof, index, wrong, needed);
  }
}

/** A wrong attempt that was made after others, and the checks that were open when it was over: some perhaps because of those others. */
interface InDoubt {
  readonly index: number;
  readonly wrong: Counterexample;
  readonly open: readonly number[];
}

/** @returns what is still to be tried, because the world could not go on. */
async function playWrong(
  proof: Proof,
  queue: Queue,
  needed: NeededChecks,
  inDoubt: InDoubt[],
  isThorough: boolean,
): Promise<Queue | undefined> {
  const { lesson, newWorld, findings } = proof;
  const last = queue.findLastIndex((one) => one !== undefined);
  if (last < 0) return undefined;
  const isTried = (index: number) => queue[index] !== undefined;
  const solved = new Set<number>();
  const broken = await playLesson(lesson, newWorld, {
    last,
    isLenient: (index) => !proof.isTested(index),
    skips: isTried,
    jumpsTo: (index) => isTried(index - 1) && !solved.has(index - 1),
    atStart: async (visit) => {
      const wrong = queue[visit.index];
      if (wrong === undefined) return true;
      const isFirst = queue.slice(0, visit.index).every((one) => one === undefined);
      const { problem, open } = await attempt(visit, wrong, needed);
      if (await isSolvable(visit)) solved.add(visit.index);
      else if (isThorough) await tellStuck(proof, visit.index, wrong);
      if (!isFirst && open.length > 1) inDoubt.push({ index: visit.index, wrong, open });
      const isCertain = problem === undefined || isFirst;
      const confirmed = isCertain ? problem : await attemptAlone(proof, visit.index, wrong, needed);
      findings.fail(`counter-example ${wrong.name}`, confirmed, visit.step.id);
      return true;
    },
  });
  if (broken === undefined) return undefined;
  const before = queue[broken.index - 1];
  if (broken.subject === "ensure" && before !== undefined)
    findings.warn(
      `counter-example ${before.name}`,
      `afterwards nobody can \`skip\` to the next step: ${broken.reason}`,
      lesson.steps[broken.index - 1]?.id,
    );
  const rest = queue.map((one, index) => (index < broken.index ? undefined : one));
  return rest.some((one, index) => one !== queue[index]) ? rest : undefined;
}

interface Attempt {
  readonly problem?: string | undefined;
  /** The checks that are open at the end. */
  readonly open: readonly number[];
}

async function attempt(
  { step, bench }: Visit,
  { run, feedback }: Counterexample,
  needed: NeededChecks,
): Promise<Attempt> {
  const error = await runAll(run, bench);
  if (error !== undefined) return { problem: error, open: [] };
  const onLook = (report: StepReport) => needed.note(step.id, report);
  // What has been told to be wrong is only watched, lest it comes right by itself.
  const isTold = (said: ReadonlySet<string>) => feedback === undefined || said.has(feedback);
  const few = [0, 10_000, patienceMs(step)];
  const settled = await settle(step, bench, { onLook, looks: (said) => (isTold(said) ? few : MANY_LOOKS_MS) });
  if (needed.couldTell(step.id, settled.report)) needed.note(step.id, await look(step, bench, true, true));
  const open = settled.report.conditions.flatMap(({ state }, index) => (state === "done" ? [] : [index]));
  return { problem: problemOf(settled, feedback), open };
}

// Some feedback comes late: after a back-off, a probe's third failure, a grace period.
const MANY_LOOKS_MS: readonly number[] = [0, 1000, 2000, 5000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 120_000];

function problemOf({ report, said }: Settled, feedback: string | undefined): string | undefined {
  if (isPassed(report)) return "it passes, and must not";
  if (feedback === undefined || said.has(feedback)) return undefined;
  return `the feedback \`${feedback}\` did not appear; ${said.size === 0 ? "none did" : `instead: ${[...said].join(", ")}`}. Open: ${reasonOf(report)}`;
}

/** The same in a world in which nothing went wrong before. */
async function attemptAlone(
  { lesson, newWorld }: Proof,
  index: number,
  wrong: Counterexample,
  needed: NeededChecks,
): Promise<string | undefined> {
  let problem: string | undefined;
  await playLesson(lesson, newWorld, {
    last: index,
    isLenient: () => true,
    atStart: async (visit) => {
      if (visit.index < index) return true;
      ({ problem } = await attempt(visit, wrong, needed));
      return false;
    },
  });
  return problem;
}

/** After it neither a solution works, nor does one when all is as it was. `undo` helps, and the learner has to hear of it. */
async function tellStuck(
  { lesson, newWorld, findings }: Proof,
  index: number,
  { run, name, feedback }: Counterexample,
): Promise<void> {
  const step = lesson.steps[index];
  const say = step?.feedback?.find(({ id }) => id === feedback)?.say ?? "";
  if (/`(undo|reset)`/.test(say)) return;
  await playLesson(lesson, newWorld, {
    last: index,
    isLenient: () => true,
    atStart: async (visit) => {
      if (visit.index < index) return true;
      const before = await remember(visit.bench);
      await runAll(run, visit.bench);
      const isStuck = !(await isSolvable(visit)) && !(await isMendable(visit, before));
      const reason = "afterwards no solution works, whatever is put back by hand; let its feedback name `undo`";
      findings.warn(`counter-example ${name}`, isStuck ? reason : undefined, step?.id);
      return false;
    },
  });
}

/** Wrong answers change nothing in a cluster: they are tried on the way of another chain. */
export async function tryWrongAnswers(proof: Proof, visit: Visit, needed: NeededChecks): Promise<void> {
  const { step, bench } = visit;
  for (const wrong of (step.counterexamples ?? []).filter(onlyAnswers)) {
    proof.findings.tried++;
    await runAll(wrong.run, bench);
    const report = await look(step, bench, false, false);
    const isAsExpected = !isPassed(report) && (wrong.feedback === undefined || report.feedback?.id === wrong.feedback);
    for (const id of answeredBy(wrong)) bench.answer(id, "");
    if (!isAsExpected)
      proof.findings.fail(
        `counter-example ${wrong.name}`,
        await attemptAlone(proof, visit.index, wrong, needed),
        step.id,
      );
  }
}

/** What looks an answer up by a command leaves traces that a step may be about. */
function onlyAnswers({ run }: Counterexample): boolean {
  return run.every(
    (action) => action.kind === "answer" && Object.values(action.answers).every((text) => !text.startsWith("$(")),
  );
}

function answeredBy({ run }: Counterexample): readonly string[] {
  return run.flatMap((action) => (action.kind === "answer" ? Object.keys(action.answers) : []));
}
