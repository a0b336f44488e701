// What is typed while a command runs: an input for the command, which leaves what it did not read to whoever reads next.

import type { Input } from "../shell/process.ts";
import { Condition } from "../shell/waitable.ts";

export interface Keyboard extends Input {
  /** Lines as the line discipline hands them out. */
  push(text: string): void;
  /** Ctrl-D. */
  end(): void;
  /** What the command has read so far. */
  readonly taken: string;
  /** What nobody has read. It is kept when the command closes its input, as a terminal keeps it. */
  readonly rest: string;
}

export function createKeyboard(): Keyboard {
  let taken = "";
  let rest = "";
  let hasEnded = false;
  const readable = new Condition(() => rest !== "" || hasEnded);
  return {
    isTerminal: true,
    readable,
    read() {
      if (rest === "") return hasEnded ? undefined : "";
      const text = rest;
      taken += text;
      rest = "";
      return text;
    },
    close: () => undefined,
    push(text) {
      rest += text;
      readable.notify();
    },
    end() {
      hasEnded = true;
      readable.notify();
    },
    get taken() {
      return taken;
    },
    get rest() {
      return rest;
    },
  };
}
