// Stands for a shell's table of file descriptors, and what redirections do to it.

import type { Redirect } from "./ast.ts";
import { FileError } from "./files.ts";
import { InputHandle, OutputHandle } from "./handles.ts";
import { openInput, openOutput } from "./open.ts";
import { resolvePath } from "./paths.ts";
import type { Process } from "./process.ts";
import { ShellError, type ShellState } from "./shell-state.ts";
import { nullInput, nullOutput, textInput } from "./streams.ts";
import { strerror } from "./strerror.ts";

type Handle = InputHandle | OutputHandle;

export type Saved = Map<number, Handle | undefined>;

export class Descriptors {
  private readonly process: Process;
  private readonly state: ShellState;
  private readonly handles = new Map<number, Handle>();

  constructor(process: Process, state: ShellState, inherited?: Descriptors) {
    this.process = process;
    this.state = state;
    this.handles.set(0, InputHandle.adopt(process.stdin));
    this.handles.set(1, OutputHandle.adopt(process.stdout));
    this.handles.set(2, OutputHandle.adopt(process.stderr));
    for (const [fd, handle] of inherited?.handles ?? []) if (fd > 2) this.handles.set(fd, handle.duplicate());
  }

  input(fd = 0): InputHandle {
    const handle = this.handles.get(fd);
    return handle instanceof InputHandle ? handle : InputHandle.adopt(nullInput);
  }

  output(fd: number): OutputHandle {
    const handle = this.handles.get(fd);
    return handle instanceof OutputHandle ? handle : OutputHandle.adopt(nullOutput);
  }

  /** What a child gets: holds of its own on 0, 1 and 2. */
  standard(): { readonly stdin: InputHandle; readonly stdout: OutputHandle; readonly stderr: OutputHandle } {
    return { stdin: this.input().duplicate(), stdout: this.output(1).duplicate(), stderr: this.output(2).duplicate() };
  }

  /** `target` is the expanded word. What was there before goes to `saved`, once. */
  apply(redirect: Redirect, target: string, saved: Saved): void {
    const { operator } = redirect;
    if (
      operator === "&>" ||
      operator === "&>>" ||
      (operator === ">&" && redirect.fd === undefined && !/^(\d+|-)$/.test(target))
    ) {
      this.replace(1, this.openOut(target, operator === "&>>"), saved);
      this.replace(2, this.output(1).duplicate(), saved);
      return;
    }
    const fd = redirect.fd ?? (operator.startsWith("<") ? 0 : 1);
    if (operator === "<&" || operator === ">&") this.copy(fd, target, saved);
    else this.replace(fd, this.open(operator, target), saved);
  }

  restore(saved: Saved): void {
    for (const [fd, handle] of saved) {
      this.handles.get(fd)?.close();
      if (handle === undefined) this.handles.delete(fd);
      else this.handles.set(fd, handle);
    }
  }

  /** The redirections stay (as `exec` makes them): what they replaced is given up. */
  keep(saved: Saved): void {
    for (const handle of saved.values()) handle?.close();
  }

  closeExtra(): void {
    for (const [fd, handle] of this.handles) if (fd > 2) handle.close();
  }

  private copy(fd: number, target: string, saved: Saved): void {
    if (target === "-") {
      this.replace(fd, undefined, saved);
      return;
    }
    const source = this.handles.get(Number(target));
    if (!/^\d+$/.test(target) || source === undefined) throw new ShellError(`${target}: Bad file descriptor`, 1);
    this.replace(fd, source.duplicate(), saved);
  }

  private replace(fd: number, handle: Handle | undefined, saved: Saved): void {
    const before = this.handles.get(fd);
    if (saved.has(fd)) before?.close();
    else saved.set(fd, before);
    if (handle === undefined) this.handles.delete(fd);
    else this.handles.set(fd, handle);
    if (handle instanceof OutputHandle)
      handle.onBroken = () => this.process.machine.signal(this.process.pid, "SIGPIPE");
  }

  private open(operator: Redirect["operator"], target: string): Handle {
    if (operator === "<<") return InputHandle.adopt(textInput(target));
    if (operator === "<<<") return InputHandle.adopt(textInput(`${target}\n`));
    if (operator === "<" || operator === "<>") return this.openIn(target);
    if (operator === ">" && this.state.options.has("noclobber")) this.refuseExisting(target);
    return this.openOut(target, operator === ">>");
  }

  private refuseExisting(target: string): void {
    const path = resolvePath(this.process.cwd, target);
    const { files } = this.process.machine;
    if (files.exists(path) && files.stat(path).type === "file")
      throw new ShellError(`can't create ${target}: File exists`, 1);
  }

  private openIn(target: string): InputHandle {
    try {
      return InputHandle.adopt(openInput(this.process, target, this.streams()));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new ShellError(this.state.dialect.cannotOpen(target, strerror(error.code)), 1);
    }
  }

  private openOut(target: string, append: boolean): OutputHandle {
    try {
      const mode = 0o666 & ~this.state.umask;
      return OutputHandle.adopt(openOutput(this.process, target, { append, mode, standard: this.streams() }));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const reason =
        error.code === "ENOENT" && !this.state.dialect.braces ? "nonexistent directory" : strerror(error.code);
      throw new ShellError(this.state.dialect.cannotCreate(target, reason), 1);
    }
  }

  private streams(): Pick<Process, "stdin" | "stdout" | "stderr"> {
    return { stdin: this.input(), stdout: this.output(1), stderr: this.output(2) };
  }
}
