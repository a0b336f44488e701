// `k8s-tutor start`: the tutor. Goes on where the learner was, or lets them choose.

import type { Course } from "../tutor/course.ts";
import { closest } from "../tutor/format/slip.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import type { Lesson } from "../tutor/lesson.ts";
import { savedSeed } from "../tutor/progress.ts";
import { openConsole } from "./console.ts";
import { openCourse, problemText } from "./course-files.ts";
import { report, UserError } from "./failure.ts";
import { progressKeeper } from "./keeper.ts";
import { outputWidth, wrapText } from "./layout.ts";
import { builtInPlace, type LessonPlace } from "./lesson-place.ts";
import { LessonSession } from "./lesson-session.ts";
import { list } from "./list.ts";
import { EXAMS, PLACEMENT, REVIEW } from "./menu-entries.ts";
import { dataDirectory } from "./places.ts";
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
  /** A file of lines that are played instead of a learner's. */
  readonly script?: string;
  readonly json?: boolean;
  /** In the language of the learner. */
  readonly texts?: Texts;
}

export async function start(options: StartOptions): Promise<number> {
  const { texts = english } = options;
  if (options.context !== undefined && options.kubeconfig === undefined)
    throw new UserError(({ errors }) => errors.contextNeedsKubeconfig, 2);
  if (options.kubeconfig !== undefined && options.lessons !== undefined)
    throw new UserError(({ errors }) => errors.otherCourseElsewhere, 2);
  if (options.seed !== undefined && options.lesson === undefined)
    throw new UserError(({ errors }) => errors.seedNeedsLesson, 2);
  if (options.json === true && options.script === undefined)
    throw new UserError(({ errors }) => errors.jsonNeedsScript, 2);
  if (options.script !== undefined && options.lesson === undefined)
    throw new UserError(({ errors }) => errors.scriptNeedsLesson, 2);
  const { course, problems } = openCourse(options.lessons, options.texts?.code);
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  if (options.lesson !== undefined && !course.lessons.has(options.lesson)) {
    const named = options.lesson;
    const meant = closest(named, [...course.lessons.keys()]);
    throw new UserError(({ errors }) => errors.noLesson(named, meant), 2);
  }
  const named = options.lesson ?? "";
  if (options.seed !== undefined && course.lessons.get(named)?.seed === undefined)
    throw new UserError(({ errors }) => errors.nothingDrawn(named), 2);
  if (options.script !== undefined) {
    const lesson = course.draw(named, options.seed ?? 1);
    if (lesson === undefined) throw new UserError(({ errors }) => errors.notDrawn(named));
    const { startScript } = await import("./lesson-script/start-script.ts");
    return startScript(lesson, options.script, options);
  }
  const { notice } = readProgress(texts);
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  const isAttended = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const offer =
    isAttended && options.kubeconfig === undefined ? reviewOffer(options.lessons, options.texts ?? english) : undefined;
  if (offer !== undefined) process.stdout.write(`${texts.course.reviewHint(offer)}\n`);
  if (isAttended && isFirstTime())
    process.stdout.write(`${wrapText(texts.course.keptIn(dataDirectory()), outputWidth()).join("\n")}\n`);
  let isAgain = false;
  let next = options.lesson ?? (options.kubeconfig === undefined ? unfinished(course.lessons) : undefined);
  let chosen: string | undefined;
  const menu = isAttended && !isPlain(options) ? () => chooseFromMenu(options, course, true) : undefined;
  for (;;) {
    next ??= chosen === undefined ? await chooseLesson(options, course) : await followed(chosen, options, course);
    chosen = undefined;
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
        { menu },
      );
      const left = await session.run();
      if (left === "shell") return 0;
      chosen = session.chosen;
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
  { kubeconfig, context, yes, texts = english }: StartOptions,
  isFromMenu: boolean,
): Promise<{ readonly lesson: Lesson; readonly place: LessonPlace } | undefined> {
  if (kubeconfig === undefined) return { lesson, place: builtInPlace(lesson) };
  const { lessonElsewhere } = await import("./outside/lesson-elsewhere.ts");
  const choice = { kubeconfig, yes: yes === true, texts, ...(context === undefined ? {} : { context }) };
  try {
    return await lessonElsewhere(lesson, choice);
  } catch (error) {
    if (!isFromMenu || !(error instanceof UserError)) throw error;
    report(error, texts);
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

function isFirstTime(): boolean {
  const { lessons, known } = readProgress().progress;
  return Object.keys(lessons).length === 0 && known === undefined;
}

/** The lesson the learner was in the middle of. */
function unfinished(lessons: ReadonlyMap<string, unknown>): string | undefined {
  const { progress } = readProgress();
  const { current } = progress;
  if (current === undefined || !lessons.has(current) || progress.lessons[current]?.phase === "done") return undefined;
  return current;
}

async function chooseLesson(options: StartOptions, course: Course): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UserError(({ errors }) => errors.noTerminal, 2);
  }
  const chosen = isPlain(options) ? await chooseAloud(options, course) : await chooseFromMenu(options, course);
  return followed(chosen, options, course);
}

/** The lesson that was chosen, at once or after what was chosen before it. */
async function followed(
  chosen: string | undefined,
  options: StartOptions,
  course: Course,
): Promise<string | undefined> {
  switch (chosen) {
    case REVIEW:
      await review(practiceOptions(options));
      return chooseLesson(options, course);
    case PLACEMENT: {
      const { placement } = await import("./placement.ts");
      await placement(practiceOptions(options));
      return chooseLesson(options, course);
    }
    case EXAMS: {
      const { exam } = await import("./exam.ts");
      await exam(undefined, practiceOptions(options));
      return undefined;
    }
    default:
      return chosen;
  }
}

async function chooseFromMenu(options: StartOptions, course: Course, isInLesson = false): Promise<string | undefined> {
  const menu = await import("./menu.ts");
  return menu.chooseFromMenu(
    course,
    readProgress().progress,
    reviewOffer(options.lessons, options.texts ?? english),
    options.texts ?? english,
    { isInLesson },
  );
}

/** A menu is drawn; who wants plain text is asked. */
async function chooseAloud(options: StartOptions, course: Course): Promise<string | undefined> {
  const { chooseInWords } = await import("./menu-in-words.ts");
  const console = openConsole(options);
  try {
    return await chooseInWords(course, readProgress().progress, console, () => list(options));
  } finally {
    console.close();
  }
}

function practiceOptions({ lessons, plain, texts }: StartOptions): Pick<StartOptions, "lessons" | "plain" | "texts"> {
  return {
    ...(lessons === undefined ? {} : { lessons }),
    ...(plain === undefined ? {} : { plain }),
    ...(texts === undefined ? {} : { texts }),
  };
}
