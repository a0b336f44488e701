// Stands for the tutor itself, as a pure function: state and input give a new state and effects. Effects are data; the rim carries them out.

import { giveHint, showSolution, showWhy } from "./assistance.ts";
import { isDrill } from "./drill.ts";
import type { Effect, Input, Update } from "./effect.ts";
import { minutesLeft } from "./estimate.ts";
import { fingerprint } from "./feedback.ts";
import { isOneSlipApart } from "./format/slip.ts";
import { isPassed, type StepReport, titlesOf, waitOf } from "./judge.ts";
import type { Question, Step } from "./lesson.ts";
import type { Message } from "./message.ts";
import { marksIn, nearMissToTell, shownConditions, withTold } from "./near-feedback.ts";
import { doneIn, watched } from "./onlooker.ts";
import { chosenOption } from "./option.ts";
import { goTo, mayEnter, resetStep, setGate, waitAtGate } from "./pace.ts";
import { answerQuiz, askQuiz } from "./quiz.ts";
import {
  currentAnswers,
  currentStep,
  currentStepState,
  initialState,
  type LoggedInput,
  type SessionState,
  withoutQuestion,
  withStep,
} from "./state.ts";
import { moveTo, redo, resume, tellTask, undo } from "./travel.ts";
import { parseWord, type TutorLine } from "./words.ts";

// While the cluster is busy the tutor looks again after this long.
const LOOK_AGAIN_MS = 1000;
// Who has tried this often and asked for no hint is told that there are some.
const TRIES_BEFORE_OFFER = 5;

export function update(state: SessionState, input: Input): Update {
  switch (input.kind) {
    case "start":
      return input.saved === undefined ? begin(state) : resume({ ...input.saved, openTo: state.openTo });
    case "gate":
      return setGate(state, input.openTo, input.at);
    case "go":
      return goTo(state, input.step, input.at);
    case "reset-step":
      return resetStep(state);
    case "line":
      return enterLine(state, input);
    case "command-finished":
      return commandFinished(state, input);
    case "file-written":
      return {
        state: {
          ...log(state, {
            kind: "file",
            at: input.at,
            step: state.current,
            path: input.path,
            content: input.content,
          }),
          after: "change",
          looks: 0,
        },
        // The command that had opened the editor is not over yet: its end is judged.
        effects: [{ kind: "save" }],
      };
    case "watched":
      return input.step === state.current && state.phase === "steps" ? watched(state, input.report) : still(state);
    case "judged":
      return input.step === state.current && state.phase === "steps" && state.isWaiting !== true
        ? judged(state, input.report, input.asked, input.at)
        : still(state);
  }
}

const judgeNow: Effect = { kind: "judge", afterMs: 0, asked: false };

function still(state: SessionState): Update {
  return { state, effects: [] };
}

function print(message: Message): Effect {
  return { kind: "print", message };
}

function note(state: SessionState, text: string): Update {
  return { state, effects: [print({ kind: "note", text })] };
}

function log(state: SessionState, input: LoggedInput): SessionState {
  return { ...state, inputs: [...state.inputs, input], undone: [] };
}

function begin(state: SessionState): Update {
  const { lesson, place, texts } = state;
  const moved = moveTo({ ...initialState(lesson, place, texts), openTo: state.openTo }, 0, 0, false);
  return {
    state: moved.state,
    effects: [{ kind: "setup" }, ...opening(state), ...tellSeed(state), ...moved.effects],
  };
}

/** With the seed, others can be given the same faults. */
function tellSeed({ lesson, texts }: SessionState): readonly Effect[] {
  const { id, seed } = lesson;
  if (seed === undefined || isDrill(lesson)) return [];
  return [print({ kind: "note", text: texts.session.drawn(id, seed) })];
}

/** What is chosen by chance is chosen anew; not in a cluster outside, where the namespace of the lesson stays. */
function beginAnew(state: SessionState): Update {
  const isDrawn = state.lesson.seed !== undefined && state.place === "here" && !isDrill(state.lesson);
  return isDrawn ? { state, effects: [{ kind: "leave", to: "again" }] } : begin(state);
}

function opening(state: SessionState): readonly Effect[] {
  const { lesson, texts } = state;
  if (!isDrill(lesson)) return [print(introduction(state))];
  return [print({ kind: "note", text: texts.session.drill(lesson.title, lesson.minutes) })];
}

function introduction({ lesson, place }: SessionState): Message {
  const { title, minutes, objectives, intro: text } = lesson;
  const message = { kind: "intro", title, minutes, objectives, text } as const;
  return place === "here" ? message : { ...message, isFinal: true };
}

function enterLine(state: SessionState, { text, at, isCommand }: Extract<Input, { kind: "line" }>): Update {
  const line = text.trim();
  if (line === "") return still(state);
  const word = parseWord(line);
  if (word !== undefined) return tutorWord(state, word, at);
  if (state.phase === "quiz") return answerQuiz(state, line);
  if (isCommand) return { state, effects: [{ kind: "run", command: text }] };
  if (state.question !== undefined) return answer(state, state.question, line, at);
  if (!/\s/.test(line) && hasOpenQuestion(state) && !isOneSlipApart(line, "kubectl"))
    return note(state, state.texts.session.tooEarly(line));
  const [first = ""] = line.split(/\s/);
  const effects: Effect[] = [{ kind: "run", command: text }];
  if (isOneSlipApart(first, "kubectl"))
    effects.push(print({ kind: "note", text: state.texts.session.didYouMeanKubectl }));
  return { state, effects };
}

function hasOpenQuestion(state: SessionState): boolean {
  const given = currentAnswers(state);
  return (currentStep(state)?.questions ?? []).some(({ id }) => given[id] === undefined);
}

function commandFinished(
  state: SessionState,
  { text, startedAt, mutated, failed = false }: Extract<Input, { kind: "command-finished" }>,
): Update {
  // What only looks is no change: undo passes over it. It is kept all the same, because what was seen counts.
  const undone = mutated ? [] : state.undone;
  const after = failed ? "failure" : mutated ? "change" : "look";
  const logged: SessionState = {
    ...log(state, { kind: "command", at: startedAt, step: state.current, text, mutated }),
    undone,
    after,
  };
  if (currentStep(state) === undefined) return { state: logged, effects: [{ kind: "save" }] };
  const attempts = currentStepState(state).attempts + 1;
  return { state: { ...withStep(logged, { attempts }), looks: 0 }, effects: [judgeNow, { kind: "save" }] };
}

function judged(before: SessionState, report: StepReport, asked: boolean, at: number): Update {
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
  if (question === undefined || after.question === question.id) return { state: after, effects };
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
  const isSpoilt = spoiltIn(report, state.held).length > 0;
  const near = mayRepeat || isBetter || isSpoilt ? undefined : nearMissToTell(state, report);
  if (near !== undefined)
    return { state: withTold(state, near), effects: [print({ kind: "feedback", text: near.say })] };
  if (state.said.includes(mark) && !mayRepeat) return { state, effects: [...effects, ...sameAgain(state, feedback)] };
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
    const said = [...state.said, ...marksIn({ conditions: spoilt })];
    return { state: { ...state, held, said }, effects: [print({ kind: "conditions", conditions: spoilt })] };
  }
  if (state.after === "answer") {
    const open = report.conditions.filter(({ state }) => state === "open");
    return { state, effects: open.length === 0 ? [] : [print({ kind: "conditions", conditions: open })] };
  }
  const { attempts, hintsShown } = currentStepState(state);
  const isStuck = attempts >= TRIES_BEFORE_OFFER && hintsShown === 0 && !isBetter && state.after !== "time";
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

function answer(state: SessionState, id: string, said: string, at: number): Update {
  const question = currentStep(state)?.questions?.find((one) => one.id === id);
  if (question === undefined) return note(state, state.texts.session.noSuchQuestion(id));
  const text = chosenOption(question, said) ?? said;
  const attempts = currentStepState(state).attempts + 1;
  const logged = withStep(log(state, { kind: "answer", at, step: state.current, id, text }), { attempts });
  return { state: { ...withoutQuestion(logged), after: "answer", looks: 0 }, effects: [judgeNow, { kind: "save" }] };
}

function answerWord(state: SessionState, argument: string, at: number): Update {
  if (state.phase === "quiz") return answerQuiz(state, argument);
  const questions = currentStep(state)?.questions ?? [];
  if (questions.length === 0) return note(state, state.texts.session.noQuestion);
  if (argument === "") return note(state, state.texts.session.writeAnswer);
  const [first = "", ...rest] = argument.split(" ");
  const named = rest.length > 0 ? questions.find(({ id }) => id === first) : undefined;
  if (named !== undefined) return answer(state, named.id, rest.join(" "), at);
  const given = currentAnswers(state);
  const open = state.question ?? (questions.find(({ id }) => given[id] === undefined) ?? questions[0])?.id ?? "";
  return answer(state, open, argument, at);
}

function tutorWord(state: SessionState, { word, argument }: TutorLine, at: number): Update {
  switch (word) {
    case "help":
      return { state, effects: [print({ kind: "help", words: wordsAt(state) })] };
    case "task":
      return showTask(state);
    case "check":
      if (state.isWaiting === true) return note(state, state.texts.session.gateClosed);
      return currentStep(state) === undefined
        ? showTask(state)
        : { state, effects: [{ kind: "judge", afterMs: 0, asked: true }] };
    case "hint":
      return giveHint(state, at);
    case "solution":
      return showSolution(state);
    case "why":
      return showWhy(state);
    case "answer":
      return answerWord(state, argument, at);
    case "undo":
      return state.place === "here" ? undo(state) : note(state, state.texts.session.noWayBack);
    case "redo":
      return state.place === "here" ? redo(state) : note(state, state.texts.session.noWayBack);
    case "skip":
      return skip(state, at);
    case "back":
      return back(state, at);
    case "reset":
      return argument === "yes" ? beginAnew(state) : note(state, resetText(state));
    case "list":
      return { state, effects: [{ kind: "save" }, { kind: "leave", to: "menu" }] };
    case "exit":
      return { state, effects: [{ kind: "save" }, { kind: "leave", to: "shell" }] };
  }
}

function resetText({ place, texts }: SessionState): string {
  return place === "here" ? texts.session.resetHere : texts.session.resetElsewhere;
}

function wordsAt({ place, lesson, texts }: SessionState): Readonly<Record<string, string>> {
  const { skipDrill, exitDrill, exitElsewhere, help, exit, map, trace, less, watch, edit, ...first } = texts.words;
  const sights = { map, trace, less, watch, edit };
  if (isDrill(lesson)) {
    const { back: _back, list: _list, reset: _reset, ...words } = first;
    return { ...words, skip: skipDrill, ...sights, help, exit: exitDrill };
  }
  if (place === "here") return { ...first, ...sights, help, exit };
  const { undo: _undo, redo: _redo, ...words } = first;
  return { ...words, ...sights, help, exit: exitElsewhere };
}

function showTask(state: SessionState): Update {
  if (state.phase === "quiz") return askQuiz(state);
  const step = currentStep(state);
  if (step === undefined) return note(state, state.texts.session.lessonDoneOthers);
  const question = step.questions?.find(({ id }) => id === state.question);
  return {
    state,
    effects: [
      ...tellTask(state),
      ...tellProgress(state, step),
      ...(question === undefined ? [] : [print({ kind: "question", question })]),
    ],
  };
}

/** What is done of the task, and how long the rest will take. */
function tellProgress(state: SessionState, step: Step): readonly Effect[] {
  const conditions = titlesOf(step, state.texts).map((title) => ({
    title,
    isDone: [...state.ticked, ...(state.glimpsed ?? [])].includes(title),
  }));
  const time = isDrill(state.lesson) ? {} : { minutesLeft: minutesLeft(state) };
  return [print({ kind: "progress", conditions, ...time })];
}

function back(state: SessionState, at: number): Update {
  const last = state.phase === "steps" ? state.current - 1 : state.lesson.steps.length - 1;
  if (last < 0) return note(state, state.texts.session.firstStep);
  return moveTo(state, last, at, state.lesson.steps[last]?.ensure !== undefined);
}

function skip(state: SessionState, at: number): Update {
  if (state.phase === "done") return note(state, state.texts.session.lessonDone);
  if (state.phase === "quiz") return askQuiz({ ...state, quiz: { ...state.quiz, next: state.lesson.quiz.length } });
  const { status } = currentStepState(state);
  const isSolved = status === "solo" || status === "assisted";
  const marked = isSolved ? withoutQuestion(state) : withStep(withoutQuestion(state), { status: "skipped" });
  const next = state.lesson.steps[state.current + 1];
  if (next === undefined) return askQuiz({ ...marked, phase: "quiz" });
  if (!mayEnter(state, state.current + 1)) return note(state, state.texts.session.gateClosed);
  const moved = moveTo(marked, state.current + 1, at, !isSolved || next.ensure !== undefined);
  if (isSolved) return moved;
  const told = print({ kind: "note", text: state.texts.session.skipped });
  return { ...moved, effects: [told, ...moved.effects] };
}
