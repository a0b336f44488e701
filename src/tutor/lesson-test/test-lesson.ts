// Stands for `k8s-tutor test`: proves a lesson. Every solution passes, in whatever words, order, haste and luck; doing nothing, shortcuts
// and counter-examples do not pass; wrong attempts get the feedback that is meant for them; texts keep to their limits.

import type { Lesson } from "../lesson.ts";
import { judgeTexts } from "../lesson-text.ts";
import { judgeAppearance, type Paper } from "./appearance.ts";
import { type NewWorld, playLesson, type Way } from "./chain.ts";
import { idle } from "./idle.ts";
import { NeededChecks } from "./needed-checks.ts";
import { tryNoAnswers } from "./no-answers.ts";
import { look } from "./play.ts";
import { judgeRepeatedly } from "./repeated.ts";
import { Findings, type LessonTestReport } from "./report.ts";
import { rewrites, rewritten } from "./rewrite.ts";
import { tryShortcuts } from "./shortcuts.ts";
import { byThirdHints, type FaultOf, judgeThirdHints } from "./third-hint.ts";
import {
  choosing,
  first,
  goingBack,
  leaping,
  otherLuck,
  type Proof,
  proveChain,
  rewriting,
  skipping,
  type Twist,
  thinking,
} from "./twist.ts";
import { judgeUndone } from "./undone.ts";
import { everyPair, everySolution } from "./ways.ts";
import { tryWrongAnswers, tryWrongAttempts } from "./wrong-attempts.ts";

interface LessonTestOptions {
  /** The id of the one step that is tried; the ones before it are solved. */
  readonly step?: string;
  /** Everything that may differ is tried apart, with many seeds. */
  readonly isThorough?: boolean;
  /** Terminals on which the texts are tried. */
  readonly papers?: readonly Paper[];
  readonly faultOf?: FaultOf;
}

// Enough that what depends on luck is seen to do so.
const THOROUGH_SEEDS = 20;
const THOROUGH_PAUSES_MS = [5000, 600_000] as const;
const USUAL_PAUSE_MS = 60_000;
const COMBINATIONS = 50;

export async function testLesson(
  lesson: Lesson,
  newWorld: NewWorld,
  options: LessonTestOptions = {},
): Promise<LessonTestReport> {
  const findings = new Findings();
  const texts = judgeTexts(lesson);
  findings.failures.push(...texts.failures);
  findings.warnings.push(...texts.warnings);
  findings.tried++;
  try {
    judgeAppearance(lesson, options.papers ?? [], findings);
    if (options.faultOf !== undefined) await judgeThirdHints(lesson, options.faultOf, findings);
    await proveSteps(lesson, newWorld, findings, options);
  } catch (error) {
    findings.fail("lesson", error instanceof Error ? error.message : String(error));
  }
  const { failures, warnings, tried } = findings;
  return { lesson: lesson.id, passed: failures.length === 0, failures, warnings, tried };
}

async function proveSteps(
  lesson: Lesson,
  newWorld: NewWorld,
  findings: Findings,
  { step, isThorough = false }: LessonTestOptions,
): Promise<void> {
  const isTested = (index: number) => step === undefined || lesson.steps[index]?.id === step;
  const wanted = step === undefined ? lesson.steps.length - 1 : lesson.steps.findIndex(({ id }) => id === step);
  const needed = new NeededChecks();
  const usual: Proof = { lesson, newWorld, findings, isTested, last: wanted };
  // What the first solutions do not reach cannot be tried in any other way either.
  const last = await playUsualWay(usual, needed);
  const proof: Proof = { ...usual, last };
  if (last < 0) return;
  for (const twists of chainsOf(proof, isThorough, needed)) {
    findings.tried += last + 1;
    await proveChain(proof, twists);
  }
  await tryWrongAttempts(proof, needed, isThorough);
  needed.tell(lesson, findings, (index) => isTested(index) && index <= last);
}

/** The first solutions, with everything that can be looked at on the way.
 * @returns the last step that they solve. */
async function playUsualWay(proof: Proof, needed: NeededChecks): Promise<number> {
  const { lesson, newWorld, findings, isTested, last } = proof;
  findings.tried += last + 1;
  const broken = await playLesson(lesson, newWorld, {
    ...undoing(proof).twist({}),
    last,
    isLenient: (index) => !isTested(index),
    atStart: async (visit) => {
      if (!isTested(visit.index)) return true;
      needed.note(visit.step.id, await look(visit.step, visit.bench, false, false));
      await tryWrongAnswers(proof, visit, needed);
      await tryShortcuts(proof, visit);
      return true;
    },
    atEnd: async (visit) => {
      if (!isTested(visit.index)) return;
      await judgeRepeatedly(visit, findings);
      await tryNoAnswers(visit, findings);
    },
  });
  if (broken === undefined) return last;
  findings.fail(broken.subject, broken.reason, broken.step);
  return broken.index - 1;
}

/** The chains that are played beside the usual one, each with the twists that are tried in it. */
function chainsOf(proof: Proof, isThorough: boolean, needed: NeededChecks): readonly (readonly Twist[])[] {
  const { lesson, last } = proof;
  const counts = lesson.steps.slice(0, last + 1).map(({ solutions }) => solutions.length);
  const others = everySolution(counts).slice(1);
  const words = Object.entries(rewrites()).map(([said, rewrite]) =>
    rewriting(said, (actions, namespace) => rewritten(actions, rewrite, namespace)),
  );
  const hints = byThirdHints(lesson);
  const second = others[0] === undefined ? [] : [choosing(others[0])];
  const secondUndone = others[0] === undefined ? [] : [choosing(others[0]), undoing(proof)];
  const chains: Twist[][] = [
    [nothingFirst(proof, needed), halting(proof, needed), ...words],
    [...secondUndone, goingBack(lesson), otherLuck(2), ...words],
    [...second, skipping(0), otherLuck(3)],
    [...second, skipping(1), otherLuck(4)],
    ...others.slice(1).map((choices, index) => [choosing(choices), undoing(proof), otherLuck(5 + index)]),
    ...(hints === undefined ? [] : [[hints]]),
  ];
  if (!isThorough) return chains;
  return [
    ...chains,
    ...everyPair(counts, COMBINATIONS).map((choices) => [choosing(choices)]),
    ...lesson.steps.slice(0, last + 1).map((_, index) => [leaping(index)]),
    ...THOROUGH_PAUSES_MS.map((ms) => [thinking(ms, { isRare: true })]),
    ...words.map((word) => [word]),
    ...Array.from({ length: THOROUGH_SEEDS }, (_, index) => [otherLuck(index + 2, true)]),
  ];
}

function nothingFirst(proof: Proof, needed: NeededChecks): Twist {
  return first("after ten minutes of doing nothing", async (visit) => {
    await idle(visit, proof.findings, needed, proof.isTested(visit.index));
  });
}

function undoing({ isTested, findings }: Proof): Twist {
  const beforeLast: Way["beforeLast"] = async ({ step, bench, index }, last) => {
    if (isTested(index)) await judgeUndone(step, bench, last, findings);
  };
  return { said: "looking before the last change", twist: (way) => ({ ...way, beforeLast }) };
}

/** Half of a solution is a wrong attempt, too. */
function halting({ isTested }: Proof, needed: NeededChecks): Twist {
  const between: Way["between"] = async ({ step, bench, index }) => {
    if (isTested(index)) needed.note(step.id, await look(step, bench, false, false));
  };
  return thinking(USUAL_PAUSE_MS, { between });
}
