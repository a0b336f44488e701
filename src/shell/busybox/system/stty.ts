// Stands for stty: the size of the window, and whether what is typed is seen and comes in lines.

import type { TerminalModes } from "../../process.ts";
import type { Run } from "../applet.ts";

const SIZE = { columns: 80, rows: 24 };

export function stty(run: Run): number {
  const { stdin } = run.process;
  if (!stdin.isTerminal) return run.fail("standard input: Not a tty");
  const { terminal } = stdin;
  const { columns, rows } = terminal ?? SIZE;
  const [first] = run.args;
  if (first === "size") run.print(`${rows} ${columns}\n`);
  else if (first === undefined) run.print("speed 38400 baud; line = 0;\n-brkint -imaxbel\n");
  else if (first === "-a") run.print(allModes(columns, rows, terminal));
  else if (terminal !== undefined) for (const word of run.args) set(terminal, word);
  return 0;
}

function set(terminal: TerminalModes, word: string): void {
  const isOn = !word.startsWith("-");
  const name = word.replace(/^-/, "");
  if (name === "echo") terminal.echoes = isOn;
  if (name === "icanon" || name === "cooked") terminal.readsLines = isOn;
  if (name === "raw") terminal.readsLines = !isOn;
  if (name === "sane") {
    terminal.echoes = true;
    terminal.readsLines = true;
  }
}

function allModes(columns: number, rows: number, terminal: TerminalModes | undefined): string {
  const flag = (name: string, isOn: boolean | undefined): string => (isOn === false ? `-${name}` : name);
  return (
    `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\n` +
    "intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>; werase = ^W;\n" +
    `isig ${flag("icanon", terminal?.readsLines)} ${flag("echo", terminal?.echoes)} icrnl opost onlcr\n`
  );
}
