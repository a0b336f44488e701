// Stands for what the tutor makes of a look at the step: it ticks off, explains, waits, or goes on.

import { isDrill } from "./drill.ts";
import { type Effect, note, print, still, type Update } from "./effect.ts";
import { minutesLeft } from "./estimate.ts";
import { fingerprint } from "./feedback.ts";
import { isPassed, type StepReport, waitOf } from "./judge.ts";
import type { Question, Step } from "./lesson.ts";
import type { Message } from "./message.ts";
import { marksIn, nearMissToTell, shownConditions, withTold } from "./near-feedback.ts";
import { doneIn } from "./onlooker.ts";
import { mayEnter, waitAtGate } from "./pace.ts";
import { askQuiz } from "./quiz.ts";
import {
  currentAnswers,
  currentStep,
  currentStepState,
  type SessionState,
  withoutQuestion,
  withStep,
} from "./state.ts";
import { moveTo } from "./travel.ts";

// While the cluster is busy the tutor looks again after this long.
const LOOK_AGAIN_MS = 1000;
// Who has tried this often and asked for no hint is told that there are some.
const TRIES_BEFORE_OFFER = 5;

/** What follows from a look at the step: ticks, feedback, the next question, another look, or the next step. */
export function judged(before: SessionState, report: StepReport, asked: boolean, at: number): Update {
  const { glimpsed = [], ...state } = before;
  const step = currentStep(state);
  if (step === undefined) return still(state);
  if (isPassed(report)) {
    const inMs = waitOf(report);
    return inMs === 0 ? solved(state, step, at) : waitFor(state, state.texts.session.everythingAsAsked, inMs);
  }
  const done = doneIn(report, state.ticked);
  const isBegin = state.after === "begin";
  const news = isBegin ? [] : done.filter((title) => !state.ticked.includes(title));
  const titles = news.filter((title) => !glimpsed.includes(title));
  const effects: Effect[] = titles.length > 0 && !asked ? [print({ kind: "ticked", titles })] : [];
  const given = isBegin ? (state.given ?? marksIn(report)) : state.given;
  const ticked = { ...state, ticked: done, held: isBegin ? done : state.held, given };
  const said = say(ticked, report, { asked, isBetter: news.length > 0 });
  const question = openQuestion(step, report);
  const busy = report.conditions.find((condition) => condition.state === "waiting");
  const waiting =
    busy === undefined || question !== undefined ? undefined : waitFor(said.state, busy.waitsFor, undefined);
  const again = isOpen(report) ? lookAgain(said.state) : still(said.state);
  effects.push(...said.effects, ...(waiting?.effects ?? again.effects));
  const after: SessionState = {
    ...(waiting?.state ?? again.state),
    after: isBegin || state.after === "idle" ? "idle" : "time",
  };
  if (question === undefined || (after.question === question.id && !asked)) return { state: after, effects };
  return { state: { ...after, question: question.id }, effects: [...effects, print({ kind: "question", question })] };
}

const isOpen = (report: StepReport) => report.conditions.some(({ state }) => state === "open");

/** What is open may come true by itself (a pull that is tried again, a file that a pod writes): it is looked at again, ever less often. */
function lookAgain(state: SessionState): Update {
  const afterMs = LOOK_AGAIN_MS * 2 ** Math.min(state.looks, 4);
  return { state: { ...state, looks: state.looks + 1 }, effects: [{ kind: "judge", afterMs, asked: false }] };
}

/** Once only questions are open, the tutor asks the first of them. */
function openQuestion(step: Step, report: StepReport): Question | undefined {
  if (report.conditions.some(({ state }) => state !== "done")) return undefined;
  return (step.questions ?? []).find(({ id }) => report.questions[id] !== "right");
}

interface Manner {
  /** The learner asked, and hears everything. */
  readonly asked: boolean;
  /** A condition holds that did not before. */
  readonly isBetter: boolean;
}

function say(before: SessionState, report: StepReport, { asked, isBetter }: Manner): Update {
  const open = report.conditions.flatMap((condition) => ("why" in condition ? condition.why : []));
  const effects: Effect[] = [];
  if (asked && report.conditions.length > 0)
    effects.push(print({ kind: "conditions", conditions: shownConditions(report.conditions, before) }));
  const state = asked ? { ...before, said: [...before.said, ...marksIn(report)] } : before;
  const wrong = Object.keys(report.questions).find((id) => report.questions[id] === "wrong");
  const given = wrong === undefined ? "" : (currentAnswers(state)[wrong] ?? "");
  const { feedback } = report;
  const mark = fingerprint(feedback?.id ?? "", [...open, given]);
  const mayRepeat = asked || state.after === "answer";
  // Before the first attempt nothing is wrong yet: things may still be settling.
  if (state.after === "begin" && !asked) return { state, effects };
  // Who has reached all there is to reach, and is only asked a question yet, has made no mistake in it.
  const isAllDone = report.conditions.every((condition) => condition.state === "done");
  if (isAllDone && wrong === undefined && (asked || isBetter) && state.after !== "answer") return { state, effects };
  // What the author has a word for needs none about what it spoilt.
  const isSpoilt = feedback === undefined && spoiltIn(report, state.held).length > 0;
  if (state.said.includes(mark) && !mayRepeat && state.after === "failure") {
    const told = tellRefusal(state, feedback);
    if (told !== undefined) return told;
  }
  const near = mayRepeat || isBetter || isSpoilt ? undefined : nearMissToTell(state, report);
  if (near !== undefined)
    return { state: withTold(state, near), effects: [print({ kind: "feedback", text: near.say })] };
  if (state.said.includes(mark) && !mayRepeat)
    return { state, effects: [...effects, ...(isOpen(report) ? sameAgain(state, feedback) : [])] };
  const told = { ...state, said: [...state.said, mark] };
  // What was said of a mistake is not said again to who has just mended it (the cluster takes a while to show it),
  // nor to who has only looked, or done nothing since.
  const isRepeated =
    feedback !== undefined && state.said.some((said) => said.startsWith(fingerprint(feedback.id, [""])));
  const isNewAttempt = state.after === "change" || state.after === "failure";
  if (isRepeated && (isBetter || !isNewAttempt) && !mayRepeat) return { state: told, effects };
  if (feedback !== undefined)
    return { state: told, effects: [...effects, print({ kind: "feedback", text: feedback.say })] };
  // No rule of the author's speaks to this answer; it is still told that it is wrong.
  if (wrong !== undefined && mayRepeat)
    return { state: told, effects: [...effects, print({ kind: "wrong-answer", given })] };
  return asked ? { state, effects } : sayUnasked(state, report, isBetter);
}

/** The same mistake still, and the cluster has said no: of that, if the author has something to say. */
function tellRefusal(state: SessionState, feedback: StepReport["feedback"]): Update | undefined {
  const refusal = feedback?.ofRefusal;
  if (refusal === undefined) return undefined;
  const mark = fingerprint(refusal.id, []);
  if (state.said.includes(mark)) return undefined;
  return {
    state: { ...state, said: [...state.said, mark] },
    effects: [print({ kind: "feedback", text: refusal.say })],
  };
}

/** The same mistake once more, and the cluster has said no again. */
function sameAgain(state: SessionState, feedback: StepReport["feedback"]): readonly Effect[] {
  if (feedback === undefined || state.after !== "failure") return [];
  return [print({ kind: "note", text: state.texts.session.sameAgain })];
}

/** Nobody is left alone: not who spoils what held, not who answers without having looked, not who tries in vain. */
function sayUnasked(state: SessionState, report: StepReport, isBetter: boolean): Update {
  const spoilt = spoiltIn(report, state.held);
  if (spoilt.length > 0) {
    const titles = spoilt.map(({ title }) => title);
    const held = state.held.filter((title) => !titles.includes(title));
    // What falls before anybody has done anything is the lesson's own mishap.
    if (currentStepState(state).attempts === 0) return still({ ...state, held });
    const said = [...state.said, ...marksIn({ conditions: spoilt })];
    return { state: { ...state, held, said }, effects: [print({ kind: "conditions", conditions: spoilt })] };
  }
  if (state.after === "answer") {
    const open = report.conditions.filter(({ state }) => state === "open");
    return { state, effects: open.length === 0 ? [] : [print({ kind: "conditions", conditions: open })] };
  }
  const { attempts, hintsShown } = currentStepState(state);
  // What was just changed may yet bear fruit.
  const isHopeful = isBetter || state.after === "time" || state.after === "change";
  const isStuck = attempts >= TRIES_BEFORE_OFFER && hintsShown === 0 && !isHopeful;
  if (!isStuck || !isOpen(report) || state.said.includes("offer")) return still(state);
  const offered = { ...state, said: [...state.said, "offer"] };
  return note(offered, state.texts.session.offer);
}

function spoiltIn({ conditions }: StepReport, held: readonly string[]): StepReport["conditions"] {
  return conditions.filter(({ title, state }) => state === "open" && held.includes(title));
}

function waitFor(state: SessionState, waitsFor: string, inMs: number | undefined): Update {
  const mark = `waiting ${waitsFor}`;
  const again: Effect = { kind: "judge", afterMs: inMs ?? LOOK_AGAIN_MS, asked: false };
  const isIdle = state.after === "begin" || state.after === "idle";
  if (state.said.includes(mark) || (isIdle && inMs === undefined)) return { state, effects: [again] };
  const message: Message = inMs === undefined ? { kind: "waiting", waitsFor } : { kind: "waiting", waitsFor, inMs };
  return { state: { ...state, said: [...state.said, mark] }, effects: [print(message), again] };
}

function solved(state: SessionState, step: Step, at: number): Update {
  const { hintsShown, solutionShown, status } = currentStepState(state);
  const assisted = solutionShown || hintsShown === 3 || status === "assisted";
  const marked = withStep(withoutQuestion(state), { status: assisted ? "assisted" : "solo" });
  const total = state.lesson.steps.length;
  const left = minutesLeft({ ...state, current: state.current + 1 });
  const time = isDrill(state.lesson) || left === 0 ? {} : { minutesLeft: left };
  const message = print({ kind: "solved", number: state.current + 1, total, why: step.why, ...time });
  if (state.current + 1 < total && !mayEnter(state, state.current + 1)) {
    const waiting = waitAtGate(marked);
    return { state: waiting.state, effects: [message, ...waiting.effects] };
  }
  const next =
    state.current + 1 < total ? moveTo(marked, state.current + 1, at, false) : askQuiz({ ...marked, phase: "quiz" });
  return { state: next.state, effects: [message, ...next.effects] };
}
