// Stands for the tutor itself, as a pure function: state and input give a new state and effects. Effects are data; the rim carries them out.

import { giveHint, showSolution, showWhy } from "./assistance.ts";
import { isDrill } from "./drill.ts";
import { type Effect, type Input, note, print, still, type Update } from "./effect.ts";
import { minutesLeft } from "./estimate.ts";
import { isExpectedAnswer } from "./expected-answer.ts";
import { isOneSlipApart } from "./format/slip.ts";
import { titlesOf } from "./judge.ts";
import type { Question, Step } from "./lesson.ts";
import type { Message } from "./message.ts";
import { withCorrected } from "./near-feedback.ts";
import { watched } from "./onlooker.ts";
import { chosenOption, isChoice } from "./option.ts";
import { goTo, mayEnter, resetStep, setGate } from "./pace.ts";
import { answerQuiz, askQuiz, isQuizOption } from "./quiz.ts";
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
import { judged } from "./verdict.ts";
import { isNo, isYes, parseWord, type TutorLine } from "./words.ts";

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

/** What the first screen may have had no room for. */
function retold(state: SessionState): readonly Effect[] {
  return opening(state).map((effect) =>
    effect.kind === "print" && effect.message.kind === "intro" ? print({ ...effect.message, isAsked: true }) : effect,
  );
}

function introduction({ lesson, place }: SessionState): Message {
  const { title, minutes, objectives, intro: text } = lesson;
  const message = { kind: "intro", title, minutes, objectives, text } as const;
  return place === "here" ? message : { ...message, isFinal: true };
}

function enterLine(before: SessionState, { text, at, isCommand }: Extract<Input, { kind: "line" }>): Update {
  const { asksToReset, ...state } = before;
  const line = text.trim();
  if (asksToReset && isYes(line)) return beginAnew(state);
  if (asksToReset && isNo(line)) return still(state);
  if (line === "") return still(state);
  // An option may be one of the tutor's words, too, as the verb `list`: who was just asked means the option.
  const meant = questionWithOption(state, line);
  if (meant !== undefined && meant.id === state.question) return answer(state, meant.id, line, at);
  if (isQuizOption(state, line)) return answerQuiz(state, line);
  const word = parseWord(line);
  if (word !== undefined) return tutorWord(state, word, at);
  if (state.phase === "quiz") return answerQuiz(state, line);
  if (meant !== undefined) return note(state, state.texts.session.tooEarly(line));
  if (state.question !== undefined && (!isCommand || isExpectedAnswer(currentStep(state), state.question, line)))
    return answer(state, state.question, line, at);
  if (isCommand) return { state, effects: [{ kind: "run", command: text }] };
  if (!/\s/.test(line) && hasOpenQuestion(state) && !isOneSlipApart(line, "kubectl"))
    return note(state, state.texts.session.tooEarly(line));
  const [first = ""] = line.split(/\s/);
  const effects: Effect[] = [{ kind: "run", command: text }];
  if (isOneSlipApart(first, "kubectl"))
    effects.push(print({ kind: "note", text: state.texts.session.didYouMeanKubectl }));
  return { state, effects };
}

/** The open question that has these words among its options: who answers *yes* does not want the program of that name. */
function questionWithOption(state: SessionState, line: string): Question | undefined {
  if (isChoice(line)) return undefined;
  const given = currentAnswers(state);
  return (currentStep(state)?.questions ?? []).find(
    (question) => (given[question.id] === undefined || question.id === state.question) && chosenOption(question, line),
  );
}

function hasOpenQuestion(state: SessionState): boolean {
  const given = currentAnswers(state);
  return (currentStep(state)?.questions ?? []).some(({ id }) => given[id] === undefined);
}

function commandFinished(
  state: SessionState,
  { text, startedAt, mutated, failed = false, isCorrected = false }: Extract<Input, { kind: "command-finished" }>,
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
  const tried = { ...withStep(logged, { attempts }), looks: 0 };
  return { state: isCorrected ? withCorrected(tried) : tried, effects: [judgeNow, { kind: "save" }] };
}

function answer(state: SessionState, id: string, said: string, at: number): Update {
  const question = currentStep(state)?.questions?.find((one) => one.id === id);
  if (question === undefined) return note(state, state.texts.session.noSuchQuestion(id));
  const chosen = chosenOption(question, said);
  if (question.options !== undefined && chosen === undefined)
    return note(state, state.texts.session.quizNumber(question.options.length));
  const text = chosen ?? said;
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
      if (argument !== "") return { state, effects: retold(state) };
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
      return argument === "yes" ? beginAnew(state) : note({ ...state, asksToReset: true }, resetText(state));
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
  const { skipDrill, helpDrill, exitDrill, exitElsewhere, help, exit, map, trace, less, watch, edit, ...first } =
    texts.words;
  const sights = { map, trace, less, watch, edit };
  if (isDrill(lesson)) {
    const { back: _back, list: _list, reset: _reset, ...words } = first;
    return { ...words, skip: skipDrill, ...sights, help: helpDrill, exit: exitDrill };
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
