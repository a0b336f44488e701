// The menu of a room's lessons. Who looks at it hears the instructor as at the prompt: the menu makes room for what is said, and goes away
// when the learner is wanted in a lesson.

import { backgroundOf } from "../../terminal/abilities.ts";
import type { Course } from "../../tutor/course.ts";
import type { Texts } from "../../tutor/language/english.ts";
import type { Typesetter } from "../../tutor/render.ts";
import { stylerFor } from "../looks.ts";
import { readProgress } from "../progress-file.ts";
import { typesetterOf } from "../typesetter.ts";
import type { Participant } from "./participant.ts";

const LISTEN_MS = 200;

/** The id of a lesson; undefined when the learner leaves. @param before the lesson that Esc goes back to. */
export async function chooseInMenu(
  course: Course,
  participant: Participant,
  texts: Texts,
  before?: string,
): Promise<string | undefined> {
  const { chooseFromMenu, BACK, REVIEW, PLACEMENT, EXAMS } = await import("../menu.ts");
  for (;;) {
    const stop = new AbortController();
    const told: string[] = [];
    const listening = setInterval(() => {
      told.push(...saidTo(participant, texts));
      if (told.length > 0 || participant.wantedLesson !== undefined) stop.abort();
    }, LISTEN_MS);
    const { progress } = readProgress();
    const chosen = await chooseFromMenu(course, progress, undefined, texts, {
      isInLesson: before !== undefined,
      signal: stop.signal,
    });
    clearInterval(listening);
    if (told.length > 0) process.stdout.write(`${told.join("\n")}\n\n`);
    if (participant.wantedLesson !== undefined) return participant.wantedLesson;
    if (stop.signal.aborted) continue;
    if (chosen === BACK) return before;
    if (chosen === undefined || ![REVIEW, PLACEMENT, EXAMS].includes(chosen)) return chosen;
    process.stdout.write(`${texts.workshop.forAfterwards}\n`);
  }
}

/** Of what is asked of somebody in a lesson, a step anew, nothing is left to do here. */
function saidTo(participant: Participant, texts: Texts): readonly string[] {
  return participant.requests(paperOf(texts)).flatMap((request) => (request.kind === "tell" ? request.lines : []));
}

function paperOf(texts: Texts): Typesetter {
  const { env, stdout } = process;
  const styler = stylerFor(env, { isTerminal: true, plain: false, background: () => backgroundOf(env) });
  return typesetterOf({ styler, terminal: { width: Math.min(200, Math.max(40, stdout.columns)) }, texts });
}
