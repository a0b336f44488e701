// `k8s-tutor workshop sandbox [LEARNER]`: a copy of a learner's cluster, made on the instructor's machine from their inputs, or a cluster of the
// instructor's own; on request with its map on the projector.

import * as v from "valibot";
import type { Texts } from "../../tutor/language/english.ts";
import type { LoggedInput } from "../../tutor/state.ts";
import { loggedInput } from "../../workshop/protocol/events.ts";
import { id, wholeNumber } from "../../workshop/protocol/text.ts";
import { type Console, openConsole } from "../console.ts";
import { openCourse } from "../course-files.ts";
import { UserError } from "../failure.ts";
import { hostEditor } from "../host-editor.ts";
import { converse, promptEnvironment } from "../interactive-sandbox.ts";
import { realPorts } from "../local-ports.ts";
import { isPlain } from "../plainness.ts";
import { chooseCluster } from "../sandbox-world.ts";
import type { LearnerWorld } from "../world.ts";
import { askHost } from "./host-request.ts";
import { type Access, accessOf, Instructor, type InstructorOptions } from "./instructor.ts";
import type { Journal } from "./journal.ts";
import { Replay } from "./replay.ts";
import { WallMap } from "./wall-map.ts";

export interface WorkshopSandboxOptions extends InstructorOptions {
  readonly inputs?: number;
  readonly lessons?: string;
  readonly plain?: boolean;
  readonly projector?: boolean;
  readonly texts?: Texts;
}

const journal = v.object({ lesson: id, seed: wholeNumber, inputs: v.array(loggedInput) });

/** @param named a learner; undefined: a cluster of the instructor's own. */
export async function workshopSandbox(named: string | undefined, options: WorkshopSandboxOptions): Promise<number> {
  return named === undefined ? ownSandbox(options) : copyOf(named, options);
}

async function ownSandbox(options: WorkshopSandboxOptions): Promise<number> {
  const access = options.projector === true ? await accessOf(options) : undefined;
  const { texts } = options;
  const cluster = await chooseCluster({ seed: 1, ...(texts === undefined ? {} : { texts }) });
  const console = openConsole(options);
  try {
    const world = await cluster.open(Math.floor(Date.now() / 1000) * 1000, {
      editor: hostEditor(console.terminal),
      ports: realPorts,
      env: promptEnvironment(isPlain(options)),
    });
    try {
      console.terminal.print([`A cluster of your own. \`exit\` leaves.${onWall(access)}`, ""]);
      return await work(world, console, access, "The instructor's cluster");
    } finally {
      world.close();
    }
  } finally {
    console.close();
  }
}

async function copyOf(named: string, options: WorkshopSandboxOptions): Promise<number> {
  const access = await accessOf(options);
  const { name, lesson: lessonId, seed, inputs } = await fetchJournal(named, access);
  const { course } = openCourse(options.lessons);
  const lesson = course.draw(lessonId, seed);
  if (lesson === undefined)
    throw new UserError(`your course has no lesson ${lessonId}; name the room's course with --course`);
  const console = openConsole(options);
  try {
    const replay = await Replay.begin(lesson, { env: promptEnvironment(isPlain(options)) });
    try {
      await replay.play(inputs.slice(0, options.inputs));
      const shown = options.projector === true ? access : undefined;
      console.terminal.print([
        `A copy of ${name}'s cluster in ${lesson.title}. \`exit\` leaves; what you do here does not happen there.${onWall(shown)}`,
        "",
      ]);
      // Whose it is, is nobody's business but theirs and the instructor's.
      return await work(replay.world.world, console, shown, lesson.title);
    } finally {
      replay.close();
    }
  } finally {
    console.close();
  }
}

function onWall(access: Access | undefined): string {
  return access === undefined ? "" : " Its map is on the projector until then.";
}

async function work(world: LearnerWorld, console: Console, access: Access | undefined, title: string): Promise<number> {
  if (access === undefined) return converse(world, console);
  const map = new WallMap(access, title, world.observatory, () => performance.now());
  try {
    return await converse(world, console, map.tick);
  } finally {
    map.close();
  }
}

async function fetchJournal(
  named: string,
  access: Access,
): Promise<Omit<Journal, "inputs"> & { readonly name: string; readonly inputs: readonly LoggedInput[] }> {
  const instructor = await Instructor.open(access);
  instructor.close();
  const { id: learner, name, standing } = instructor.learner(named);
  if (standing === undefined) throw new UserError(`${name} has not begun a lesson`);
  const { token, certificate } = access;
  const { status, text } = await askHost(`${access.origin}/api/learners/${learner}/journal`, { token, certificate });
  if (status !== 200) throw new UserError(`the host does not give what ${name} did (${status})`);
  return { name, ...v.parse(journal, JSON.parse(text)) };
}
