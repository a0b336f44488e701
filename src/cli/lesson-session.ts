// One lesson at a terminal: carries out what the session decides, and hands it what happens.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FileTree } from "../shell/files.ts";
import { renderMarkdown } from "../terminal/markdown.ts";
import type { Effect, Input } from "../tutor/effect.ts";
import { judgeStep, type StepReport } from "../tutor/judge.ts";
import type { Lesson } from "../tutor/lesson.ts";
import type { Message } from "../tutor/message.ts";
import { recordSession, savedSession } from "../tutor/progress.ts";
import { renderMessage, type Typesetter } from "../tutor/render.ts";
import { addCards } from "../tutor/review.ts";
import { update } from "../tutor/session.ts";
import { enterStep, setUpLesson } from "../tutor/setup.ts";
import { currentAnswers, initialState, type LoggedInput, type SessionState } from "../tutor/state.ts";
import type { Console } from "./console.ts";
import { systemReason, UserError } from "./failure.ts";
import { hostEditor } from "./host-editor.ts";
import { HostFiles } from "./host-files.ts";
import { promptEnvironment } from "./interactive-sandbox.ts";
import { kubeconfigPath } from "./laptop.ts";
import type { LessonPlace } from "./lesson-place.ts";
import { LessonWorld } from "./lesson-world.ts";
import { dataDirectory } from "./places.ts";
import { readProgress, writeProgress } from "./progress-file.ts";
import { Prompt } from "./prompt.ts";

/** A last command that was never ended (the terminal was closed on it) is interrupted after this much virtual time. */
const commandLimitMs = 3_600_000;
/** A shell's exit code for a word that is no command: a slip, not an attempt. */
const notFound = 127;
/** A cluster outside that has not answered is asked again after this long. */
const askAgainMs = 5000;

export type Leave = "shell" | "menu";

export class LessonSession {
  private state: SessionState;
  private world: LessonWorld | undefined;
  private prompt: Prompt | undefined;
  private left: Leave | undefined;
  private judgement: { readonly at: number; readonly asked: boolean } | undefined;
  private startedAt = 0;
  private files: HostFiles | undefined;
  /** While inputs are repeated: what the learner's editor wrote, in order. */
  private edits: Extract<LoggedInput, { kind: "file" }>[] | undefined;
  /** The learner knows that the cluster does not answer. */
  private isSilent = false;
  private readonly workDirectory: string;

  constructor(
    private readonly lesson: Lesson,
    private readonly console: Console,
    private readonly place: LessonPlace,
  ) {
    this.state = initialState(lesson, place.kind);
    this.workDirectory = join(dataDirectory(), "work", lesson.id);
  }

  async run(): Promise<Leave> {
    for (const text of this.place.notes) this.say(text);
    const saved = this.isHere ? savedSession(readProgress().progress, this.lesson) : undefined;
    try {
      await this.dispatch(saved === undefined ? { kind: "start" } : { kind: "start", saved });
      while (this.left === undefined) await this.turn();
      return this.left;
    } finally {
      await this.leave();
    }
  }

  private async leave(): Promise<void> {
    const { world } = this.world ?? {};
    if (world === undefined) return;
    try {
      const { terminal } = this.console;
      await this.place.leave(world, { say: (text) => this.say(text), lend: (use) => terminal.lend(use) });
    } finally {
      world.close();
    }
  }

  private async turn(): Promise<void> {
    const { prompt } = this;
    if (prompt === undefined) throw new Error("a lesson began without its setup");
    const read = await prompt.read(() => this.judgeWhenDue());
    if (read.kind === "end") {
      await this.enter("exit");
      return;
    }
    if (read.kind === "interrupt" || read.text.trim() === "") return;
    this.console.remember(read.text);
    await this.enter(read.text);
  }

  private enter(text: string): Promise<void> {
    const [first = ""] = text.trim().split(/\s+/);
    return this.dispatch({ kind: "line", at: this.elapsed(), text, isCommand: this.bench.world.isCommand(first) });
  }

  private async dispatch(input: Input): Promise<void> {
    const { state, effects } = update(this.state, input);
    this.state = state;
    for (const effect of effects) await this.carryOut(effect);
  }

  private async carryOut(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case "print":
        this.print(effect.message);
        return;
      case "run":
        return this.runCommand(effect.command);
      case "judge":
        this.judgement = { at: this.elapsed() + effect.afterMs, asked: effect.asked };
        if (effect.afterMs === 0) await this.judgeWhenDue();
        return;
      case "setup":
        return this.orGiveUp(() => this.setUp());
      case "enter-step":
        return this.orGiveUp(() => this.enterStep(effect.step, effect.jump));
      case "replay":
        return this.replay(effect.inputs);
      case "save":
        this.save();
        return;
      case "completed": {
        const { progress } = readProgress();
        const review = addCards(
          progress.review,
          effect.lesson,
          effect.cards,
          effect.misconceptions.length > 0,
          Date.now(),
        );
        // Only in the tutor's own cluster can the inputs be played again.
        const state = this.isHere ? this.state : { ...this.state, inputs: [] };
        writeProgress({ ...recordSession(progress, state), review });
        return;
      }
      case "leave":
        this.left = effect.to;
    }
  }

  private async runCommand(text: string): Promise<void> {
    const { prompt, bench } = this;
    if (prompt === undefined) return;
    const startedAt = this.elapsed();
    const before = this.traces();
    bench.attemptStart = bench.now();
    const { typed, exitCode } = await prompt.run(text);
    if (bench.world.shell.isOver) {
      this.left = "shell";
      this.save();
      return;
    }
    const mutated = this.traces() !== before;
    await this.dispatch({
      kind: "command-finished",
      startedAt,
      text: withTyped(text, typed),
      mutated,
      failed: exitCode !== 0 && exitCode !== notFound,
    });
  }

  /** Differs after a command that changed something: in the cluster, in a file, in the shell or in the kubeconfig. */
  private traces(): string {
    const { backdrop, shell, laptop } = this.bench.world;
    const { variables, aliases } = shell.state;
    return JSON.stringify([
      backdrop.changes,
      this.files?.changes,
      shell.cwd,
      [...variables],
      [...aliases],
      [...shell.state.functions.keys()],
      laptop.files.exists(kubeconfigPath) ? laptop.files.read(kubeconfigPath) : "",
    ]);
  }

  /** Judges the step when its time has come; called while the learner is at the prompt, too. */
  private async judgeWhenDue(): Promise<void> {
    const { judgement, world } = this;
    if (judgement === undefined || world === undefined || judgement.at > this.elapsed()) return;
    this.judgement = undefined;
    const step = this.lesson.steps[this.state.current];
    if (step === undefined || this.state.phase !== "steps") return;
    // What may still come is waited for, with the learner; only who asks is told what a copy of the cluster would do.
    world.looksAhead = judgement.asked && world.canFork;
    for (const [id, text] of Object.entries(currentAnswers(this.state))) world.answer(id, text);
    const last = this.state.inputs.at(-1);
    if (last?.kind === "answer") world.attemptStart = this.startedAt + last.at;
    const report = await this.judged(() => judgeStep(step, world));
    if (report === undefined) return;
    await this.dispatch({
      kind: "judged",
      at: this.elapsed(),
      step: this.state.current,
      asked: judgement.asked,
      report,
    });
  }

  /** Nothing when a cluster outside does not answer just now: then it is asked again. */
  private async judged(judge: () => Promise<StepReport>): Promise<StepReport | undefined> {
    try {
      const report = await judge();
      this.isSilent = false;
      return report;
    } catch (error) {
      if (this.isHere) throw error;
      const text = `The tutor cannot see how the cluster is, and looks again every few seconds: ${messageOf(error)}`;
      if (!this.isSilent) this.say(text);
      this.isSilent = true;
      this.judgement = { at: this.elapsed() + askAgainMs, asked: false };
      return undefined;
    }
  }

  /** What goes wrong with a cluster outside is no fault of the tutor's. */
  private async orGiveUp(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (this.isHere || error instanceof UserError) throw error;
      throw new UserError(
        `the lesson cannot go on in this cluster: ${messageOf(error)}; start it without --kubeconfig`,
      );
    }
  }

  private async setUp(): Promise<void> {
    await this.newWorld();
    await setUpLesson(this.lesson, this.bench);
    this.begin();
  }

  private async enterStep(index: number, jump: boolean): Promise<void> {
    await enterStep(this.lesson, index, jump, this.bench);
    this.bench.attemptStart = this.bench.now();
    this.prompt?.wallTime.rebase();
  }

  /** The world as the inputs left it: the same commands at the same instants, with nothing shown. */
  private async replay(inputs: readonly LoggedInput[]): Promise<void> {
    await this.newWorld();
    await setUpLesson(this.lesson, this.bench);
    this.begin();
    // An editor's work was noted when it ended, inside the command that had opened it.
    this.edits = inputs.flatMap((input) => (input.kind === "file" ? input : []));
    const steps = inputs.filter(({ kind }) => kind !== "file");
    for (const [index, input] of steps.entries()) {
      await this.bench.world.pacer.advanceTo(this.startedAt + input.at);
      const next = steps[index + 1];
      await this.repeat(input, next === undefined ? commandLimitMs : next.at - input.at);
    }
    this.edits = undefined;
    this.bench.attemptStart = this.bench.now();
    this.prompt?.wallTime.rebase();
  }

  private async repeat(input: LoggedInput, limitMs: number): Promise<void> {
    const { bench } = this;
    if (input.kind === "enter") await enterStep(this.lesson, input.step, input.jump, bench);
    else if (input.kind === "command") await bench.world.runLine(input.text, bench.now() + limitMs);
    else if (input.kind === "answer") bench.answer(input.id, input.text);
  }

  private async newWorld(): Promise<void> {
    const { place, console } = this;
    this.world?.world.close();
    const choices = {
      files: this.freshDirectory(),
      editor: this.editor(),
      env: promptEnvironment(this.console.styler.plain),
    };
    const world = await place.open(choices, (text) => this.say(text));
    this.world = new LessonWorld(world, undefined, place.setupApi?.(world));
    this.prompt = new Prompt(world, console.terminal, console.styler);
  }

  private begin(): void {
    this.startedAt = this.bench.now();
    this.prompt?.wallTime.rebase();
  }

  // The editor is the host's, so what it wrote is an input of the session like any other.
  private editor(): ReturnType<typeof hostEditor> {
    const edit = hostEditor(this.console.terminal);
    return async (command, files, path) => {
      if (this.edits !== undefined) return this.repeatEdit(files, path);
      const exitCode = await edit(command, files, path);
      if (exitCode !== 0) return exitCode;
      await this.dispatch({ kind: "file-written", at: this.elapsed(), path, content: files.read(path) });
      return 0;
    };
  }

  private repeatEdit(files: FileTree, path: string): number {
    const edit = this.edits?.shift();
    if (edit === undefined) return 1;
    files.write(path, edit.content);
    return 0;
  }

  private freshDirectory(): HostFiles {
    try {
      rmSync(this.workDirectory, { recursive: true, force: true });
      mkdirSync(this.workDirectory, { recursive: true });
      this.files = new HostFiles(this.workDirectory);
      return this.files;
    } catch (error) {
      throw new UserError(
        `the lesson's folder ${this.workDirectory} cannot be made: ${systemReason(error)}; set K8S_TUTOR_HOME to a folder that can be written`,
      );
    }
  }

  private save(): void {
    // A cluster outside cannot be brought back to where the learner was.
    if (!this.isHere) return;
    writeProgress(recordSession(readProgress().progress, this.state));
  }

  private print(message: Message): void {
    this.console.terminal.print(renderMessage(message, this.typesetter()));
  }

  private say(text: string): void {
    this.print({ kind: "note", text });
  }

  private typesetter(): Typesetter {
    const { styler, terminal } = this.console;
    return {
      width: terminal.width,
      plain: styler.plain,
      markdown: (text, width) => renderMarkdown(text, width, styler),
      style: (tone, text) => styler.style(tone, text),
      mark: (mark) => styler.mark(mark),
    };
  }

  private elapsed(): number {
    return this.world === undefined ? 0 : this.world.now() - this.startedAt;
  }

  private get isHere(): boolean {
    return this.place.kind === "here";
  }

  private get bench(): LessonWorld {
    if (this.world === undefined) throw new Error("a lesson began without its setup");
    return this.world;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What was typed into a command belongs to it when it is played again. */
function withTyped(text: string, typed: string): string {
  return typed === "" ? text : `${text} <<'END-OF-TYPED-TEXT'\n${typed}END-OF-TYPED-TEXT`;
}
