// Turns what a terminal sends into keys: a lone escape is a key when nothing has followed it for a moment.

import { decodeKeys, flushKeys, type Key } from "../keys.ts";

const ESCAPE_DELAY_MS = 50;

export class KeyReader {
  private pending = "";
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly press: (keys: readonly Key[]) => void) {}

  read(chunk: string): void {
    clearTimeout(this.timer);
    const { keys, pending } = decodeKeys(this.pending, chunk);
    this.pending = pending;
    if (pending === "\u001b") this.timer = setTimeout(() => this.flush(), ESCAPE_DELAY_MS);
    this.press(keys);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    const keys = flushKeys(this.pending);
    this.pending = "";
    this.press(keys);
  }
}
