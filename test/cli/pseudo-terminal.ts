// A person at a terminal, for tests: types keys into a pseudo-terminal and reads the screen that a terminal emulator makes of the output.

import pty from "@lydell/node-pty";
import xterm from "@xterm/headless";

export interface TerminalOptions {
  /** The program; Node.js when not given. */
  readonly file?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
}

export class PseudoTerminal {
  private readonly emulator: xterm.Terminal;
  private readonly process: pty.IPty;
  private output = "";
  exitCode: number | undefined;

  constructor({ file = process.execPath, args, env, cwd, columns = 100, rows = 40 }: TerminalOptions) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true });
    this.process = pty.spawn(file, [...args], {
      name: env.TERM ?? "xterm-256color",
      cols: columns,
      rows,
      cwd,
      env: { PATH: process.env.PATH ?? "", HOME: cwd, LANG: "C.UTF-8", ...env },
    });
    this.process.onData((data) => {
      this.output += data;
      this.emulator.write(data);
    });
    // The emulator answers what a terminal answers (the cursor's place, its own kind).
    this.emulator.onData((data) => this.process.write(data));
    this.process.onExit(({ exitCode }) => {
      this.exitCode = exitCode;
    });
  }

  /** All that was ever shown, line by line, without colours. */
  get screen(): string {
    const { active } = this.emulator.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? "");
    return lines.join("\n").trimEnd();
  }

  /** The bytes as they came. */
  get raw(): string {
    return this.output;
  }

  type(text: string): void {
    this.process.write(text);
  }

  enter(line: string): void {
    this.type(`${line}\r`);
  }

  /** Types a line and waits until the screen shows `text` after it. */
  async enters(line: string, text: string | RegExp, timeoutMs?: number): Promise<number> {
    const after = this.screen.length;
    this.enter(line);
    return this.sees(text, { after, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  }

  /** Ctrl-C, which gives a prompt back. */
  async interrupts(): Promise<number> {
    const after = this.screen.length;
    this.type("\u0003");
    return this.sees("$", { after });
  }

  /** What a terminal window sends when it is closed. */
  hangUp(): void {
    this.process.kill("SIGHUP");
  }

  terminate(): void {
    this.process.kill("SIGTERM");
  }

  resize(columns: number, rows: number): void {
    this.process.resize(columns, rows);
    this.emulator.resize(columns, rows);
  }

  /** Waits until the screen holds `text` (after what it held before, with `after`); fails with the screen. */
  async sees(
    text: string | RegExp,
    { after = 0, timeoutMs = 15_000 }: { after?: number; timeoutMs?: number } = {},
  ): Promise<number> {
    const started = Date.now();
    for (;;) {
      const rest = this.screen.slice(after);
      const at = typeof text === "string" ? rest.indexOf(text) : rest.search(text);
      if (at >= 0) return after + at;
      if (Date.now() - started > timeoutMs) throw new Error(`never saw ${text} on the screen:\n${this.screen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async ended(timeoutMs = 10_000): Promise<number> {
    const started = Date.now();
    while (this.exitCode === undefined) {
      if (Date.now() - started > timeoutMs) throw new Error(`the program did not end; the screen:\n${this.screen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.exitCode;
  }

  close(): void {
    if (this.exitCode === undefined) this.process.kill("SIGKILL");
    this.emulator.dispose();
  }
}
