// Runs a script of sed over lines.

import type { Doing, LineReader } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { plainCommands } from "./commands.ts";
import { selects } from "./select.ts";
import { SedState } from "./state.ts";
import type { SedCommand } from "./syntax.ts";

/** How a cycle ended before the end of the script. */
interface CycleEnd {
  /** sed's exit code, when it is to end. */
  readonly quit?: number;
  /** True when the pattern space is not printed. */
  readonly silent?: boolean;
}

/** Where the script goes on (the end of it when beyond the last command), or how the cycle ends. */
type Next = number | CycleEnd;

/** A script that runs in circles ends here; no text needs as much. */
const MOST_STEPS = 100_000;

export class Editor {
  private readonly host: Run;
  private readonly commands: readonly SedCommand[];
  private readonly quiet: boolean;
  private readonly state: SedState;

  constructor(run: Run, commands: readonly SedCommand[], quiet: boolean, emit: (text: string) => void) {
    this.host = run;
    this.commands = commands;
    this.quiet = quiet;
    this.state = new SedState(run, emit);
  }

  *run(reader: LineReader): Doing<number> {
    const { state } = this;
    yield* state.open(reader);
    while (!state.isAtLastLine) {
      yield* state.take(reader, false);
      const end = yield* this.cycle(reader);
      if (!this.quiet && end?.silent !== true) state.put();
      state.flushAppended();
      yield* this.host.work(0.001);
      if (end?.quit !== undefined) return end.quit;
    }
    return 0;
  }

  private *cycle(reader: LineReader): Doing<CycleEnd | undefined> {
    for (let at = 0, steps = 0; at < this.commands.length; at++) {
      const command = this.commands[at];
      if (command === undefined) break;
      if (++steps > MOST_STEPS) return { quit: 1 };
      if (selects(command, this.state) === command.negated) {
        if (command.name === "{") at = this.blockEnd(at);
        continue;
      }
      const next = yield* this.act(command, at, reader);
      if (typeof next !== "number") return next;
      at = next;
    }
    return undefined;
  }

  private *act(command: SedCommand, at: number, reader: LineReader): Doing<Next> {
    const plain = plainCommands[command.name];
    if (plain !== undefined) {
      plain(this.state, command);
      return at;
    }
    if (command.name === "n" || command.name === "N") return (yield* this.nextLine(command.name, reader)) ?? at;
    return this.ends(command) ?? this.jump(command) ?? at;
  }

  private *nextLine(name: "n" | "N", reader: LineReader): Doing<CycleEnd | undefined> {
    if (this.state.isAtLastLine) return { quit: 0 };
    if (name === "n" && !this.quiet) this.state.put();
    yield* this.state.take(reader, name === "N");
    return undefined;
  }

  /** The commands that end the cycle. */
  private ends(command: SedCommand): CycleEnd | undefined {
    switch (command.name) {
      case "d":
        return { silent: true };
      case "D":
        this.state.pattern = this.state.pattern.split("\n").slice(1).join("\n");
        return { silent: true };
      case "c":
        if (command.to === undefined || !command.active) this.state.emit(`${command.text}\n`);
        return { silent: true };
      case "q":
        return { quit: Number(command.text || 0) };
      case "Q":
        return { quit: Number(command.text || 0), silent: true };
      default:
        return undefined;
    }
  }

  /** The commands that go on elsewhere. */
  private jump({ name, text }: SedCommand): number | undefined {
    if (name === "b") return this.label(text);
    if (name !== "t" && name !== "T") return undefined;
    const jumps = this.state.substituted === (name === "t");
    this.state.substituted = false;
    return jumps ? this.label(text) : undefined;
  }

  private label(name: string): number {
    if (name === "") return this.commands.length;
    const at = this.commands.findIndex((command) => command.name === ":" && command.text === name);
    if (at < 0) this.host.fail(`can't find label for jump to '${name}'`);
    return at;
  }

  private blockEnd(start: number): number {
    let depth = 0;
    for (let at = start; at < this.commands.length; at++) {
      if (this.commands[at]?.name === "{") depth++;
      if (this.commands[at]?.name === "}" && --depth === 0) return at;
    }
    return this.host.fail("unmatched '{'");
  }
}
