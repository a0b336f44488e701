// Plays a lesson without a learner: hands its session lines instead of keys, lets the cluster's time pass without waiting, and writes
// down what came of each line.

import type { Terminal } from "../../terminal/terminal.ts";
import { openTerminal } from "../../terminal/tty.ts";
import type { Message } from "../../tutor/message.ts";
import type { Console } from "../console.ts";
import type { HostEditor } from "../laptop.ts";
import { outputWidth } from "../layout.ts";
import type { LessonPlace } from "../lesson-place.ts";
import type { LiveTime } from "../wall-time.ts";
import type { LearnerWorld } from "../world.ts";
import { type Entry, spokenOf } from "./entry.ts";

/** How often the tutor looks while time passes. */
const tickMs = 250;
/** A line that has not ended after this much virtual time is interrupted. */
const lineLimitMs = 3_600_000;

/** What is typed next. */
export type Move =
  | { readonly kind: "line"; readonly text: string }
  /** Time passes at the prompt until then, in milliseconds of the cluster's clock. */
  | { readonly kind: "wait"; readonly untilMs: number }
  | { readonly kind: "end" };

/** Asked whenever the prompt is there and nothing is waited for. */
export type NextMove = (nowMs: number) => Promise<Move>;

export interface Writer {
  /** A line is entered. */
  entered(text: string): void;
  /** It has printed this. */
  output(text: string): void;
  /** The tutor has said this. */
  said(lines: readonly string[]): void;
}

export class Player {
  readonly entries: Entry[] = [];
  private world: LearnerWorld | undefined;
  private startedMs = 0;
  private reader: ((read: { kind: "line"; text: string } | { kind: "end" }) => void) | undefined;
  private hasRun = false;

  constructor(
    private readonly next: NextMove,
    private readonly writer: Writer,
    /** What stands for the learner's editor; there is none when not given. */
    private readonly editor?: HostEditor,
  ) {}

  /** The console of somebody who types what is handed in, and has no terminal. */
  console(looks: Pick<Console, "styler" | "texts">): Console {
    const terminal: Terminal = Object.create(
      openTerminal(noInput, { write: () => true, columns: outputWidth(80) }, looks),
      {
        readLine: { value: () => this.read() },
        print: { value: (lines: readonly string[]) => this.writer.said(lines) },
        announce: { value: (lines: readonly string[]) => this.writer.said(lines) },
        write: { value: (text: string) => this.take(text) },
      },
    );
    const heard = (message: Message) => void this.entries.at(-1)?.said.push(spokenOf(message));
    return { ...looks, terminal, heard, remember: () => undefined, close: () => undefined };
  }

  /** The same place, with time that is wound. */
  place(place: LessonPlace): LessonPlace {
    return {
      ...place,
      open: async (choices, say) => {
        const world = await place.open({ ...choices, editor: this.editor ?? (() => this.refuseEditor()) }, say);
        world.backdrop.liveTime = () => this.time(world);
        this.world = world;
        const start = world.startLine.bind(world);
        world.startLine = (line, streams) => {
          // What is repeated to go back in time was not entered now.
          if (line === this.entries.at(-1)?.line) this.hasRun = true;
          return start(line, streams);
        };
        this.startedMs = world.now();
        if (this.entries.length === 0) this.entries.push({ at: 0, output: "", said: [] });
        return world;
      },
    };
  }

  /** What the last line that was run ended with. */
  finish(): readonly Entry[] {
    this.noteExit();
    return this.entries;
  }

  private async refuseEditor(): Promise<number> {
    this.take("error: there is no terminal for an editor; write the file with cat >FILE <<EOF\n");
    return 1;
  }

  private read(): Promise<{ kind: "line"; text: string } | { kind: "end" }> {
    return new Promise((resolve) => {
      this.reader = resolve;
    });
  }

  private take(text: string): void {
    const entry = this.entries.at(-1);
    if (entry !== undefined) entry.output += text;
    this.writer.output(text);
  }

  private time(world: LearnerWorld): LiveTime {
    const { pacer } = world;
    let waitsUntil = 0;
    const drive = async (isDone: () => boolean, onTick: (() => Promise<void>) | undefined) => {
      let limit = world.now() + lineLimitMs;
      for (;;) {
        await pacer.settle();
        if (isDone()) return;
        await onTick?.();
        await pacer.settle();
        if (isDone()) return;
        if (this.reader === undefined) {
          if (await pacer.runUntil(isDone, Math.min(world.now() + tickMs, limit))) return;
          if (world.now() < limit) continue;
          world.interrupt();
          limit = world.now() + lineLimitMs;
        } else if (world.now() < waitsUntil) {
          await pacer.runUntil(isDone, Math.min(world.now() + tickMs, waitsUntil));
        } else {
          const move = await this.next(world.now());
          if (move.kind === "wait") waitsUntil = move.untilMs;
          else this.deliver(move);
        }
      }
    };
    return { driveUntil: (isDone, _wake, onTick) => drive(isDone, onTick), rebase: () => undefined };
  }

  private deliver(move: Exclude<Move, { kind: "wait" }>): void {
    const { reader } = this;
    this.reader = undefined;
    this.noteExit();
    if (move.kind === "line") {
      const at = ((this.world?.now() ?? 0) - this.startedMs) / 1000;
      this.entries.push({ at, line: move.text, output: "", said: [] });
      this.writer.entered(move.text);
    }
    reader?.(move);
  }

  /** With which code a line has ended, if it was one of the shell's. */
  private noteExit(): void {
    const entry = this.entries.at(-1);
    if (this.hasRun && entry !== undefined && this.world !== undefined) entry.exitCode = this.world.shell.status;
    this.hasRun = false;
  }
}

const noInput = { on: () => undefined, off: () => undefined, resume: () => undefined, pause: () => undefined };
