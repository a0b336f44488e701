// A learner's lesson, played again from its inputs with nobody at the keyboard; what their terminal would have shown is kept.

import { MemoryFiles } from "../../shell/memory-files.ts";
import { callbackOutput } from "../../shell/streams.ts";
import { stripAnsi } from "../../terminal/text-width.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import { enterStep, setUpLesson } from "../../tutor/setup.ts";
import type { LoggedInput } from "../../tutor/state.ts";
import { harmless } from "../../workshop/protocol/harmless.ts";
import type { HostEditor } from "../laptop.ts";
import { builtInPlace } from "../lesson-place.ts";
import { LessonWorld } from "../lesson-world.ts";
import { simulatedPorts } from "../local-ports.ts";

/** The last command may still be running where the learner is; here it gets this much of the cluster's time. */
const LAST_COMMAND_MS = 120_000;
const KEPT_LINES = 1000;
const LINE_LENGTH = 400;
/** Of what one command prints. */
const OUTPUT_LENGTH = 200_000;

export class Replay {
  private readonly edits: Extract<LoggedInput, { kind: "file" }>[] = [];
  private readonly lines: string[] = [];
  private startedAt = 0;
  private bench: LessonWorld | undefined;

  private constructor(private readonly lesson: Lesson) {}

  /** The lesson as it begins. */
  static async begin(lesson: Lesson, more: { readonly env?: Readonly<Record<string, string>> } = {}): Promise<Replay> {
    const replay = new Replay(lesson);
    const files = new MemoryFiles({ now: () => replay.bench?.now() ?? 0 });
    const place = builtInPlace(lesson, simulatedPorts);
    const editor: HostEditor = async (_, tree, path) => {
      const edit = replay.edits.shift();
      if (edit !== undefined) tree.write(path, edit.content);
      return edit === undefined ? 1 : 0;
    };
    const world = await place.open({ files, editor, ...more }, () => undefined);
    replay.bench = new LessonWorld(world);
    await setUpLesson(lesson, replay.bench);
    replay.startedAt = replay.bench.now();
    return replay;
  }

  /** Plays what comes next. @returns whether what comes after these can be played on this; otherwise it must begin anew. */
  async play(inputs: readonly LoggedInput[]): Promise<boolean> {
    const { world } = this;
    this.edits.push(...inputs.flatMap((input) => (input.kind === "file" ? input : [])));
    const steps = inputs.filter(({ kind }) => kind !== "file");
    const [first] = steps;
    if (first !== undefined && world.now() > this.startedAt + first.at + 1) return false;
    for (const [index, input] of steps.entries()) {
      await world.world.pacer.advanceTo(Math.max(world.now(), this.startedAt + input.at));
      const next = steps[index + 1];
      const limitMs = next === undefined ? LAST_COMMAND_MS : next.at - input.at;
      if (input.kind === "enter") await enterStep(this.lesson, input.step, input.jump, world);
      else if (input.kind === "command") await this.run(input.text, limitMs);
      else if (input.kind === "answer") {
        world.answer(input.id, input.text);
        this.show(`answer ${input.text}`);
      }
    }
    return true;
  }

  get world(): LessonWorld {
    if (this.bench === undefined) throw new Error("a replay that has not begun");
    return this.bench;
  }

  /** The learner's terminal: commands and what they printed. */
  get terminal(): readonly string[] {
    return this.lines;
  }

  close(): void {
    this.bench?.world.close();
  }

  private async run(text: string, limitMs: number): Promise<void> {
    this.show(`$ ${text}`);
    let said = "";
    const out = callbackOutput((part) => {
      if (said.length < OUTPUT_LENGTH) said += part;
    });
    await this.world.world.runLine(text, this.world.now() + limitMs, { stdout: out, stderr: out });
    if (said !== "") this.show(said.replace(/\n$/, ""));
  }

  private show(text: string): void {
    // A screen that is cleared, or drawn again, is shown as it was last.
    for (const line of stripAnsi(text).split("\n")) this.lines.push(harmless(line).slice(0, LINE_LENGTH));
    if (this.lines.length > 2 * KEPT_LINES) this.lines.splice(0, this.lines.length - KEPT_LINES);
  }
}
