// Stands for the ends of text: pipes between processes, and the ready-made inputs and outputs that drivers hand to a program.

import type { Input, Output } from "./process.ts";
import { alwaysReady, Condition } from "./waitable.ts";

export const pipeCapacity = 65536;

/** A bounded pipe. Reading gives the end of input when the writer has closed; writing fails when the reader has. */
export function pipe(capacity: number = pipeCapacity): { readonly input: Input; readonly output: Output } {
  let buffer = "";
  let writerClosed = false;
  let readerClosed = false;
  const readable = new Condition(() => buffer !== "" || writerClosed);
  const writable = new Condition(() => buffer.length < capacity || readerClosed);
  const input: Input = {
    isTerminal: false,
    readable,
    read() {
      const text = buffer;
      if (text === "") return writerClosed ? undefined : "";
      buffer = "";
      writable.notify();
      return text;
    },
    close() {
      readerClosed = true;
      buffer = "";
      writable.notify();
    },
  };
  const output: Output = {
    isTerminal: false,
    writable,
    write(text) {
      if (readerClosed) return false;
      buffer += text;
      if (text !== "") readable.notify();
      return true;
    },
    close() {
      writerClosed = true;
      readable.notify();
    },
  };
  return { input, output };
}

/** /dev/null, to read from. */
export const nullInput: Input = {
  isTerminal: false,
  readable: alwaysReady,
  read: () => undefined,
  close: () => undefined,
};

/** /dev/null, to write to. */
export const nullOutput: Output = {
  isTerminal: false,
  writable: alwaysReady,
  write: () => true,
  close: () => undefined,
};

/** Text that is there in full from the start. */
export function textInput(text: string): Input {
  let rest: string | undefined = text === "" ? undefined : text;
  return {
    isTerminal: false,
    readable: alwaysReady,
    read() {
      const all = rest;
      rest = undefined;
      return all;
    },
    close() {
      rest = undefined;
    },
  };
}

export interface QueueInput extends Input {
  /** False when the reader has gone. */
  push(text: string): boolean;
  /** No more will come. */
  end(): void;
}

/** Fed from outside: keystrokes, or the stdin of an exec. */
export function queueInput(options: { readonly isTerminal?: boolean } = {}): QueueInput {
  const { input, output } = pipe(Number.POSITIVE_INFINITY);
  return {
    isTerminal: options.isTerminal ?? false,
    readable: input.readable,
    read: () => input.read(),
    close: () => input.close(),
    push: (text) => output.write(text),
    end: () => output.close(),
  };
}

export interface CollectedOutput extends Output {
  readonly text: string;
}

/** Keeps all that is written. */
export function collect(options: { readonly isTerminal?: boolean } = {}): CollectedOutput {
  let text = "";
  return {
    get text() {
      return text;
    },
    isTerminal: options.isTerminal ?? false,
    writable: alwaysReady,
    write(more) {
      text += more;
      return true;
    },
    close: () => undefined,
  };
}

/** Hands each piece of text to `onText`, as it is written. */
export function callbackOutput(
  onText: (text: string) => void,
  options: {
    readonly isTerminal?: boolean;
    readonly terminal?: Output["terminal"];
    readonly onClose?: () => void;
  } = {},
): Output {
  return {
    isTerminal: options.isTerminal ?? false,
    terminal: options.terminal,
    writable: alwaysReady,
    write(text) {
      onText(text);
      return true;
    },
    close: () => options.onClose?.(),
  };
}
