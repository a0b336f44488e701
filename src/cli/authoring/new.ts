// `k8s-tutor new`: writes the beginning of a lesson, of a review task or of an exam, and says what to do with it.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import inquirer from "inquirer";
import { COURSE_FILE, EXAMS } from "../../tutor/course.ts";
import { skeletonOf } from "../../tutor/draft/skeleton.ts";
import type { Wish } from "../../tutor/draft/wish.ts";
import { DRILLS } from "../../tutor/drill.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import { formatSchema, type SchemaName, schemaFile, schemaLine, schemaNameOf } from "../../tutor/schemas.ts";
import { systemReason, UserError } from "../failure.ts";

export interface NewOptions {
  readonly title?: string;
  readonly level?: Lesson["level"];
  readonly does?: string;
  readonly yes?: boolean;
  readonly lessons?: string;
}

const NAMED = /^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/;

export async function newLesson(named: string | undefined, options: NewOptions): Promise<number> {
  const wish = await wishFor(named, options);
  if (wish === undefined) return 1;
  const root = courseRoot(options.lessons);
  const file = join(root, wish.track, `${wish.id}.yaml`);
  if (existsSync(file)) throw new UserError(`${shown(file)} is there already; choose another id, or edit that file`);
  const begun = writeAll(root, file, wish);
  process.stdout.write(`${nextSteps(root, file, wish, begun).join("\n")}\n`);
  return 0;
}

/** Where course.yaml is; else here, where a course then begins. */
export function courseRoot(lessons: string | undefined): string {
  const places = lessons === undefined ? [".", "lessons"] : [lessons];
  return places.find((place) => existsSync(join(place, COURSE_FILE))) ?? places[0] ?? ".";
}

async function wishFor(named: string | undefined, options: NewOptions): Promise<Wish | undefined> {
  if (named !== undefined && !NAMED.test(named))
    throw new UserError(
      `${named} is not TRACK/ID; write both in small letters with hyphens, as services/my-first-service`,
      2,
    );
  const isAttended = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const answers = isAttended && options.yes !== true ? await ask(named, options) : given(named, options);
  if (answers === undefined) return undefined;
  const [track = "", id = ""] = answers.named.split("/");
  return { track, id, title: answers.title, level: answers.level, does: answers.does };
}

interface Answers {
  readonly named: string;
  readonly title: string;
  readonly level: Lesson["level"];
  readonly does: string;
}

function given(named: string | undefined, { title, level = "beginner", does }: NewOptions): Answers {
  if (named === undefined || title === undefined)
    throw new UserError(
      'without a terminal to ask on, say it all: k8s-tutor new TRACK/ID --title "…" --level beginner --does "…" --yes',
      2,
    );
  return { named, title, level, does: does ?? "make a Pod and see that it is ready" };
}

async function ask(named: string | undefined, options: NewOptions): Promise<Answers | undefined> {
  const known = { ...options, ...(named === undefined ? {} : { named }) };
  try {
    const answers = await inquirer.prompt(
      [
        {
          type: "input" as const,
          name: "named",
          message: "Track and id of the lesson (track/id):",
          validate: (text: string) =>
            NAMED.test(text) || "Small letters, digits and hyphens, with a slash between, as services/my-service.",
        },
        {
          type: "input" as const,
          name: "title",
          message: "Its title:",
          validate: (text: string) => (text.trim() !== "" && [...text].length <= 48) || "At most 48 characters.",
        },
        {
          type: "select" as const,
          name: "level",
          message: "For whom:",
          choices: ["beginner", "intermediate", "advanced"],
        },
        {
          type: "input" as const,
          name: "does",
          message: "What the learner does in it:",
          validate: (text: string) => text.trim() !== "" || "As in: expose a Deployment by a Service.",
        },
      ],
      known,
    );
    return answers as Answers;
  } catch (error) {
    // Ctrl-C: nothing is written.
    if (error instanceof Error && error.name === "ExitPromptError") return undefined;
    throw error;
  }
}

/** Whether a course began here, too. */
function writeAll(root: string, file: string, wish: Wish): boolean {
  // Review tasks and exams are for lessons that are there.
  const isNewCourse = !isBeside(wish) && !existsSync(join(root, COURSE_FILE));
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, skeletonOf(wish), { flag: "wx" });
    writeSchema(root, schemaNameOf(`${wish.track}/${wish.id}.yaml`));
    if (isNewCourse) writeSchema(root, "course");
    if (isNewCourse) writeFileSync(join(root, COURSE_FILE), courseText(wish), { flag: "wx" });
    return isNewCourse;
  } catch (error) {
    throw new UserError(`${shown(file)} cannot be written: ${systemReason(error)}; choose another folder`);
  }
}

function isBeside({ track }: Wish): boolean {
  return track === DRILLS || track === EXAMS;
}

function writeSchema(root: string, name: SchemaName): void {
  const file = join(root, schemaFile(name));
  if (!existsSync(file)) writeFileSync(file, formatSchema(name));
}

function courseText({ track, id }: Wish): string {
  const title = track.replace(/-/g, " ").replace(/^./, (first) => first.toUpperCase());
  return `${schemaLine("course")}\nformat: k8s-tutor-course/v1\ntitle: My course\ntracks:\n  - {id: ${track}, title: ${title}, lessons: [${id}]}\n`;
}

function nextSteps(root: string, file: string, wish: Wish, isNewCourse: boolean): readonly string[] {
  const { track, id } = wish;
  const course = relative(process.cwd(), root) || ".";
  const take = { [DRILLS]: "review", [EXAMS]: `exam ${id}` }[track] ?? `start ${id}`;
  return [
    `${shown(file)} is written. What is left to you is marked TO WRITE; lint lists it.`,
    ...(isNewCourse
      ? [`A course begins here, too: ${join(course, COURSE_FILE)} says in which order its lessons come.`]
      : isBeside(wish)
        ? []
        : [`Add ${id} to the track ${track} in ${join(course, COURSE_FILE)}.`]),
    "",
    `  k8s-tutor preview ${shown(file)}    shows it as learners see it, anew each time you save`,
    `  k8s-tutor lint ${shown(file)}`,
    `  k8s-tutor test ${shown(file)}`,
    `  k8s-tutor ${take} --course ${course}`,
  ];
}

function shown(file: string): string {
  return relative(process.cwd(), file) || file;
}
