// Stands for read(2) and write(2) as programs use them: generators that wait until there is something, or room.

import { byteLength, bytesOfText, textOfBytes } from "../bytes/bytes.ts";
import { InputHandle } from "./handles.ts";
import { checkMemory } from "./limits.ts";
import type { Input, Output, Wait, Wake } from "./process.ts";

export type Doing<T> = Generator<Wait, T, Wake>;

/** The next piece of text, or undefined at the end. */
export function* readChunk(input: Input): Doing<string | undefined> {
  for (;;) {
    const text = input.read();
    if (text !== "") return text;
    yield { until: [input.readable] };
  }
}

/** All of it. */
export function* readAll(input: Input): Doing<string> {
  let all = "";
  for (let text = yield* readChunk(input); text !== undefined; text = yield* readChunk(input)) {
    all += text;
    checkMemory(all.length);
    // An input that is never empty must not keep the others from running.
    if (all.length > 1024 * 1024) yield { until: [], forMs: 1, busy: true };
  }
  return all;
}

/** At most `limit` bytes, leaving what follows for the next reader; fewer only at the end of input. */
export function* readBytes(input: Input, limit: number): Doing<Uint8Array> {
  const parts: string[] = [];
  let length = 0;
  while (length < limit) {
    const text = yield* readChunk(input);
    if (text === undefined) break;
    parts.push(text);
    length += byteLength(text);
    checkMemory(length);
    if (length > 1024 * 1024) yield { until: [], forMs: 1, busy: true };
  }
  const bytes = bytesOfText(parts.join(""));
  if (bytes.length > limit && input instanceof InputHandle) input.unread(textOfBytes(bytes.subarray(limit)));
  return bytes.subarray(0, limit);
}

/** One line without its newline, leaving what follows for the next reader; undefined at the end of input. */
export function* readLine(input: Input): Doing<{ readonly text: string; readonly ended: boolean } | undefined> {
  let line = "";
  for (let text = yield* readChunk(input); text !== undefined; text = yield* readChunk(input)) {
    const newline = text.indexOf("\n");
    if (newline >= 0) {
      const rest = text.slice(newline + 1);
      if (rest !== "" && input instanceof InputHandle) input.unread(rest);
      return { text: line + text.slice(0, newline), ended: true };
    }
    line += text;
    checkMemory(line.length);
  }
  return line === "" ? undefined : { text: line, ended: false };
}

/** Reads line by line for one reader that keeps what it has read ahead. */
export class LineReader {
  private readonly input: Input;
  private buffer = "";
  private position = 0;
  private atEnd = false;
  /** False when the last line came without its newline. */
  lastLineEnded = true;

  constructor(input: Input) {
    this.input = input;
  }

  *next(): Doing<string | undefined> {
    for (;;) {
      const newline = this.buffer.indexOf("\n", this.position);
      if (newline >= 0) {
        const line = this.buffer.slice(this.position, newline);
        this.position = newline + 1;
        return line;
      }
      if (this.atEnd) return this.takeRest();
      const text = yield* readChunk(this.input);
      if (text === undefined) this.atEnd = true;
      else {
        this.buffer = this.buffer.slice(this.position) + text;
        this.position = 0;
        checkMemory(this.buffer.length);
      }
    }
  }

  private takeRest(): string | undefined {
    const rest = this.buffer.slice(this.position);
    this.buffer = "";
    this.position = 0;
    if (rest === "") return undefined;
    this.lastLineEnded = false;
    return rest;
  }
}

/** Writes, and waits while the reader is behind. False when there is no reader any more. */
export function* write(output: Output, text: string): Doing<boolean> {
  const accepted = output.write(text);
  if (accepted && !output.writable.ready) yield { until: [output.writable] };
  return accepted;
}
