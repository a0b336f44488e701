// `k8s-tutor start`: the tutor. Goes on where the learner was, or lets them choose.

import type { Lesson } from "../tutor/lesson.ts";
import { openConsole } from "./console.ts";
import { openCourse, problemText } from "./course-files.ts";
import { report, UserError } from "./failure.ts";
import { builtInPlace, type LessonPlace } from "./lesson-place.ts";
import { LessonSession } from "./lesson-session.ts";
import { list } from "./list.ts";
import { isPlain } from "./plainness.ts";
import { readProgress } from "./progress-file.ts";

export interface StartOptions {
  readonly lesson?: string;
  readonly lessons?: string;
  readonly plain?: boolean;
  /** A cluster outside instead of the built-in one. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly yes?: boolean;
}

export async function start(options: StartOptions): Promise<number> {
  if (options.context !== undefined && options.kubeconfig === undefined)
    throw new UserError("--context goes with --kubeconfig: say in which file it is", 2);
  const { course, problems } = openCourse(options.lessons);
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  if (options.lesson !== undefined && !course.lessons.has(options.lesson)) {
    const known = [...course.lessons.keys()].join(", ");
    throw new UserError(`there is no lesson ${options.lesson}; there are ${known}`, 2);
  }
  const { notice } = readProgress();
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  let next = options.lesson ?? (options.kubeconfig === undefined ? unfinished(course.lessons) : undefined);
  for (;;) {
    next ??= await chooseLesson(options);
    const lesson = next === undefined ? undefined : course.lessons.get(next);
    if (lesson === undefined) return 0;
    const staged = await stage(lesson, options, next !== options.lesson);
    next = undefined;
    if (staged === undefined) continue;
    const console = openConsole(options);
    try {
      const session = new LessonSession(staged.lesson, console, staged.place);
      if ((await session.run()) === "shell") return 0;
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
  const { chooseFromMenu } = await import("./menu.ts");
  return chooseFromMenu(course, progress);
}
