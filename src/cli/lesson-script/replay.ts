// `k8s-tutor replay`: a session as it was. Progress holds what was done, and when; the cluster, what it answered and what the tutor
// said come of it again.
// Simplified: hints that were asked for, and what was taken back, are not in it: it shows the way that led to where the learner is.

import type { Lesson } from "../../tutor/lesson.ts";
import type { LoggedInput, SessionState } from "../../tutor/state.ts";
import { openCourse } from "../course-files.ts";
import { UserError } from "../failure.ts";
import type { HostEditor } from "../laptop.ts";
import type { LessonSession } from "../lesson-session.ts";
import { readExport, readProgress } from "../progress-file.ts";
import { type PlayOptions, playLesson, tellAsJson } from "./play.ts";
import type { Move } from "./player.ts";

export interface ReplayOptions extends PlayOptions {
  readonly lessons?: string;
  readonly lesson?: string;
  readonly to?: number;
  readonly speed?: number;
}

export async function replay(file: string | undefined, options: ReplayOptions): Promise<number> {
  const progress = file === undefined ? readProgress().progress : readExport(file);
  const id = options.lesson ?? progress.current;
  if (id === undefined) throw new UserError(({ errors }) => errors.noSession);
  const entry = progress.lessons[id];
  const known = Object.keys(progress.lessons);
  if (entry === undefined) throw new UserError(({ errors }) => errors.noSessionOf(id, known), 2);
  const { course } = openCourse(options.lessons, options.texts?.code);
  const lesson = course.draw(id, entry.seed ?? 1);
  if (lesson === undefined) throw new UserError(({ errors }) => errors.notInCourse(id));
  if (Object.keys(entry.steps).join() !== lesson.steps.map((step) => step.id).join())
    throw new UserError(({ errors }) => errors.otherSteps(id));
  const played = await play(lesson, entry.inputs, options);
  if (options.json === true) tellAsJson(played);
  return 0;
}

function play(lesson: Lesson, inputs: readonly LoggedInput[], options: ReplayOptions) {
  const writes = inputs.flatMap((input) => (input.kind === "file" ? [input.content] : []));
  const moves = inputs.filter(({ kind }) => kind !== "file");
  const isWatched = options.speed !== undefined && process.stdout.isTTY === true;
  let left = options.to ?? Number.POSITIVE_INFINITY;
  let shownAt = 0;
  const next = async (nowMs: number, session: LessonSession): Promise<Move> => {
    for (;;) {
      const [input] = moves;
      if (input === undefined || left <= 0) return { kind: "end" };
      if (session.elapsed < input.at) return { kind: "wait", untilMs: nowMs + input.at - session.elapsed };
      const text = lineFor(input, session.snapshot);
      if (text === undefined || text === lineOf(input)) moves.shift();
      if (text === undefined) continue;
      if (isWatched) await pause((input.at - shownAt) / (options.speed ?? 1));
      shownAt = input.at;
      if (text === lineOf(input)) left--;
      return { kind: "line", text };
    }
  };
  return playLesson(lesson, next, editorThatWrites(writes), options);
}

/** What to type: the input itself once the session is at its step; before that, what leads there. Undefined: nothing. */
function lineFor(input: LoggedInput, { phase, current, steps }: SessionState): string | undefined {
  // A step that follows upon a solved one comes by itself.
  if (input.kind === "enter" && !input.jump) return undefined;
  if (input.step > current && phase === "steps") return "skip";
  const isBack = input.step < current || phase !== "steps";
  if (isBack && (input.kind === "enter" || steps[input.step] !== undefined)) return "back";
  return lineOf(input);
}

function lineOf(input: LoggedInput): string | undefined {
  if (input.kind === "command") return input.text;
  return input.kind === "answer" ? `answer ${input.id} ${input.text}` : undefined;
}

/** Writes what the learner's editor had written, in order. */
function editorThatWrites(contents: string[]): HostEditor {
  return async (_command, files, path) => {
    const content = contents.shift();
    if (content === undefined) return 1;
    files.write(path, content);
    return 0;
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
