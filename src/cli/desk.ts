// Where a learner works: a world with a prompt, a folder for files and an editor. What is done there can be done again from its log.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FileTree } from "../shell/files.ts";
import type { LoggedInput } from "../tutor/state.ts";
import type { Console } from "./console.ts";
import { systemReason, UserError } from "./failure.ts";
import { hostEditor } from "./host-editor.ts";
import { HostFiles } from "./host-files.ts";
import { promptEnvironment } from "./interactive-sandbox.ts";
import { kubeconfigPath } from "./laptop.ts";
import type { LessonPlace } from "./lesson-place.ts";
import { LessonWorld } from "./lesson-world.ts";
import type { MapChoice } from "./pinned-map.ts";
import { dataDirectory } from "./places.ts";
import { Prompt } from "./prompt.ts";

/** A last command that was never ended (the terminal was closed on it) is interrupted after this much virtual time. */
const commandLimitMs = 3_600_000;
/** A shell's exit code for a word that is no command: a slip, not an attempt. */
const notFound = 127;

export interface DeskOptions {
  /** The name of the folder that files are in. */
  readonly name: string;
  readonly console: Console;
  readonly place: LessonPlace;
  readonly say: (text: string) => void;
  /** Stands before the prompt; asked anew each time. */
  readonly mark?: () => string;
  /** What F1 does. */
  readonly onTaskKey?: () => void;
  /** The session tells in words of its own of a slip in the word kubectl. */
  readonly isTutored?: boolean;
  /** The learner's editor has written a file. */
  readonly written: (path: string, content: string) => Promise<void>;
}

export interface LineRun {
  /** With what was typed into the command. */
  readonly text: string;
  readonly startedAt: number;
  readonly mutated: boolean;
  readonly failed: boolean;
  /** The prompt has suggested what was meant. */
  readonly isCorrected: boolean;
  /** The learner has left the shell. */
  readonly isOver: boolean;
}

export class Desk {
  private opened: { readonly world: LessonWorld; readonly prompt: Prompt; readonly files: HostFiles } | undefined;
  private startedAt = 0;
  /** A fresh world after a step back in time keeps the map that is above the prompt. */
  private readonly map: MapChoice = { isOn: false, namespace: undefined };
  /** While inputs are repeated: what the learner's editor wrote, in order. */
  private edits: Extract<LoggedInput, { kind: "file" }>[] | undefined;
  private readonly workDirectory: string;

  constructor(private readonly options: DeskOptions) {
    this.workDirectory = join(dataDirectory(), "work", options.name);
  }

  /** A fresh world, made ready by `setUp`; what is done is counted from its end. */
  async open(setUp: (bench: LessonWorld) => Promise<void>): Promise<void> {
    const { place, console, say } = this.options;
    this.opened?.world.world.close();
    const files = this.freshDirectory();
    const choices = { files, editor: this.editor(), env: promptEnvironment(console.styler.plain) };
    const world = await place.open(choices, say);
    const bench = new LessonWorld(world, undefined, place.setupApi?.(world));
    bench.texts = console.texts;
    this.opened = {
      world: bench,
      prompt: new Prompt(world, console.terminal, console, this.options.mark, this.map),
      files,
    };
    this.prompt.onTaskKey = this.options.onTaskKey;
    this.prompt.isTutored = this.options.isTutored === true;
    await setUp(bench);
    this.startedAt = bench.now();
    this.rebase();
  }

  /** What the inputs did, at the same instants, with nothing shown. */
  async replay(
    inputs: readonly LoggedInput[],
    enter: (input: Extract<LoggedInput, { kind: "enter" }>) => Promise<void>,
  ): Promise<void> {
    const { bench } = this;
    // An editor's work was noted when it ended, inside the command that had opened it.
    this.edits = inputs.flatMap((input) => (input.kind === "file" ? input : []));
    const steps = inputs.filter(({ kind }) => kind !== "file");
    for (const [index, input] of steps.entries()) {
      await bench.world.pacer.advanceTo(this.startedAt + input.at);
      const next = steps[index + 1];
      const limitMs = next === undefined ? commandLimitMs : next.at - input.at;
      if (input.kind === "enter") await enter(input);
      else if (input.kind === "command") await bench.world.runLine(input.text, bench.now() + limitMs);
      else if (input.kind === "answer") bench.answer(input.id, input.text);
    }
    this.edits = undefined;
    bench.attemptStart = bench.now();
    this.rebase();
  }

  /** Runs a line at the prompt, its output on the terminal; `onTick` is called now and then while it runs. */
  async run(text: string, onTick?: () => Promise<void>): Promise<LineRun> {
    const { prompt, bench } = this;
    const startedAt = this.elapsed();
    const before = this.traces();
    bench.attemptStart = bench.now();
    const { typed, exitCode, isCorrected } = await prompt.run(text, onTick);
    return {
      text: withTyped(text, typed),
      startedAt,
      mutated: this.traces() !== before,
      failed: exitCode !== 0 && exitCode !== notFound,
      isCorrected,
      isOver: bench.world.shell.isOver,
    };
  }

  /** The cluster's time went on without the wall's; from here they go together again. */
  rebase(): void {
    this.opened?.prompt.wallTime.rebase();
  }

  /** Virtual milliseconds since the beginning. */
  elapsed(): number {
    return this.opened === undefined ? 0 : this.opened.world.now() - this.startedAt;
  }

  /** The instant of the cluster's clock at which `elapsed` was this. */
  instantOf(elapsed: number): number {
    return this.startedAt + elapsed;
  }

  /** The first line of what the last kubectl since then said on standard error. */
  complaintSince(elapsed: number): string {
    return this.bench.commands(this.instantOf(elapsed)).at(-1)?.stderr.split("\n")[0] ?? "";
  }

  isCommand(line: string): boolean {
    const [first = ""] = line.trim().split(/\s+/);
    return this.bench.world.isCommand(first);
  }

  get isOpen(): boolean {
    return this.opened !== undefined;
  }

  get bench(): LessonWorld {
    return this.present.world;
  }

  get prompt(): Prompt {
    return this.present.prompt;
  }

  private get present() {
    if (this.opened === undefined) throw new Error("a lesson began without its setup");
    return this.opened;
  }

  async close(): Promise<void> {
    const world = this.opened?.world.world;
    if (world === undefined) return;
    const { place, say, console } = this.options;
    try {
      await place.leave(world, { say, lend: (use) => console.terminal.lend(use) });
    } finally {
      world.close();
    }
  }

  /** Differs after a command that changed something: in the cluster, in a file, in the shell or in the kubeconfig. */
  private traces(): string {
    const { backdrop, shell, laptop } = this.bench.world;
    const { variables, aliases } = shell.state;
    return JSON.stringify([
      backdrop.changes,
      this.present.files.changes,
      shell.cwd,
      [...variables],
      [...aliases],
      [...shell.state.functions.keys()],
      laptop.files.exists(kubeconfigPath) ? laptop.files.read(kubeconfigPath) : "",
    ]);
  }

  // The editor is the host's, so what it wrote is an input of the session like any other.
  private editor(): ReturnType<typeof hostEditor> {
    const edit = hostEditor(this.options.console.terminal);
    return async (command, files, path) => {
      if (this.edits !== undefined) return this.repeatEdit(files, path);
      const exitCode = await edit(command, files, path);
      // Who leaves a new file without having saved it has written nothing.
      if (exitCode !== 0 || !files.exists(path)) return exitCode;
      await this.options.written(path, files.read(path));
      return 0;
    };
  }

  private repeatEdit(files: FileTree, path: string): number {
    const edit = this.edits?.[0];
    // Of a new file that was left without being saved nothing was noted. The names of kubectl's own files are made up.
    if (edit === undefined || (edit.path !== path && !edit.path.startsWith("/tmp/"))) return 1;
    this.edits?.shift();
    files.write(path, edit.content);
    return 0;
  }

  private freshDirectory(): HostFiles {
    try {
      rmSync(this.workDirectory, { recursive: true, force: true });
      mkdirSync(this.workDirectory, { recursive: true });
      return new HostFiles(this.workDirectory);
    } catch (error) {
      throw new UserError((texts) => texts.errors.folderNotMade(this.workDirectory, systemReason(error, texts)));
    }
  }
}

/** What was typed into a command belongs to it when it is played again. */
function withTyped(text: string, typed: string): string {
  return typed === "" ? text : `${text} <<'END-OF-TYPED-TEXT'\n${typed}END-OF-TYPED-TEXT`;
}
