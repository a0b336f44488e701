// The prompt on a terminal: reads lines, runs them in the learner's world while the clock keeps step with the wall, shows what they print.

import type { TerminalModes } from "../shell/process.ts";
import { PseudoTerminal } from "../shell/pseudo-terminal.ts";
import { callbackOutput, nullInput } from "../shell/streams.ts";
import { wrapInline } from "../terminal/inline.ts";
import { taskKeys, withoutTaskKeys } from "../terminal/keys.ts";
import type { LineRead, Terminal } from "../terminal/tty.ts";
import { completionsOf } from "./completions.ts";
import type { Console } from "./console.ts";
import { createKeyboard } from "./keyboard.ts";
import { homeDirectory } from "./laptop.ts";
import { createLineDiscipline, interruptKey } from "./line-discipline.ts";
import { type MapChoice, PinnedMap } from "./pinned-map.ts";
import { editLine } from "./typing/line-elsewhere.ts";
import { Typist } from "./typing/typist.ts";
import type { LiveTime } from "./wall-time.ts";
import type { LearnerWorld } from "./world.ts";

/** Of what a command writes to stderr only the end is looked at. */
const longestComplaint = 4000;

export interface CommandRun {
  readonly exitCode: number;
  /** What was typed to the command and read by it. */
  readonly typed: string;
  /** What was meant has been suggested. */
  readonly isCorrected: boolean;
}

export class Prompt {
  readonly wallTime: LiveTime;
  /** What F1 does, at the prompt and while a command runs. */
  onTaskKey: (() => void) | undefined;
  /** A tutor tells in words of its own of a slip in the word kubectl. */
  isTutored = false;
  private readonly map: PinnedMap;
  private readonly typist: Typist;
  private isRunning = false;
  private wake: () => void = () => undefined;

  constructor(
    readonly world: LearnerWorld,
    private readonly terminal: Terminal,
    private readonly looks: Pick<Console, "styler" | "texts">,
    private readonly mark: () => string = () => "",
    mapChoice: MapChoice = { isOn: false, namespace: undefined },
  ) {
    this.wallTime = world.backdrop.liveTime();
    this.map = new PinnedMap(terminal, looks, world.observatory, mapChoice);
    this.typist = new Typist(world, looks.styler);
    world.takeKeys = () => terminal.takeKeys();
    world.history = {
      lines: () => terminal.history,
      // Not when an old line is replayed.
      forget: () => {
        if (this.isRunning) terminal.forgetHistory();
      },
    };
    world.display = {
      // What a key has led to shows at once, not when the clock is looked at next.
      takeScreen: (user) =>
        terminal.takeScreen({
          keys: (keys) => {
            user.keys(keys);
            this.wake();
          },
          resized: () => user.resized(),
        }),
      size: () => (terminal.interactive ? { columns: terminal.width, rows: terminal.rows } : undefined),
      live: (lines) => terminal.live(lines),
      interrupt: () => world.interrupt(),
      map: this.map,
      typeset: (text) => wrapInline(text, terminal.width, looks.styler),
      texts: looks.texts,
    };
  }

  /** Reads a line; meanwhile the cluster lives on, and `onTick` is called now and then. */
  async read(onTick: () => Promise<void> = async () => undefined): Promise<LineRead> {
    const { shell } = this.world;
    let read: LineRead | undefined;
    let shown = this.promptText();
    const reading = this.terminal
      .readLine({
        get prompt() {
          return shown;
        },
        continuation: "> ",
        needsMore: (text) => shell.isIncomplete(text),
        shortcuts: taskKeys(() => this.onTaskKey?.()),
        complete: (line, cursor) => completionsOf(this.world, line, cursor),
        suggest: this.typist.suggest,
        paint: this.typist.paint,
        editLine: (line) => editLine(this.terminal, line),
      })
      .then((line) => {
        read = line;
      });
    await this.wallTime.driveUntil(
      () => read !== undefined,
      () => reading,
      async () => {
        await this.tick(onTick);
        const now = this.promptText();
        if (now === shown) return;
        shown = now;
        this.terminal.promptChanged();
      },
    );
    return read ?? { kind: "end" };
  }

  /** Where the learner is; and whose cluster it is, when it is not the tutor's own. */
  private promptText(): string {
    const { shell, backdrop } = this.world;
    const { styler } = this.looks;
    const cluster = backdrop.label === undefined ? "" : `${styler.style("warning", `(${backdrop.label})`)} `;
    const mark = this.mark();
    const shown = mark === "" ? "" : `${styler.style("warning", mark)} `;
    return `${shown}${cluster}${styler.style("accent", tildeOf(shell.cwd))} ${styler.style("strong", "$")} `;
  }

  private async tick(onTick: () => Promise<void>): Promise<void> {
    this.map.tick();
    await onTick();
  }

  /** One line of the tutor's behind what a program says of a word that it does not know. False: there is none. */
  private async helpOut(line: string, complaint: string): Promise<boolean> {
    const meant = await this.typist.meant(line, complaint);
    const { styler, texts } = this.looks;
    if (meant === undefined || (meant === "kubectl" && this.isTutored)) return false;
    const word = styler.color ? styler.style("code", meant) : `\`${meant}\``;
    this.terminal.print([`${styler.style("accent", styler.mark("hint"))} ${texts.prompt.didYouMean(word)}`]);
    return true;
  }

  /** Runs a line, its output on the terminal; Ctrl-C interrupts it. `onTick` is called now and then, as while a line is read. */
  async run(line: string, onTick: () => Promise<void> = async () => undefined): Promise<CommandRun> {
    const { terminal, world } = this;
    const keyboard = createKeyboard();
    const interrupt = () => world.interrupt();
    const discipline = createLineDiscipline({
      echo: (text) => terminal.write(text),
      line: (text) => keyboard.push(text),
      endOfInput: () => keyboard.end(),
      interrupt,
      suspend: () => terminal.suspend(),
    });
    let complaint = "";
    const faraway = listenIn();
    // A terminal that is not read key by key echoes and corrects by itself.
    const takeLines = (data: string) => (data === interruptKey ? interrupt() : keyboard.push(data));
    const isTerminal = terminal.attended;
    const onScreen = isTerminal ? { isTerminal, terminal: modesOf(terminal) } : {};
    const child = world.startLine(line, {
      stdin: isTerminal ? keyboard : nullInput,
      stdout: callbackOutput((text) => terminal.write(text), onScreen),
      stderr: callbackOutput((text) => {
        complaint = (complaint + text).slice(-longestComplaint);
        terminal.write(text);
      }, onScreen),
    });
    this.isRunning = true;
    // The program begins first: what was typed ahead, Ctrl-C too, is for it.
    await world.pacer.settle();
    const stopListening = isTerminal
      ? terminal.onInput((typed) => {
          const { rest: data, isAsked } = world.isRaw ? { rest: typed, isAsked: false } : withoutTaskKeys(typed);
          if (isAsked) this.onTaskKey?.();
          // The far end has a terminal of its own, which echoes and corrects.
          if (world.isRaw) keyboard.push(faraway.heard(discipline.take() + data));
          else if (terminal.interactive) discipline.type(data);
          else takeLines(data);
          this.wake();
        })
      : () => undefined;
    await this.wallTime.driveUntil(
      () => child.exited.ready,
      () =>
        new Promise<void>((resolve) => {
          this.wake = resolve;
        }),
      () => this.tick(onTick),
    );
    this.isRunning = false;
    stopListening();
    terminal.typeAhead(keyboard.rest + discipline.take());
    const exitCode = child.exitCode ?? 130;
    world.noteLine(line, exitCode);
    this.typist.forget();
    const isCorrected = exitCode !== 0 && isTerminal && complaint !== "" && (await this.helpOut(line, complaint));
    return { exitCode, typed: faraway.lines() ?? keyboard.taken, isCorrected };
  }
}

/** Keys for a terminal at the far end, as the lines that it makes of them: only those can be typed again without a terminal. */
function listenIn() {
  const terminal = new PseudoTerminal({ show: () => undefined, signal: () => undefined });
  terminal.isEditing = true;
  let lines: string | undefined;
  return {
    heard(keys: string): string {
      terminal.type(keys);
      lines ??= "";
      for (let line = terminal.input.read(); line !== undefined && line !== ""; line = terminal.input.read())
        lines += line;
      return keys;
    },
    /** Undefined when there was no such terminal. */
    lines: () => lines,
  };
}

/** Its size is what a program at the far end is told; the modes are this side's own affair. */
function modesOf(terminal: Terminal): TerminalModes {
  return {
    get columns() {
      return terminal.width;
    },
    get rows() {
      return terminal.rows;
    },
    echoes: true,
    readsLines: true,
    isEditing: false,
  };
}

function tildeOf(path: string): string {
  return path === homeDirectory
    ? "~"
    : path.startsWith(`${homeDirectory}/`)
      ? `~${path.slice(homeDirectory.length)}`
      : path;
}
