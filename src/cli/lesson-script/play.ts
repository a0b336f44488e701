// One lesson played from beginning to end, in a folder that goes afterwards: nothing of the learner's is touched.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStyler } from "../../terminal/style.ts";
import { english, type Texts } from "../../tutor/language/english.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import type { HostEditor } from "../laptop.ts";
import { builtInPlace } from "../lesson-place.ts";
import { LessonSession } from "../lesson-session.ts";
import { stylerFor } from "../looks.ts";
import { keepElsewhere } from "../places.ts";
import { isPlain, wantsRecords } from "../plainness.ts";
import { type Entry, standingOf } from "./entry.ts";
import { type Move, Player, type Writer } from "./player.ts";

export interface PlayOptions {
  readonly json?: boolean;
  readonly plain?: boolean;
  readonly texts?: Texts;
}

export interface Played {
  readonly session: LessonSession;
  readonly entries: readonly Entry[];
}

/** @param next says what is typed next. */
export async function playLesson(
  lesson: Lesson,
  next: (nowMs: number, session: LessonSession) => Promise<Move>,
  editor: HostEditor | undefined,
  options: PlayOptions,
): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-script-"));
  keepElsewhere(folder);
  try {
    const player: Player = new Player((nowMs) => next(nowMs, session), options.json === true ? silent : aloud, editor);
    const console = player.console({ styler: stylerOf(options), texts: options.texts ?? english });
    const session: LessonSession = new LessonSession(lesson, console, player.place(builtInPlace(lesson)), noKeeper);
    await session.run();
    return { session, entries: player.finish() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function tellAsJson({ session, entries }: Played): void {
  process.stdout.write(`${JSON.stringify({ ...asRecord(standingOf(session.snapshot)), entries }, null, 1)}\n`);
}

function asRecord(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function stylerOf(options: PlayOptions) {
  const isTerminal = process.stdout.isTTY === true;
  const plain = isPlain(options);
  if (options.json === true || !isTerminal) return createStyler({ color: false, plain, records: wantsRecords });
  return stylerFor(process.env, { isTerminal, plain, background: () => undefined });
}

const noKeeper = { saved: () => undefined, save: () => undefined, completed: () => undefined };

const silent: Writer = { entered: () => undefined, output: () => undefined, said: () => undefined };

const aloud: Writer = {
  entered: (text) => void process.stdout.write(`\n$ ${text.split("\n").join("\n> ")}\n`),
  output: (text) => void process.stdout.write(text),
  said: (lines) => void process.stdout.write(`${lines.join("\n")}\n`),
};
