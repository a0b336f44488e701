// What the host has not acknowledged yet, in a file: the network may fail and the program may end, and still each event arrives once.
// Only what is in the file is sent, so that a number is never given twice; while the disk is full, events wait in memory.

import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as v from "valibot";
import { type LearnerEvent, type NumberedEvent, numberedEvent } from "../protocol/events.ts";

/** When so many acknowledged ones lie in the file, it is written anew. */
const KEPT_LINES = 500;

export class Outbox {
  private events: NumberedEvent[] = [];
  /** Those that are not in the file yet. */
  private unwritten: NumberedEvent[] = [];
  private last = 0;
  private acknowledged = 0;
  private reason: Error | undefined;
  private lines = 0;
  /** The first number of this run, until the host has told what it knows. */
  private firstNew: number;
  /** The file ends in the middle of a line, whose event was never promised to anybody: the next one must not be joined to it. */
  private isCutOff: boolean;

  /** @param file of this seat on this machine; made on the first event. Throws the file system's errors when it cannot be read. */
  constructor(private readonly file: string) {
    const content = contentOf(file);
    this.isCutOff = content !== "" && !content.endsWith("\n");
    for (const event of eventsOf(content)) {
      this.lines++;
      // One that was written in part, and then again as a whole.
      if (event.seq <= this.last) continue;
      this.last = event.seq;
      this.events.push(event);
    }
    this.firstNew = this.last + 1;
  }

  /** Comes back when the event is in the file; or waits for room there, if the file cannot be written: see `trouble`. */
  add(event: LearnerEvent, at: number): void {
    const numbered = { seq: this.last + 1, at, event };
    this.last = numbered.seq;
    this.unwritten.push(numbered);
    this.write();
  }

  /** Why events wait in memory; undefined when all are in the file. */
  get trouble(): Error | undefined {
    return this.reason;
  }

  /** Tries once more to write what waits. */
  write(): void {
    const { file, unwritten } = this;
    if (unwritten.length === 0) return;
    const text = unwritten.map((event) => `${JSON.stringify(event)}\n`).join("");
    try {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, this.isCutOff ? `\n${text}` : text, { mode: 0o600 });
    } catch (error) {
      // A part of it may be there.
      this.isCutOff = true;
      this.reason = error instanceof Error ? error : new Error(String(error));
      return;
    }
    this.reason = undefined;
    this.isCutOff = false;
    this.lines += unwritten.length;
    this.events.push(...unwritten);
    this.unwritten = [];
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
    const last = this.events.at(-1);
    this.events = this.events.filter((event) => event.seq > seq || event === last);
    if (this.lines - this.events.length >= KEPT_LINES) this.tidy();
  }

  private tidy(): void {
    const text = this.events.map((event) => `${JSON.stringify(event)}\n`).join("");
    try {
      writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
      renameSync(`${this.file}.new`, this.file);
    } catch {
      // A full disk: the file stays as long as it is until the next acknowledgement.
      return;
    }
    this.isCutOff = false;
    this.lines = this.events.length;
  }

  /** Before anything is sent: the host knows of events that this file does not (it was lost, or the machine before it was on disk). What has
   * come since must not be taken for them. */
  startAfter(seq: number): void {
    const { firstNew } = this;
    this.firstNew = Number.POSITIVE_INFINITY;
    if (seq < firstNew) return;
    const moved = <T extends { readonly seq: number }>(event: T): T =>
      event.seq < firstNew ? event : { ...event, seq: event.seq - firstNew + seq + 1 };
    this.events = this.events.map(moved);
    this.unwritten = this.unwritten.map(moved);
    this.last = Math.max(seq, this.last - firstNew + seq + 1);
    this.tidy();
  }

  get waiting(): number {
    return this.events.filter(({ seq }) => seq > this.acknowledged).length + this.unwritten.length;
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
