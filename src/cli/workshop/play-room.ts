// The tutor with the lessons of a room: from one to the next in its order, or where the instructor wants the learner.

import type { Course } from "../../tutor/course.ts";
import type { Texts } from "../../tutor/language/english.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import { type Progress, savedSeed } from "../../tutor/progress.ts";
import { openConsole } from "../console.ts";
import { progressKeeper } from "../keeper.ts";
import { builtInPlace } from "../lesson-place.ts";
import { type Leave, LessonSession } from "../lesson-session.ts";
import { isPlain } from "../plainness.ts";
import { readProgress } from "../progress-file.ts";
import { patientKeeper } from "./disk.ts";
import { chooseInMenu } from "./menu.ts";
import type { Participant } from "./participant.ts";

const LARGEST_SEED = 9999;

interface PlayOptions {
  readonly plain?: boolean;
  readonly texts: Texts;
}

/** @param lessons in the order of the room. @param isChosen the room names them, so there is no menu before the first. */
export async function playRoom(
  course: Course,
  lessons: readonly string[],
  isChosen: boolean,
  participant: Participant,
  options: PlayOptions,
): Promise<number> {
  let next: string | undefined = participant.wantedLesson ?? (isChosen ? firstOpen(lessons) : undefined);
  let isAgain = false;
  /** Where `list` was typed. */
  let before: string | undefined;
  for (;;) {
    next ??= participant.wantedLesson ?? (await choose(course, lessons, participant, options, before));
    if (next === undefined) return 0;
    const isOpen = participant.openTo(next) !== -1 || next === participant.wantedLesson || next === lessons[0];
    const lesson: Lesson | undefined = isOpen ? course.draw(next, isAgain ? freshSeed() : keptSeed(next)) : undefined;
    if (lesson === undefined) {
      process.stdout.write(`${options.texts.workshop.closedLesson(next)}\n`);
      if (isPlain(options)) return 0;
      next = undefined;
      continue;
    }
    const console = openConsole(options);
    try {
      const session: LessonSession = new LessonSession(
        lesson,
        console,
        builtInPlace(lesson),
        patientKeeper(progressKeeper(true), participant.disk),
        { company: participant },
      );
      const left: Leave = await session.run();
      participant.left();
      if (left === "shell") return 0;
      isAgain = left === "again";
      before = lesson.id;
      next = isAgain ? lesson.id : undefined;
    } finally {
      console.close();
    }
  }
}

/** The first lesson of the room that is not done. */
function firstOpen(lessons: readonly string[]): string | undefined {
  const { progress } = readProgress();
  return (
    lessons.find((id) => progress.lessons[id]?.phase !== "done") ?? (lessons.length === 1 ? lessons[0] : undefined)
  );
}

async function choose(
  course: Course,
  lessons: readonly string[],
  participant: Participant,
  options: PlayOptions,
  before: string | undefined,
): Promise<string | undefined> {
  const shown = onlyThese(course, lessons);
  if (isPlain(options)) return chooseInText(shown, readProgress().progress, lessons, options.texts);
  return chooseInMenu(shown, participant, options.texts, before);
}

function onlyThese(course: Course, lessons: readonly string[]): Course {
  const tracks = course.tracks.map((track) => ({
    ...track,
    lessons: track.lessons.filter((id) => lessons.includes(id)),
  }));
  return { ...course, tracks: tracks.filter((track) => track.lessons.length > 0) };
}

/** A menu is drawn; who wants plain text goes on with what is next, or begins anew where all is done. */
function chooseInText(
  course: Course,
  progress: Progress,
  lessons: readonly string[],
  { workshop: says }: Texts,
): string | undefined {
  const open = lessons.filter((id) => progress.lessons[id]?.phase !== "done");
  const [next] = open;
  const titles = lessons.map((id) => `  ${open.includes(id) ? " " : "x"} ${id}: ${course.heads.get(id)?.title ?? ""}`);
  process.stdout.write(`${says.lessons}\n${titles.join("\n")}\n`);
  return next;
}

function keptSeed(lesson: string): number {
  return savedSeed(readProgress().progress, lesson) ?? freshSeed();
}

function freshSeed(): number {
  return 1 + Math.floor(Math.random() * LARGEST_SEED);
}
