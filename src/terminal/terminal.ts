// What the tutor needs of a terminal, and what a terminal needs of its two streams.

import type { Completions } from "./completion.ts";
import type { FullScreen, ScreenUser } from "./full-screen.ts";
import type { Span } from "./view.ts";

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
  /** How the line may go on, for the grey text behind it, when `wanted`; asked when the typing rests, after which the line is drawn anew. */
  readonly suggest?: (line: string, wanted: boolean) => Promise<Completions>;
  /** Parts of the line that are shown in a way of their own. */
  readonly paint?: (text: string) => readonly Span[];
  /** Lets the line be written in an editor; undefined when it stays as it is. */
  readonly editLine?: (line: string) => Promise<string | undefined>;
  /** Keys by name that do something else than editing; the line stays as it is. */
  readonly shortcuts?: Readonly<Record<string, () => void>>;
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
  /** Forgets all lines, those of earlier runs as well. */
  forgetHistory(): void;
  readLine(options: ReadLineOptions): Promise<LineRead>;
  /** Writes lines; while a line is being edited, above it. */
  print(lines: readonly string[]): void;
  /** Writes text as it stands (a command's output). */
  write(text: string): void;
  /** Writes lines between two lines of what a command prints: before the next one, when one is half written. */
  announce(lines: readonly string[]): void;
  /** Lines that stay below everything else but the line being edited, and are drawn again only where they change. */
  pin(lines: readonly string[]): void;
  /** The prompt of the line being read is another one now: `readLine`'s options say which. Terminals that cannot draw show it with the next line. */
  promptChanged(): void;
  /** Lines that a running command shows in place of those that are pinned, as they change; undefined when it is over. */
  live(lines: readonly string[] | undefined): void;
  /** A program has the whole screen: what is printed now is seen later. */
  readonly isTaken: boolean;
  /** The whole screen for a pager or an editor; what is printed meanwhile comes when it is given back. Undefined where nothing can be drawn. */
  takeScreen(user: ScreenUser): FullScreen | undefined;
  /** Keys while no line is read: the callback gets them until the answer is called. For Ctrl-C during a command, and interactive exec. */
  onInput(listener: (data: string) => void): () => void;
  /** A terminal that gives whole lines gives keys as they are typed, without echo, until the answer is called. */
  takeKeys(): () => void;
  /** Ctrl-Z, where a shell can let the program go on; otherwise nothing. */
  suspend(): void;
  /** Ctrl-C that came as a signal, from a terminal that is not read key by key. */
  interrupt(): void;
  /** Gives back what somebody took and did not use: the next line that is read begins with it. */
  typeAhead(text: string): void;
  /** Gives the terminal away while `use` runs (an editor), and takes it back. */
  lend<T>(use: () => Promise<T>): Promise<T>;
  close(): void;
}
