// What the host has not acknowledged yet, in a file: the network may fail and the program may end, and still each event arrives once.

import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as v from "valibot";
import { type LearnerEvent, type NumberedEvent, numberedEvent } from "../protocol/events.ts";

/** When so many acknowledged ones lie in the file, it is written anew. */
const KEPT_LINES = 500;

export class Outbox {
  private events: NumberedEvent[] = [];
  private last = 0;
  private acknowledged = 0;
  private lines = 0;

  /** @param file of this seat on this machine; made on the first event. Throws the file system's errors. */
  constructor(private readonly file: string) {
    const content = contentOf(file);
    // A line that was cut off while it was written was never promised to anybody; the next one must not be joined to it.
    if (content !== "" && !content.endsWith("\n")) appendFileSync(file, "\n");
    for (const event of eventsOf(content)) {
      this.last = Math.max(this.last, event.seq);
      this.events.push(event);
      this.lines++;
    }
  }

  /** Comes back when the event is in the file. */
  add(event: LearnerEvent, at: number): void {
    const numbered = { seq: this.last + 1, at, event };
    mkdirSync(dirname(this.file), { recursive: true });
    appendFileSync(this.file, `${JSON.stringify(numbered)}\n`, { mode: 0o600 });
    this.last = numbered.seq;
    this.lines++;
    this.events.push(numbered);
  }

  /** Those after this one, at most `limit`: what is to be sent next. */
  after(seq: number, limit: number): readonly NumberedEvent[] {
    const from = this.events.findIndex((event) => event.seq > seq);
    return from < 0 ? [] : this.events.slice(from, from + limit);
  }

  acknowledge(seq: number): void {
    if (seq <= this.acknowledged) return;
    this.acknowledged = seq;
    // The last one stays, for it tells how far the numbers have come.
    this.events = this.events.filter((event) => event.seq > seq || event.seq === this.last);
    if (this.lines - this.events.length < KEPT_LINES) return;
    const text = this.events.map((event) => `${JSON.stringify(event)}\n`).join("");
    writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    this.lines = this.events.length;
  }

  /** The host knows of events that this file does not: it was lost. What comes now must not be taken for them. */
  startAfter(seq: number): void {
    this.last = Math.max(this.last, seq);
  }

  get waiting(): number {
    return this.events.filter(({ seq }) => seq > this.acknowledged).length;
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function eventsOf(content: string): readonly NumberedEvent[] {
  return content.split("\n").flatMap((line) => {
    const parsed = v.safeParse(numberedEvent, jsonOf(line));
    return parsed.success ? [parsed.output] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // It was cut off, as said above.
    return undefined;
  }
}
