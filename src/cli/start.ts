// `k8s-tutor start`: the tutor. Goes on where the learner was, or lets them choose.

import { isPlain, openConsole } from "./console.ts";
import { openCourse, problemText } from "./course-files.ts";
import { UserError } from "./failure.ts";
import { LessonSession } from "./lesson-session.ts";
import { list } from "./list.ts";
import { readProgress } from "./progress-file.ts";

export interface StartOptions {
  readonly lesson?: string;
  readonly lessons?: string;
  readonly plain?: boolean;
}

export async function start(options: StartOptions): Promise<number> {
  const { course, problems } = openCourse(options.lessons);
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  if (options.lesson !== undefined && !course.lessons.has(options.lesson)) {
    const known = [...course.lessons.keys()].join(", ");
    throw new UserError(`there is no lesson ${options.lesson}; there are ${known}`, 2);
  }
  const { notice } = readProgress();
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  let next = options.lesson ?? unfinished(course.lessons);
  for (;;) {
    next ??= await chooseLesson(options);
    const lesson = next === undefined ? undefined : course.lessons.get(next);
    if (lesson === undefined) return 0;
    const console = openConsole(options);
    try {
      const session = new LessonSession(lesson, console);
      if ((await session.run()) === "shell") return 0;
    } finally {
      console.close();
    }
    next = undefined;
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
