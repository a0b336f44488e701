// The standard streams of the process as kubectl takes them: text with any bytes in it.

import { isatty } from "node:tty";
import { ByteDecoder, bytesOfText } from "../../bytes/bytes.ts";
import { CommandError, type KubectlInput, type KubectlOutput } from "../../kubectl/io.ts";
import { wantsRecords } from "../plainness.ts";

export class HostOutput implements KubectlOutput {
  readonly isTerminal: boolean;
  /** While the terminal is raw, what comes has line ends of a terminal already; the host's would add to them. */
  isRaw = false;

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.isTerminal = stream.isTTY === true;
  }

  get columns(): number {
    return this.stream.columns;
  }

  get rows(): number {
    return this.stream.rows;
  }

  write(columns: string, spoken = () => columns): boolean {
    if (this.stream.destroyed) return false;
    const text = this.isTerminal && wantsRecords() ? spoken() : columns;
    this.stream.write(bytesOfText(this.isRaw ? text.replaceAll("\r\n", "\n") : text));
    return true;
  }

  onResize(callback: () => void): () => void {
    this.stream.on("resize", callback);
    return () => this.stream.off("resize", callback);
  }
}

/** Standard input; touched only when somebody reads. */
export class HostInput implements KubectlInput {
  readonly isTerminal = isatty(0);
  private readonly decoder = new ByteDecoder();
  private chunks: AsyncIterator<Uint8Array> | undefined;
  private isClosed = false;

  constructor(private readonly interrupted: AbortSignal) {}

  async read(): Promise<string | undefined> {
    for (;;) {
      const chunk = await this.nextChunk();
      if (chunk === undefined) return this.decoder.end() || undefined;
      const text = this.decoder.decode(chunk);
      if (text !== "") return text;
    }
  }

  rawMode(): () => void {
    if (!this.isTerminal) return () => undefined;
    process.stdin.setRawMode(true);
    return () => {
      if (!process.stdin.destroyed) process.stdin.setRawMode(false);
    };
  }

  close(): void {
    this.isClosed = true;
    if (this.chunks !== undefined || this.isTerminal) process.stdin.destroy();
  }

  // Who is interrupted while reading has not read all, and must not go on as if that were so.
  private nextChunk(): Promise<Uint8Array | undefined> {
    const { interrupted } = this;
    return new Promise((resolve, reject) => {
      const stop = () => reject(new CommandError("", 130));
      if (interrupted.aborted) return stop();
      interrupted.addEventListener("abort", stop, { once: true });
      this.chunks ??= process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      this.chunks
        .next()
        .then(
          ({ done, value }) => resolve(done === true ? undefined : value),
          // Whoever still reads when all is over has come to the end.
          (error: unknown) => (this.isClosed ? resolve(undefined) : reject(error)),
        )
        .finally(() => interrupted.removeEventListener("abort", stop));
    });
  }
}
