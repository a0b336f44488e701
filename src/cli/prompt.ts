// The prompt on a terminal: reads lines, runs them in the learner's world while the clock keeps step with the wall, shows what they print.

import { callbackOutput, nullInput } from "../shell/streams.ts";
import type { Styler } from "../terminal/style.ts";
import type { LineRead, Terminal } from "../terminal/tty.ts";
import { completionsOf } from "./completions.ts";
import { createKeyboard } from "./keyboard.ts";
import { homeDirectory } from "./laptop.ts";
import { createLineDiscipline, interruptKey } from "./line-discipline.ts";
import { WallTime } from "./wall-time.ts";
import type { LearnerWorld } from "./world.ts";

export interface CommandRun {
  readonly exitCode: number;
  /** What was typed to the command and read by it. */
  readonly typed: string;
}

export class Prompt {
  readonly wallTime: WallTime;

  constructor(
    readonly world: LearnerWorld,
    private readonly terminal: Terminal,
    private readonly styler: Styler,
  ) {
    const { clock } = world.cluster;
    this.wallTime = new WallTime(world.pacer, () => clock.nextDue());
  }

  /** Reads a line; meanwhile the cluster lives on, and `onTick` is called now and then. */
  async read(onTick: () => Promise<void> = async () => undefined): Promise<LineRead> {
    const { shell } = this.world;
    let read: LineRead | undefined;
    const reading = this.terminal
      .readLine({
        prompt: `${this.styler.style("accent", tildeOf(shell.cwd))} ${this.styler.style("strong", "$")} `,
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

  /** Runs a line, its output on the terminal; Ctrl-C interrupts it. */
  async run(line: string): Promise<CommandRun> {
    const { terminal, world } = this;
    const keyboard = createKeyboard();
    let wake: () => void = () => undefined;
    const interrupt = () => (world.isRaw ? keyboard.push(interruptKey) : world.interrupt());
    const discipline = createLineDiscipline({
      echo: (text) => terminal.write(text),
      line: (text) => keyboard.push(text),
      endOfInput: () => keyboard.end(),
      interrupt,
    });
    // A terminal that is not read key by key echoes and corrects by itself.
    const takeLines = (data: string) => (data === interruptKey ? interrupt() : keyboard.push(data));
    const isTerminal = terminal.attended;
    const child = world.startLine(line, {
      stdin: isTerminal ? keyboard : nullInput,
      stdout: callbackOutput((text) => terminal.write(text), { isTerminal }),
      stderr: callbackOutput((text) => terminal.write(text), { isTerminal }),
    });
    // The program begins first: what was typed ahead, Ctrl-C too, is for it.
    await world.pacer.settle();
    const stopListening = isTerminal
      ? terminal.onInput((data) => {
          if (terminal.interactive) discipline.type(data);
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
    terminal.typeAhead(keyboard.rest + discipline.unfinished);
    const exitCode = child.exitCode ?? 130;
    world.noteLine(line, exitCode);
    return { exitCode, typed: keyboard.taken };
  }
}

function tildeOf(path: string): string {
  return path === homeDirectory
    ? "~"
    : path.startsWith(`${homeDirectory}/`)
      ? `~${path.slice(homeDirectory.length)}`
      : path;
}
