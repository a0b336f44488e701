// Stands for a container's log file in CRI form: lines with their instant and stream. The kubelet looks every ten seconds whether it
// has grown beyond 10 MiB; then it is put aside, and a new one begins, which is all that `kubectl logs` shows.

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

const MAXIMUM_BYTES = 10 * 1024 * 1024;
const CHECK_MS = 10_000;
// Simplified: a file that grows faster than the kubelet looks is put aside at this size already; nobody reads that much.
const MOST_BYTES = 16 * 1024 * 1024;
/** The instant, the stream and a mark stand before each line. */
const PREFIX_BYTES = 40;
const SAMPLE_LENGTH = 2000;
/** A writer that never ends its line must not grow without bound either. */
const LONGEST_PARTIAL = 16_384;

export class LogFile {
  private pieces: Piece[] = [];
  private fileBytes = 0;
  /** Of the file that was put aside last. */
  private asideBytes = 0;
  private fullSince: number | undefined;
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
    this.rotate();
    return this.pieces.flatMap(linesOf);
  }

  /** How many bytes of a disk it takes. */
  get sizeBytes(): number {
    return this.fileBytes + this.asideBytes;
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
    this.rotate();
    this.pieces.push(piece);
    this.fileBytes += bytesInFile(piece.text);
    if (this.fileBytes > MAXIMUM_BYTES) this.fullSince ??= piece.at;
    if (this.followers.size === 0) return;
    const lines = linesOf(piece);
    for (const follower of this.followers) for (const line of lines) follower.push(line);
  }

  private rotate(): void {
    if (this.fullSince === undefined) return;
    const isSeen = Math.floor(this.now() / CHECK_MS) > Math.floor(this.fullSince / CHECK_MS);
    // Of a container that has ended nothing is put aside any more.
    if (this.isClosed || !(isSeen || this.fileBytes > MOST_BYTES)) return;
    this.asideBytes = this.fileBytes;
    this.fileBytes = 0;
    this.fullSince = undefined;
    this.pieces = [];
  }
}

/** What a text takes in the file; of a long one only the beginning is looked at for how long its lines are. */
function bytesInFile(text: string): number {
  const sample = text.length <= SAMPLE_LENGTH ? text : text.slice(0, SAMPLE_LENGTH);
  let lines = 0;
  for (let at = sample.indexOf("\n"); at >= 0; at = sample.indexOf("\n", at + 1)) lines++;
  return text.length + Math.ceil((lines * text.length) / sample.length) * PREFIX_BYTES;
}

function linesOf({ at, stream, text }: Piece): readonly LogLine[] {
  if (text.indexOf("\n") === text.length - 1) return [{ at, stream, text }];
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({ at, stream, text: line }));
}
