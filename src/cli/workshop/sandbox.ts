// `k8s-tutor workshop sandbox LEARNER`: a copy of a learner's cluster, made on the instructor's machine from their inputs. What is done there
// does not happen there.

import * as v from "valibot";
import type { LoggedInput } from "../../tutor/state.ts";
import { loggedInput } from "../../workshop/protocol/events.ts";
import { id, wholeNumber } from "../../workshop/protocol/text.ts";
import { openConsole } from "../console.ts";
import { openCourse } from "../course-files.ts";
import { UserError } from "../failure.ts";
import { converse, promptEnvironment } from "../interactive-sandbox.ts";
import { isPlain } from "../plainness.ts";
import { askHost } from "./host-request.ts";
import { accessOf, Instructor, type InstructorOptions } from "./instructor.ts";
import type { Journal } from "./journal.ts";
import { Replay } from "./replay.ts";

export interface WorkshopSandboxOptions extends InstructorOptions {
  readonly inputs?: number;
  readonly lessons?: string;
  readonly plain?: boolean;
}

const journal = v.object({ lesson: id, seed: wholeNumber, inputs: v.array(loggedInput) });

export async function workshopSandbox(named: string, options: WorkshopSandboxOptions): Promise<number> {
  const { name, lesson: lessonId, seed, inputs } = await fetchJournal(named, options);
  const { course } = openCourse(options.lessons);
  const lesson = course.draw(lessonId, seed);
  if (lesson === undefined)
    throw new UserError(`your course has no lesson ${lessonId}; name the room's course with --course`);
  const console = openConsole(options);
  try {
    const replay = await Replay.begin(lesson, { env: promptEnvironment(isPlain(options)) });
    try {
      await replay.play(inputs.slice(0, options.inputs));
      console.terminal.print([
        `A copy of ${name}'s cluster in ${lesson.title}. \`exit\` leaves; nobody else sees it.`,
        "",
      ]);
      return await converse(replay.world.world, console);
    } finally {
      replay.close();
    }
  } finally {
    console.close();
  }
}

async function fetchJournal(
  named: string,
  options: InstructorOptions,
): Promise<Omit<Journal, "inputs"> & { readonly name: string; readonly inputs: readonly LoggedInput[] }> {
  const access = await accessOf(options);
  const instructor = await Instructor.open(access);
  instructor.close();
  const { id: learner, name, standing } = instructor.learner(named);
  if (standing === undefined) throw new UserError(`${name} has not begun a lesson`);
  const { token, certificate } = access;
  const { status, text } = await askHost(`${access.origin}/api/learners/${learner}/journal`, { token, certificate });
  if (status !== 200) throw new UserError(`the host does not give what ${name} did (${status})`);
  return { name, ...v.parse(journal, JSON.parse(text)) };
}
