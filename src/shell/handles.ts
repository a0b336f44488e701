// Stands for file descriptors: several holders of one open file, pipe or terminal. It is closed when the last one lets go.

import type { Input, Output, TerminalModes, Waitable } from "./process.ts";
import { nullInput, pipe } from "./streams.ts";

interface OpenInput {
  readonly input: Input;
  readonly readable: Waitable;
  holders: number;
  /** What one holder read too much (a shell reads line by line), and the next one gets first. */
  leftover: string;
}

export class InputHandle implements Input {
  private readonly open: OpenInput;
  private isOpen = true;

  private constructor(open: OpenInput) {
    this.open = open;
    open.holders++;
  }

  /** Takes over `input`; a handle is taken as it is. */
  static adopt(input: Input): InputHandle {
    if (input instanceof InputHandle) return input;
    const open: OpenInput = {
      input,
      holders: 0,
      leftover: "",
      readable: {
        get ready() {
          return open.leftover !== "" || input.readable.ready;
        },
        subscribe: (wake) => input.readable.subscribe(wake),
      },
    };
    return new InputHandle(open);
  }

  get isTerminal(): boolean {
    return this.open.input.isTerminal;
  }

  get terminal(): TerminalModes | undefined {
    return this.open.input.terminal;
  }

  get readable(): Waitable {
    return this.open.readable;
  }

  read(): string | undefined {
    const { leftover } = this.open;
    if (leftover === "") return this.isOpen ? this.open.input.read() : undefined;
    this.open.leftover = "";
    return leftover;
  }

  unread(text: string): void {
    this.open.leftover = text + this.open.leftover;
  }

  duplicate(): InputHandle {
    return new InputHandle(this.open);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (--this.open.holders === 0) this.open.input.close();
  }
}

interface OpenOutput {
  readonly output: Output;
  holders: number;
}

export class OutputHandle implements Output {
  private readonly open: OpenOutput;
  private isOpen = true;
  /** Called when nobody reads any more: the kernel raises SIGPIPE here. */
  onBroken: (() => void) | undefined;

  private constructor(open: OpenOutput) {
    this.open = open;
    open.holders++;
  }

  static adopt(output: Output): OutputHandle {
    return output instanceof OutputHandle ? output : new OutputHandle({ output, holders: 0 });
  }

  get isTerminal(): boolean {
    return this.open.output.isTerminal;
  }

  get terminal(): TerminalModes | undefined {
    return this.open.output.terminal;
  }

  get writable(): Waitable {
    return this.open.output.writable;
  }

  write(text: string): boolean {
    if (!this.isOpen) return false;
    if (this.open.output.write(text)) return true;
    this.onBroken?.();
    return false;
  }

  duplicate(): OutputHandle {
    return new OutputHandle(this.open);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (--this.open.holders === 0) this.open.output.close();
  }
}

/** Another hold on `input`, to be handed to a child. What is no handle stays open until its owner closes it. */
export function duplicateInput(input: Input): InputHandle {
  if (input instanceof InputHandle) return input.duplicate();
  return InputHandle.adopt({
    read: () => input.read(),
    readable: input.readable,
    isTerminal: input.isTerminal,
    terminal: input.terminal,
    close: () => undefined,
  });
}

export function duplicateOutput(output: Output): OutputHandle {
  if (output instanceof OutputHandle) return output.duplicate();
  return OutputHandle.adopt({
    write: (text) => output.write(text),
    writable: output.writable,
    isTerminal: output.isTerminal,
    terminal: output.terminal,
    close: () => undefined,
  });
}

/** A new pipe, both ends open once. */
export function openPipe(): { input: InputHandle; output: OutputHandle } {
  const { input, output } = pipe();
  return { input: InputHandle.adopt(input), output: OutputHandle.adopt(output) };
}

/** `/dev/null`, to read from. */
export function openNull(): InputHandle {
  return InputHandle.adopt(nullInput);
}
