// Stands for a container's log file in CRI form: lines with their instant and stream, bounded by rotation.

import { Channel } from "../../api/stream.ts";
import { byteLength } from "../../bytes/bytes.ts";

export interface LogLine {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly stream: "stdout" | "stderr";
  /** With its newline, unless the container ended in the middle of a line. */
  readonly text: string;
}

/** The kubelet rotates at 10 MiB; so much is kept here. */
const MAXIMUM_LENGTH = 1_000_000;

export class LogFile {
  private lines: LogLine[] = [];
  private length = 0;
  private readonly partial = { stdout: "", stderr: "" };
  private readonly followers = new Set<Channel<LogLine>>();
  private isClosed = false;

  constructor(private readonly now: () => number) {}

  write(stream: "stdout" | "stderr", text: string): void {
    const parts = (this.partial[stream] + text).split("\n");
    this.partial[stream] = parts.pop() ?? "";
    for (const part of parts) this.append({ at: this.now(), stream, text: `${part}\n` });
    // A writer that never ends its line must not grow without bound either.
    if (byteLength(this.partial[stream]) > 16_384) this.flush(stream);
  }

  /** The container has ended: the rest of an unfinished line is written out, and followers see the end. */
  close(): void {
    if (this.isClosed) return;
    this.flush("stdout");
    this.flush("stderr");
    this.isClosed = true;
    for (const follower of this.followers) follower.end();
    this.followers.clear();
  }

  read(): readonly LogLine[] {
    return this.lines;
  }

  /** Later lines, as they come; ends when the container ends. */
  follow(): Channel<LogLine> {
    const channel: Channel<LogLine> = new Channel<LogLine>(() => this.followers.delete(channel));
    if (this.isClosed) channel.end();
    else this.followers.add(channel);
    return channel;
  }

  private flush(stream: "stdout" | "stderr"): void {
    const rest = this.partial[stream];
    this.partial[stream] = "";
    if (rest !== "") this.append({ at: this.now(), stream, text: rest });
  }

  private append(line: LogLine): void {
    this.lines.push(line);
    this.length += line.text.length;
    if (this.length > MAXIMUM_LENGTH) this.rotate();
    for (const follower of this.followers) follower.push(line);
  }

  private rotate(): void {
    const keep = MAXIMUM_LENGTH / 2;
    let index = 0;
    while (this.length > keep) {
      this.length -= this.lines[index]?.text.length ?? 0;
      index++;
    }
    this.lines = this.lines.slice(index);
  }
}
