// Stands for an exam under way, as a pure function: state and input give a new state and effects. Time is handed in.

import { english, type Texts } from "../language/english.ts";
import type { LoggedInput } from "../state.ts";
import { isNo, isYes } from "../words.ts";
import { type Exam, pointsOf, totalOf } from "./exam.ts";
import type { TaskGrade } from "./grade.ts";
import type { ExamResult, ExamRun } from "./result.ts";
import { parseExamWord } from "./words.ts";

const MINUTE_MS = 60_000;
/** Told once each, when so many minutes are left: enough to plan by, and too few to disturb. */
const TOLD_MINUTES = [10, 2] as const;

export interface ExamState {
  readonly exam: Exam;
  readonly run: ExamRun;
  readonly phase: "running" | "grading" | "over";
  /** It has not begun: the clock starts with the first task in sight. */
  readonly isNew: boolean;
  readonly ended: ExamResult["ended"];
  /** Up to this instant of the wall's clock, time is accounted for. */
  readonly countedTo: number;
  /** Which of TOLD_MINUTES were told, or had passed when the learner came. */
  readonly told: readonly number[];
  /** Whether to finish was asked for just now: a plain `yes` is the answer then, not the program of that name. */
  readonly asksToFinish?: true;
  /** In the language of the learner. */
  readonly texts: Texts;
}

/** `now` is wall time; `at` and `startedAt` are the cluster's milliseconds since the exam began. */
export type ExamInput = { readonly now: number } & (
  | { readonly kind: "begin" }
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "command-finished"; readonly startedAt: number; readonly text: string; readonly mutated: boolean }
  | { readonly kind: "file-written"; readonly at: number; readonly path: string; readonly content: string }
  | { readonly kind: "tick" }
  | { readonly kind: "graded"; readonly grades: readonly TaskGrade[] }
);

export type ExamEffect =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "grade" }
  | { readonly kind: "save" }
  /** The exam is over: kept, and shown. */
  | { readonly kind: "result"; readonly result: ExamResult }
  | { readonly kind: "leave" };

export interface ExamUpdate {
  readonly state: ExamState;
  readonly effects: readonly ExamEffect[];
}

export function newRun(exam: Exam, seed: number, isPractice: boolean, now: number): ExamRun {
  return {
    exam: exam.id,
    seed,
    startedAt: now,
    isPractice,
    current: 0,
    flagged: [],
    spentMs: exam.tasks.map(() => 0),
    usedMs: 0,
    inputs: [],
  };
}

export function examState(
  exam: Exam,
  run: ExamRun,
  { isNew, now, texts = english }: { readonly isNew: boolean; readonly now: number; readonly texts?: Texts },
): ExamState {
  const left = leftMs(exam, run, now);
  const told = TOLD_MINUTES.filter((minutes) => left <= minutes * MINUTE_MS);
  return { exam, run, phase: "running", isNew, ended: "finished", countedTo: now, told, texts };
}

/** What is left of the time. An exam's clock runs while the learner is away; that of a practice run stands. */
export function leftMs({ minutes }: Exam, { isPractice, usedMs, startedAt }: ExamRun, now: number): number {
  return minutes * MINUTE_MS - (isPractice ? usedMs : now - startedAt);
}

export function updateExam(before: ExamState, input: ExamInput): ExamUpdate {
  if (input.kind === "graded") return graded(before, input.grades, input.now);
  if (before.phase !== "running") return { state: before, effects: [] };
  const state = counted(before, input.now);
  const done = carryOut(state, input);
  if (done.state.phase !== "running" || leftMs(state.exam, done.state.run, input.now) > 0) return done;
  const over: ExamState = { ...done.state, phase: "grading", ended: "time" };
  // A line that came too late is not run.
  const kept = input.kind === "line" ? [] : done.effects;
  return { state: over, effects: [...kept, say(state.texts.exam.timeIsOver), { kind: "grade" }] };
}

function counted(state: ExamState, now: number): ExamState {
  const passed = Math.max(0, now - state.countedTo);
  const spentMs = state.run.spentMs.map((ms, index) => (index === state.run.current ? ms + passed : ms));
  return { ...state, countedTo: now, run: { ...state.run, spentMs, usedMs: state.run.usedMs + passed } };
}

function carryOut(state: ExamState, input: Exclude<ExamInput, { kind: "graded" }>): ExamUpdate {
  switch (input.kind) {
    case "begin":
      return begin(state.isNew ? startClock(state) : state);
    case "line":
      return enterLine(state, input);
    case "command-finished": {
      const { startedAt, text, mutated } = input;
      return { state: log(state, { kind: "command", at: startedAt, step: 0, text, mutated }), effects: [save] };
    }
    case "file-written":
      return {
        state: log(state, { kind: "file", at: input.at, step: 0, path: input.path, content: input.content }),
        effects: [save],
      };
    case "tick":
      return tick(state);
  }
}

const save: ExamEffect = { kind: "save" };

function say(text: string): ExamEffect {
  return { kind: "say", text };
}

function log(state: ExamState, input: LoggedInput): ExamState {
  return { ...state, run: { ...state.run, inputs: [...state.run.inputs, input] } };
}

/** To set the cluster up costs the learner no time. */
function startClock(state: ExamState): ExamState {
  const { exam, run, countedTo } = state;
  return { ...state, run: { ...run, startedAt: countedTo, usedMs: 0, spentMs: exam.tasks.map(() => 0) } };
}

function begin(state: ExamState): ExamUpdate {
  const { exam, run, isNew } = state;
  const { exam: says } = state.texts;
  const { minutes, pass } = exam;
  const rules = says.rules({ tasks: exam.tasks.length, points: totalOf(exam), minutes, pass });
  const clock = run.isPractice ? says.clockStands : says.clockRuns;
  const opening = isNew
    ? [say(`**${exam.title}**\n\n${exam.intro}\n\n${rules} ${clock}`)]
    : [say(says.leftOff(exam.title))];
  return { state: { ...state, isNew: false }, effects: [...opening, tellTask(state), save] };
}

function tellTask(state: ExamState): ExamEffect {
  const { exam, run } = state;
  const { exam: says } = state.texts;
  const task = exam.tasks[run.current];
  if (task === undefined) throw new Error(`the exam ${exam.id} has no task number ${run.current}`);
  const facts = [
    says.points(pointsOf(task)),
    says.left(timeText(state)),
    ...(run.flagged.includes(task.id) ? [says.flagged] : []),
  ];
  const head = says.task(run.current + 1, exam.tasks.length, task.title);
  return say(`**${head}** (${facts.join(", ")})\n\n${task.task}`);
}

/** What is left. Calm: whole minutes, and seconds only in the last one. */
function timeText({ exam, run, countedTo, texts }: ExamState): string {
  const ms = leftMs(exam, run, countedTo);
  if (ms >= MINUTE_MS) return texts.exam.minutes(Math.floor(ms / MINUTE_MS));
  return texts.exam.seconds(Math.max(0, Math.ceil(ms / 1000)));
}

function enterLine(before: ExamState, { text }: Extract<ExamInput, { kind: "line" }>): ExamUpdate {
  const { asksToFinish, ...state } = before;
  const { exam: says } = state.texts;
  if (asksToFinish && isYes(text)) return { state: { ...state, phase: "grading" }, effects: [{ kind: "grade" }] };
  if (asksToFinish && isNo(text)) return { state, effects: [say(says.leftNow(timeText(state)))] };
  const parsed = parseExamWord(text.trim());
  if (parsed === undefined) return { state, effects: [{ kind: "run", command: text }] };
  switch (parsed.word) {
    case "task":
      return parsed.number === undefined ? { state, effects: [tellTask(state)] } : goTo(state, parsed.number - 1);
    case "next":
      return goTo(state, (state.run.current + 1) % state.exam.tasks.length);
    case "prev":
      return goTo(state, (state.run.current + state.exam.tasks.length - 1) % state.exam.tasks.length);
    case "tasks":
      return { state, effects: [say(overview(state))] };
    case "flag":
      return flag(state);
    case "time":
      return { state, effects: [say(says.leftNow(timeText(state)))] };
    case "finish":
      return parsed.isSure ? { state: { ...state, phase: "grading" }, effects: [{ kind: "grade" }] } : askFinish(state);
    case "help":
      return { state, effects: [say(helpText(state))] };
    case "no-help":
      return { state, effects: [say(says.noHelp(text.trim()))] };
    case "exit":
      return { state, effects: [say(leaveText(state)), save, { kind: "leave" }] };
  }
}

function goTo(state: ExamState, index: number): ExamUpdate {
  if (state.exam.tasks[index] === undefined)
    return { state, effects: [say(state.texts.exam.noSuchTask(state.exam.tasks.length))] };
  const moved = { ...state, run: { ...state.run, current: index } };
  return { state: moved, effects: [tellTask(moved), save] };
}

function flag(state: ExamState): ExamUpdate {
  const { id = "" } = state.exam.tasks[state.run.current] ?? {};
  const isFlagged = state.run.flagged.includes(id);
  const flagged = isFlagged ? state.run.flagged.filter((one) => one !== id) : [...state.run.flagged, id];
  const { flagTaken, flagSet } = state.texts.exam;
  const text = isFlagged ? flagTaken : flagSet;
  return { state: { ...state, run: { ...state.run, flagged } }, effects: [say(text), save] };
}

function overview(state: ExamState): string {
  const { exam, run } = state;
  const { exam: says } = state.texts;
  const lines = exam.tasks.map((task, index) => {
    const marks = [
      ...(index === run.current ? [says.youAreHere] : []),
      ...(run.flagged.includes(task.id) ? [says.flagged] : []),
    ];
    return `${index + 1}. ${task.title}, ${says.points(pointsOf(task))}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`;
  });
  return [...lines, "", says.leftNow(timeText(state))].join("\n");
}

function askFinish(state: ExamState): ExamUpdate {
  return {
    state: { ...state, asksToFinish: true },
    effects: [say(state.texts.exam.askFinish(timeText(state), state.run.flagged.length))],
  };
}

function helpText({ texts }: ExamState): string {
  const words = Object.entries(texts.exam.words).map(([word, about]) => `- \`${word}\`: ${about}`);
  return `${texts.render.help}\n\n${words.join("\n")}`;
}

function leaveText({ exam, run, texts }: ExamState): string {
  const { leftStanding, leftRunning } = texts.exam;
  return run.isPractice ? leftStanding(exam.id) : leftRunning(exam.id);
}

function tick(state: ExamState): ExamUpdate {
  const left = leftMs(state.exam, state.run, state.countedTo);
  const due = TOLD_MINUTES.filter((minutes) => left <= minutes * MINUTE_MS && !state.told.includes(minutes));
  const last = due.at(-1);
  if (last === undefined || left <= 0) return { state, effects: [] };
  return {
    state: { ...state, told: [...state.told, ...due] },
    effects: [say(state.texts.exam.minutesLeft(last)), save],
  };
}

function graded(state: ExamState, grades: readonly TaskGrade[], now: number): ExamUpdate {
  const { exam, run, ended } = state;
  const tasks = exam.tasks.map(({ id, title, lessons }, index) => {
    const { points, of, missed } = grades[index] ?? { points: 0, of: 0, missed: [] };
    return { id, title, points, of, spentMs: run.spentMs[index] ?? 0, missed, lessons };
  });
  const result: ExamResult = {
    exam: exam.id,
    title: exam.title,
    seed: run.seed,
    startedAt: run.startedAt,
    endedAt: ended === "time" && !run.isPractice ? run.startedAt + exam.minutes * MINUTE_MS : now,
    isPractice: run.isPractice,
    ended,
    points: tasks.reduce((sum, { points }) => sum + points, 0),
    of: totalOf(exam),
    pass: Math.ceil((totalOf(exam) * exam.pass) / 100),
    tasks,
  };
  return { state: { ...state, phase: "over" }, effects: [{ kind: "result", result }, { kind: "leave" }] };
}
