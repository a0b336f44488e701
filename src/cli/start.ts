// `k8s-tutor start`: the tutor. Goes on where the learner was, or lets them choose.

import type { Lesson } from "../tutor/lesson.ts";
import { savedSeed } from "../tutor/progress.ts";
import { openConsole } from "./console.ts";
import { openCourse, problemText } from "./course-files.ts";
import { report, UserError } from "./failure.ts";
import { progressKeeper } from "./keeper.ts";
import { builtInPlace, type LessonPlace } from "./lesson-place.ts";
import { LessonSession } from "./lesson-session.ts";
import { list } from "./list.ts";
import { isPlain } from "./plainness.ts";
import { readProgress } from "./progress-file.ts";
import { review, reviewOffer } from "./review.ts";

/** Short enough to be told to somebody else. */
const LARGEST_SEED = 9999;

export interface StartOptions {
  readonly lesson?: string;
  readonly lessons?: string;
  readonly plain?: boolean;
  /** What the lesson's `pick` is chosen by; a fresh one when absent. */
  readonly seed?: number;
  /** A cluster outside instead of the built-in one. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly yes?: boolean;
}

export async function start(options: StartOptions): Promise<number> {
  if (options.context !== undefined && options.kubeconfig === undefined)
    throw new UserError("--context goes with --kubeconfig: say in which file it is", 2);
  if (options.kubeconfig !== undefined && options.lessons !== undefined)
    throw new UserError(
      "lessons of another course are taught in the tutor's own cluster only, where they can do no harm; leave --kubeconfig out",
      2,
    );
  if (options.seed !== undefined && options.lesson === undefined)
    throw new UserError("--seed goes with a lesson: say which", 2);
  const { course, problems } = openCourse(options.lessons);
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  if (options.lesson !== undefined && !course.lessons.has(options.lesson)) {
    const known = [...course.lessons.keys()].join(", ");
    throw new UserError(`there is no lesson ${options.lesson}; there are ${known}`, 2);
  }
  if (options.seed !== undefined && course.lessons.get(options.lesson ?? "")?.seed === undefined)
    throw new UserError(`nothing in the lesson ${options.lesson} is left to chance; start it without --seed`, 2);
  const { notice } = readProgress();
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  const isAttended = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const offer = isAttended && options.kubeconfig === undefined ? reviewOffer(options.lessons) : undefined;
  if (offer !== undefined) process.stdout.write(`${offer}: k8s-tutor review.\n`);
  let isAgain = false;
  let next = options.lesson ?? (options.kubeconfig === undefined ? unfinished(course.lessons) : undefined);
  for (;;) {
    next ??= await chooseLesson(options);
    const seed = next === options.lesson ? options.seed : undefined;
    const lesson = next === undefined ? undefined : course.draw(next, seed ?? (isAgain ? freshSeed() : keptSeed(next)));
    if (lesson === undefined) return 0;
    const staged = await stage(lesson, options, next !== options.lesson);
    next = undefined;
    isAgain = false;
    if (staged === undefined) continue;
    const console = openConsole(options);
    try {
      const session = new LessonSession(
        staged.lesson,
        console,
        staged.place,
        progressKeeper(staged.place.kind === "here"),
      );
      const left = await session.run();
      if (left === "shell") return 0;
      isAgain = left === "again";
      if (isAgain) next = lesson.id;
    } finally {
      console.close();
    }
  }
}

/** The lesson as it is taught where the options say, and that place. Who has chosen from the menu may choose again. */
async function stage(
  lesson: Lesson,
  { kubeconfig, context, yes }: StartOptions,
  isFromMenu: boolean,
): Promise<{ readonly lesson: Lesson; readonly place: LessonPlace } | undefined> {
  if (kubeconfig === undefined) return { lesson, place: builtInPlace(lesson) };
  const { lessonElsewhere } = await import("./outside/lesson-elsewhere.ts");
  const choice = { kubeconfig, yes: yes === true, ...(context === undefined ? {} : { context }) };
  try {
    return await lessonElsewhere(lesson, choice);
  } catch (error) {
    if (!isFromMenu || !(error instanceof UserError)) throw error;
    report(error);
    return undefined;
  }
}

/** A learner comes back to what was drawn for them. */
function keptSeed(lesson: string): number {
  return savedSeed(readProgress().progress, lesson) ?? freshSeed();
}

function freshSeed(): number {
  return 1 + Math.floor(Math.random() * LARGEST_SEED);
}

/** The lesson the learner was in the middle of. */
function unfinished(lessons: ReadonlyMap<string, unknown>): string | undefined {
  const { progress } = readProgress();
  const { current } = progress;
  if (current === undefined || !lessons.has(current) || progress.lessons[current]?.phase === "done") return undefined;
  return current;
}

async function chooseLesson(options: StartOptions): Promise<string | undefined> {
  const { course } = openCourse(options.lessons);
  const { progress } = readProgress();
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UserError(
      "which lesson? There is no terminal to choose on: k8s-tutor list shows them, k8s-tutor start LESSON begins one",
      2,
    );
  }
  if (isPlain(options)) {
    // A menu is drawn; who wants plain text gets the list, and what to type.
    list(options);
    return undefined;
  }
  const menu = await import("./menu.ts");
  const chosen = await menu.chooseFromMenu(course, progress, reviewOffer(options.lessons));
  switch (chosen) {
    case menu.REVIEW:
      await review(practiceOptions(options));
      return chooseLesson(options);
    case menu.PLACEMENT: {
      const { placement } = await import("./placement.ts");
      await placement(practiceOptions(options));
      return chooseLesson(options);
    }
    case menu.EXAMS: {
      const { exam } = await import("./exam.ts");
      await exam(undefined, practiceOptions(options));
      return undefined;
    }
    default:
      return chosen;
  }
}

function practiceOptions({ lessons, plain }: StartOptions): Pick<StartOptions, "lessons" | "plain"> {
  return { ...(lessons === undefined ? {} : { lessons }), ...(plain === undefined ? {} : { plain }) };
}
