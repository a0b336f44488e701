// The menu for who listens, or has a terminal that cannot draw: one question, answered with a word.

import type { Course } from "../tutor/course.ts";
import { closest } from "../tutor/format/slip.ts";
import type { Progress } from "../tutor/progress.ts";
import type { Console } from "./console.ts";
import { stateOf } from "./list.ts";
import { EXAMS, PLACEMENT, REVIEW } from "./menu-entries.ts";
import { ask, say } from "./voice.ts";

const others: Readonly<Record<string, string>> = { review: REVIEW, placement: PLACEMENT, exams: EXAMS };

/** The chosen lesson's id, or one of the menu's other entries; undefined when the learner leaves.
 * @param list prints the course. */
export async function chooseInWords(
  course: Course,
  progress: Progress,
  console: Console,
  list: () => void,
): Promise<string | undefined> {
  const { course: says } = console.texts;
  const ids = course.tracks.flatMap(({ lessons }) => lessons);
  const next = ids.find((id) => stateOf(progress, id) === "new");
  const lesson = next === undefined ? undefined : course.heads.get(next);
  say(console, says.whichLesson(lesson?.title));
  for (;;) {
    const read = await ask(console, ">");
    if (read.kind !== "line") return undefined;
    const word = read.text.trim();
    if (word === "exit" || word === "quit") return undefined;
    const chosen = word === "" ? next : (others[word] ?? (course.lessons.has(word) ? word : undefined));
    if (chosen !== undefined) return chosen;
    if (word === "list" || word === "") list();
    else say(console, console.texts.errors.noLesson(word, closest(word, ids)));
  }
}
