// `less` and `more` at the prompt: a long text screen by screen, with search. In a pipe or a script they print it, as the real ones do.

import { FileError } from "../shell/files.ts";
import { resolvePath } from "../shell/paths.ts";
import type { Process, Program } from "../shell/process.ts";
import { strerror } from "../shell/strerror.ts";
import { rowCount } from "../terminal/pager/page.ts";
import { endOfText, moreText, pressPager } from "../terminal/pager/pager.ts";
import { newPager, type PagerState, pageHeight, resizePager } from "../terminal/pager/pager-state.ts";
import { viewPager } from "../terminal/pager/pager-view.ts";
import { asyncProgram } from "./async-program.ts";
import type { Display } from "./display.ts";
import { nextInput } from "./library-programs.ts";
import type { Pace } from "./pacer.ts";

export const pagerNames: readonly string[] = ["less", "more"];

const help = `less [FILE...] shows a text screen by screen; so does COMMAND | less. h shows the keys, q leaves.

  less +F FILE     follows what comes
  less +/words     begins at the first place with these words
  less -F          prints what fits on one screen
  less -S, -N      cuts long lines off (the arrows go to the sides), numbers lines

K8S_TUTOR_PAGER=off makes it print everything.
`;

export function pagerProgram(name: string, pacer: Pace, display: () => Display): Program | undefined {
  if (!pagerNames.includes(name)) return undefined;
  return asyncProgram(pacer, async (process, interrupted) => {
    const asked = parse(name, process.argv.slice(1));
    if (asked.isHelp) {
      process.stdout.write(help);
      return 0;
    }
    if (asked.files.length === 0 && process.stdin.isTerminal) {
      process.stderr.write(`${name}: which text? \`${name} FILE\`, or \`COMMAND | ${name}\`\n`);
      return 1;
    }
    return new Pager(process, interrupted, asked, display).run();
  });
}

interface Asked {
  readonly files: readonly string[];
  readonly keys: string;
  readonly printsShort: boolean;
  readonly chops: boolean;
  readonly hasNumbers: boolean;
  readonly isMore: boolean;
  readonly isHelp: boolean;
}

/** Options of the real ones that change only how it looks are taken without a word. */
function parse(name: string, args: readonly string[]): Asked {
  const isMore = name === "more";
  const options = args.filter((arg) => arg.startsWith("-") && arg !== "-");
  const isAsked = (letter: string, long: string) =>
    options.some((one) => new RegExp(`^-[a-zA-Z]*${letter}`).test(one) || one === `--${long}`);
  const keys = args.filter((arg) => arg.startsWith("+")).map((arg) => keysOf(arg.slice(1)));
  return {
    files: args.filter((arg) => !arg.startsWith("-") && !arg.startsWith("+")),
    keys: keys.join(""),
    printsShort: isMore || isAsked("F", "quit-if-one-screen"),
    chops: isAsked("S", "chop-long-lines"),
    hasNumbers: isAsked("N", "LINE-NUMBERS"),
    isMore,
    isHelp: options.includes("--help"),
  };
}

function keysOf(command: string): string {
  return command.startsWith("/") || command.startsWith("?") ? `${command}\r` : command;
}

class Pager {
  private state: PagerState | undefined;
  private screen: ReturnType<Display["takeScreen"]>;
  private text = "";
  private over: () => void = () => undefined;
  private readonly isOver = new Promise<void>((resolve) => {
    this.over = resolve;
  });

  constructor(
    private readonly process: Process,
    private readonly interrupted: AbortSignal,
    private readonly asked: Asked,
    private readonly display: () => Display,
  ) {}

  async run(): Promise<number> {
    const { process, asked } = this;
    const isOff = process.env.K8S_TUTOR_PAGER === "off";
    const size = process.stdout.isTerminal && !isOff ? this.display().size() : undefined;
    if (size !== undefined) this.state = this.begin(size);
    if (!asked.printsShort) this.open();
    this.interrupted.addEventListener("abort", () => this.over());
    try {
      const status = asked.files.length === 0 ? await this.takeInput() : this.takeFiles();
      await this.end();
      return status;
    } finally {
      this.screen?.close();
      // `logs -f` would go on unseen until it had something to write that nobody reads.
      if (this.state?.isOver === true && !this.state.isWhole) this.display().interrupt();
    }
  }

  /** `+F` counts from the beginning: what is followed may have no end. */
  private begin(size: { readonly columns: number; readonly rows: number }): PagerState {
    const { asked } = this;
    const state = newPager(size, { ...asked, leavesAtEnd: asked.isMore });
    return asked.keys === "F" ? pressPager(state, { kind: "text", text: "F" }) : state;
  }

  private open(): void {
    if (this.state === undefined || this.screen !== undefined) return;
    this.screen = this.display().takeScreen({
      keys: (keys) => {
        for (const key of keys) this.become(this.state && pressPager(this.state, key));
      },
      resized: () => {
        const { screen, state } = this;
        if (screen !== undefined && state !== undefined) this.become(resizePager(state, screen));
      },
    });
    if (this.screen !== undefined) this.draw();
  }

  private become(state: PagerState | undefined): void {
    this.state = state;
    if (state?.isOver === true) this.over();
    else this.draw();
  }

  private draw(): void {
    if (this.screen !== undefined && this.state !== undefined) this.screen.show(viewPager(this.state));
  }

  private take(text: string): void {
    const { state, process } = this;
    if (state === undefined) {
      process.stdout.write(text);
      return;
    }
    if (this.screen === undefined) this.text += text;
    this.become(moreText(state, text));
    if (this.screen === undefined && this.state !== undefined && rowCount(this.state.page) > pageHeight(this.state))
      this.open();
  }

  private takeFiles(): number {
    let status = 0;
    for (const path of this.asked.files) {
      try {
        this.take(this.process.machine.files.read(resolvePath(this.process.cwd, path)));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.process.stderr.write(`${path}: ${strerror(error.code)}\n`);
        status = 1;
      }
    }
    return status;
  }

  private async takeInput(): Promise<number> {
    const { stdin } = this.process;
    while (!this.interrupted.aborted && this.state?.isOver !== true) {
      const text = stdin.read();
      if (text === undefined) break;
      if (text !== "") this.take(text);
      else await Promise.race([nextInput(stdin, this.interrupted), this.isOver]);
    }
    return 0;
  }

  /** All is there: now it is looked at until somebody leaves. */
  private async end(): Promise<void> {
    if (this.state === undefined || this.state.isOver) return;
    this.become(endOfText(this.state));
    if (this.screen === undefined) {
      this.process.stdout.write(this.text);
      return;
    }
    for (const key of this.asked.keys) {
      const name = key === "\r" ? ({ kind: "key", name: "enter" } as const) : ({ kind: "text", text: key } as const);
      this.become(pressPager(this.state, name));
    }
    if (!this.interrupted.aborted && !this.state.isOver) await this.isOver;
  }
}
