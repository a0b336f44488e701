// In a thread of its own: plays learners' lessons again, so that the host stays quick. The worlds of those who were looked at last are
// kept: to look live costs one command, not a whole lesson.

import { parentPort, workerData } from "node:worker_threads";
import { readMap, renderMap } from "../../observe/map/map.ts";
import type { Course } from "../../tutor/course.ts";
import { openCourse } from "../course-files.ts";
import type { Journal } from "./journal.ts";
import { Replay } from "./replay.ts";

export const LOOK_ROLE = "workshop lookout";
const KEPT_WORLDS = 4;
const MAP_WIDTH = 100;

export interface LookQuestion {
  readonly id: number;
  /** Worlds are kept by it. */
  readonly key: string;
  readonly journal: Journal;
}

export type LookAnswer = { readonly id: number } & (
  | { readonly terminal: readonly string[]; readonly map: readonly string[] }
  | { readonly error: string }
);

interface Kept {
  readonly replay: Replay;
  readonly journal: Journal;
}

/** True in such a thread, which then answers until nobody asks any more. */
export function isLookWorker(): boolean {
  return parentPort !== null && isRole(workerData);
}

export function answerLooks(): void {
  const { course: directory } = workerData as { readonly course: string | null };
  const { course } = openCourse(directory ?? undefined);
  const keeper = new Worlds(course);
  let work: Promise<void> = Promise.resolve();
  parentPort?.on("message", (question: LookQuestion) => {
    work = work.then(async () => {
      const answer: LookAnswer = await keeper.look(question).then(
        (seen) => ({ id: question.id, ...seen }),
        (error: unknown) => ({ id: question.id, error: error instanceof Error ? error.message : String(error) }),
      );
      parentPort?.postMessage(answer);
    });
  });
}

class Worlds {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly course: Course) {}

  async look({ key, journal }: LookQuestion) {
    const { replay } = await this.worldOf(key, journal);
    const { world } = replay;
    const map = await readMap(world.read, world.namespace);
    const paper = { width: MAP_WIDTH, spoken: false, style: (_: unknown, text: string) => text };
    return { terminal: [...replay.terminal], map: renderMap(map, paper).map((line) => line.trimEnd()) };
  }

  private async worldOf(key: string, journal: Journal): Promise<Kept> {
    const before = this.kept.get(key);
    this.kept.delete(key);
    const went = before === undefined ? undefined : await this.goOn(before, journal);
    if (went === undefined) before?.replay.close();
    const kept = went ?? (await this.anew(journal));
    this.kept.set(key, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_WORLDS && oldest !== undefined) {
      this.kept.get(oldest)?.replay.close();
      this.kept.delete(oldest);
    }
    return kept;
  }

  private async goOn({ replay, journal: done }: Kept, journal: Journal): Promise<Kept | undefined> {
    if (done.lesson !== journal.lesson || done.seed !== journal.seed) return undefined;
    if (!done.inputs.every((input, index) => isSame(input, journal.inputs[index]))) return undefined;
    const went = await replay.play(journal.inputs.slice(done.inputs.length));
    return went ? { replay, journal } : undefined;
  }

  private async anew(journal: Journal): Promise<Kept> {
    const lesson = this.course.draw(journal.lesson, journal.seed);
    if (lesson === undefined) throw new Error(`this host's course has no lesson ${journal.lesson}`);
    const replay = await Replay.begin(lesson);
    await replay.play(journal.inputs);
    return { replay, journal };
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isRole(data: unknown): boolean {
  return typeof data === "object" && data !== null && "role" in data && data.role === LOOK_ROLE;
}
