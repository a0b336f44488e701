// What the tutor needs of a terminal, and what a terminal needs of its two streams.

import type { Completions } from "./completion.ts";

export interface InputStream {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: "data", listener: (chunk: string | Uint8Array) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  off(event: "data", listener: (chunk: string | Uint8Array) => void): unknown;
  off(event: "end", listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(data: string | Uint8Array): unknown;
  on?(event: "resize", listener: () => void): unknown;
  off?(event: "resize", listener: () => void): unknown;
}

export interface ReadLineOptions {
  readonly prompt: string;
  readonly continuation: string;
  readonly needsMore: (text: string) => boolean;
  readonly complete: (line: string, cursor: number) => Promise<Completions>;
}

export type LineRead =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "interrupt" }
  | { readonly kind: "end" };

export interface Terminal {
  /** Somebody sits at it. */
  readonly attended: boolean;
  /** Lines are edited and drawn here, key by key; otherwise whole lines come, from a pipe or from a terminal that cannot draw. */
  readonly interactive: boolean;
  /** Columns, between 40 and 200; 80 where it is not known. */
  readonly width: number;
  readonly rows: number;
  readonly history: readonly string[];
  readLine(options: ReadLineOptions): Promise<LineRead>;
  /** Writes lines; while a line is being edited, above it. */
  print(lines: readonly string[]): void;
  /** Writes text as it stands (a command's output). */
  write(text: string): void;
  /** Keys while no line is read: the callback gets them until the answer is called. For Ctrl-C during a command, and interactive exec. */
  onInput(listener: (data: string) => void): () => void;
  /** A terminal that gives whole lines gives keys as they are typed, without echo, until the answer is called. */
  takeKeys(): () => void;
  /** Ctrl-C that came as a signal, from a terminal that is not read key by key. */
  interrupt(): void;
  /** Gives back what somebody took and did not use: the next line that is read begins with it. */
  typeAhead(text: string): void;
  /** Gives the terminal away while `use` runs (an editor), and takes it back. */
  lend<T>(use: () => Promise<T>): Promise<T>;
  close(): void;
}
