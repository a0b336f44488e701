// The prompt on a terminal: reads lines, runs them in the learner's world while the clock keeps step with the wall, shows what they print.

import type { TerminalModes } from "../shell/process.ts";
import { PseudoTerminal } from "../shell/pseudo-terminal.ts";
import { callbackOutput, nullInput } from "../shell/streams.ts";
import type { Styler } from "../terminal/style.ts";
import type { LineRead, Terminal } from "../terminal/tty.ts";
import { completionsOf } from "./completions.ts";
import { createKeyboard } from "./keyboard.ts";
import { homeDirectory } from "./laptop.ts";
import { createLineDiscipline, interruptKey } from "./line-discipline.ts";
import type { LiveTime } from "./wall-time.ts";
import type { LearnerWorld } from "./world.ts";

export interface CommandRun {
  readonly exitCode: number;
  /** What was typed to the command and read by it. */
  readonly typed: string;
}

export class Prompt {
  readonly wallTime: LiveTime;

  constructor(
    readonly world: LearnerWorld,
    private readonly terminal: Terminal,
    private readonly styler: Styler,
  ) {
    this.wallTime = world.backdrop.liveTime();
    world.takeKeys = () => terminal.takeKeys();
  }

  /** Reads a line; meanwhile the cluster lives on, and `onTick` is called now and then. */
  async read(onTick: () => Promise<void> = async () => undefined): Promise<LineRead> {
    const { shell } = this.world;
    let read: LineRead | undefined;
    const reading = this.terminal
      .readLine({
        prompt: this.promptText(),
        continuation: "> ",
        needsMore: (text) => shell.isIncomplete(text),
        complete: (line, cursor) => completionsOf(this.world, line, cursor),
      })
      .then((line) => {
        read = line;
      });
    await this.wallTime.driveUntil(
      () => read !== undefined,
      () => reading,
      onTick,
    );
    return read ?? { kind: "end" };
  }

  /** Where the learner is; and whose cluster it is, when it is not the tutor's own. */
  private promptText(): string {
    const { shell, backdrop } = this.world;
    const { styler } = this;
    const cluster = backdrop.label === undefined ? "" : `${styler.style("warning", `(${backdrop.label})`)} `;
    return `${cluster}${styler.style("accent", tildeOf(shell.cwd))} ${styler.style("strong", "$")} `;
  }

  /** Runs a line, its output on the terminal; Ctrl-C interrupts it. */
  async run(line: string): Promise<CommandRun> {
    const { terminal, world } = this;
    const keyboard = createKeyboard();
    let wake: () => void = () => undefined;
    const interrupt = () => world.interrupt();
    const discipline = createLineDiscipline({
      echo: (text) => terminal.write(text),
      line: (text) => keyboard.push(text),
      endOfInput: () => keyboard.end(),
      interrupt,
    });
    const faraway = listenIn();
    // A terminal that is not read key by key echoes and corrects by itself.
    const takeLines = (data: string) => (data === interruptKey ? interrupt() : keyboard.push(data));
    const isTerminal = terminal.attended;
    const onScreen = isTerminal ? { isTerminal, terminal: modesOf(terminal) } : {};
    const child = world.startLine(line, {
      stdin: isTerminal ? keyboard : nullInput,
      stdout: callbackOutput((text) => terminal.write(text), onScreen),
      stderr: callbackOutput((text) => terminal.write(text), onScreen),
    });
    // The program begins first: what was typed ahead, Ctrl-C too, is for it.
    await world.pacer.settle();
    const stopListening = isTerminal
      ? terminal.onInput((data) => {
          // The far end has a terminal of its own, which echoes and corrects.
          if (world.isRaw) keyboard.push(faraway.heard(discipline.take() + data));
          else if (terminal.interactive) discipline.type(data);
          else takeLines(data);
          wake();
        })
      : () => undefined;
    await this.wallTime.driveUntil(
      () => child.exited.ready,
      () =>
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
    );
    stopListening();
    terminal.typeAhead(keyboard.rest + discipline.take());
    const exitCode = child.exitCode ?? 130;
    world.noteLine(line, exitCode);
    return { exitCode, typed: faraway.lines() ?? keyboard.taken };
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
