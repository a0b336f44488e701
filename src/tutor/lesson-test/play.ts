// Does what a learner does, and gives the cluster the time that a learner would give it.

import { type Action, perform } from "../action.ts";
import { withInner } from "../checks/check.ts";
import { isPassed, judgeStep, type StepReport } from "../judge.ts";
import type { Step } from "../lesson.ts";
import type { Workbench } from "../world.ts";

// When a learner's step is looked at again; and when what costs a copy of the cluster is tried, too.
const LOOKS_MS: readonly number[] = [0, 1000, 2000, 5000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 120_000];
const COSTLY_LOOKS_MS: readonly number[] = [0, 10_000, 40_000, 120_000];

interface Pauses {
  /** How long the learner thinks between two lines. */
  readonly pauseMs: number;
  /** Done when they have thought. */
  readonly between?: () => Promise<void> | undefined;
  /** Done before the action of this number, the first one included. */
  readonly before?: (number: number) => Promise<void> | undefined;
}

/** Runs one line after the other; the sentence about the first command that ended as nobody expected. */
export async function runAll(
  actions: readonly Action[],
  bench: Workbench,
  { pauseMs, between, before }: Pauses = { pauseMs: 0 },
): Promise<string | undefined> {
  for (const [index, action] of actions.entries()) {
    if (index > 0 && pauseMs > 0) await bench.advance(pauseMs);
    if (index > 0) await between?.();
    await before?.(index);
    const error = await runOne(action, bench);
    if (error !== undefined) return error;
  }
  return undefined;
}

async function runOne(action: Action, bench: Workbench): Promise<string | undefined> {
  const result = await perform(action, bench);
  if (action.kind !== "run" || result === undefined) return undefined;
  if (result.exitCode !== 0 && !action.expectError)
    return `\`${action.command}\` ended with exit code ${result.exitCode}: ${result.stderr.trim().split("\n")[0] ?? ""}`;
  if (result.exitCode === 0 && action.expectError)
    return `\`${action.command}\` succeeded, but \`expectError\` says that it fails`;
  return undefined;
}

export interface Settled {
  readonly report: StepReport;
  /** The ids of the feedback that appeared on the way. */
  readonly said: ReadonlySet<string>;
  /** Virtual milliseconds. */
  readonly waited: number;
}

interface Watching {
  /** Told of every look. */
  readonly onLook?: (report: StepReport) => void;
  /** When to look, in milliseconds from now; asked after every look. As often as a learner would when not given. */
  readonly looks?: (said: ReadonlySet<string>) => readonly number[];
}

/** Waits until the step passes, or until waiting is in vain, and collects the feedback on the way. Time passes here, not on copies, which
 * cost more than all that is looked at; only after the last look is it asked what would still come. */
export async function settle(step: Step, bench: Workbench, { onLook, looks }: Watching = {}): Promise<Settled> {
  const said = new Set<string>();
  const start = bench.now();
  for (;;) {
    const waited = bench.now() - start;
    const instants = looks?.(said) ?? LOOKS_MS;
    const next = instants.find((instant) => instant > waited);
    const isCostly = next === undefined || COSTLY_LOOKS_MS.includes(waited);
    const report = await look(step, bench, next === undefined && looks === undefined, isCostly);
    onLook?.(report);
    if (report.feedback !== undefined) said.add(report.feedback.id);
    if (isPassed(report) || next === undefined) return { report, said, waited };
    await bench.advance(Math.max(0, start + next - bench.now()));
  }
}

/** Judges the step in a world that nobody needs as it is. */
export async function look(step: Step, bench: Workbench, isAhead: boolean, isThorough: boolean): Promise<StepReport> {
  const spare = { value: bench };
  const world = Object.create(bench, { looksAhead: { value: isAhead, writable: true }, spare }) as Workbench;
  // Wound forward, it is still a world that requests may be sent in.
  const spent = Object.create(bench, { spare }) as Workbench;
  return judgeStep(step, world, { copy: async () => spent, isThorough });
}

/** How long the step's checks give the cluster, and a little more. */
export function patienceMs({ checks }: Step): number {
  return Math.max(30_000, ...checks.flatMap(withInner).map(({ within = 0 }) => within + 5000));
}

/** What is still open, in a sentence. */
export function reasonOf({ conditions, questions }: StepReport): string {
  const whys = conditions.flatMap((condition) => ("why" in condition ? `${condition.title}: ${condition.why}` : []));
  const open = Object.entries(questions)
    .filter(([, state]) => state !== "right")
    .map(([id, state]) => `question ${id}: ${state}`);
  return [...whys, ...open].join(" | ");
}
