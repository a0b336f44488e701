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

/** Whole lines that were written at once: kept as they came, since a program may write faster than anybody reads. */
interface Piece {
  readonly at: number;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

// Simplified: the kubelet rotates at 10 MiB, and `kubectl logs` then begins there; here the last megabyte stays, which is more than anybody reads.
const MAXIMUM_LENGTH = 1_000_000;
/** A writer that never ends its line must not grow without bound either. */
const LONGEST_PARTIAL = 16_384;

export class LogFile {
  private pieces: Piece[] = [];
  private length = 0;
  private readonly partial = { stdout: "", stderr: "" };
  private readonly followers = new Set<Channel<LogLine>>();
  private isClosed = false;

  constructor(private readonly now: () => number) {}

  write(stream: "stdout" | "stderr", text: string): void {
    const all = this.partial[stream] + text;
    const end = all.lastIndexOf("\n") + 1;
    this.partial[stream] = all.slice(end);
    if (end > 0) this.append({ at: this.now(), stream, text: all.slice(0, end) });
    if (byteLength(this.partial[stream]) > LONGEST_PARTIAL) this.flush(stream);
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
    return this.pieces.flatMap(linesOf);
  }

  /** How many bytes of a disk it takes. */
  get sizeBytes(): number {
    return this.length;
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

  private append(piece: Piece): void {
    this.pieces.push(piece);
    this.length += piece.text.length;
    if (this.length > MAXIMUM_LENGTH) this.rotate();
    if (this.followers.size === 0) return;
    const lines = linesOf(piece);
    for (const follower of this.followers) for (const line of lines) follower.push(line);
  }

  private rotate(): void {
    const keep = MAXIMUM_LENGTH / 2;
    let index = 0;
    while (this.length > keep && index < this.pieces.length - 1) {
      this.length -= this.pieces[index]?.text.length ?? 0;
      index++;
    }
    this.pieces = this.pieces.slice(index);
  }
}

function linesOf({ at, stream, text }: Piece): readonly LogLine[] {
  if (text.indexOf("\n") === text.length - 1) return [{ at, stream, text }];
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({ at, stream, text: line }));
}
