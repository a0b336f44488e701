// Where the terminal gets its lines from: a line editor that is drawn key by key, or whole lines of a pipe or a simple terminal.

import type { LineRead, ReadLineOptions } from "../terminal.ts";

export interface LineSource {
  readonly history: readonly string[];
  forgetHistory(): void;
  readonly isReading: boolean;
  /** The line being read is in an editor, which may have the screen. */
  readonly isElsewhere: boolean;
  begin(options: ReadLineOptions): Promise<LineRead>;
  /** What comes while a line is read. */
  receive(chunk: string): void;
  /** Nothing more will come. */
  end(): void;
  draw(): void;
  /** The line is over as it is. */
  settle(read: LineRead): void;
  close(): void;
}

/** One line at a time. */
export class Reading {
  private current: { readonly options: ReadLineOptions; readonly done: (read: LineRead) => void } | undefined;

  get options(): ReadLineOptions | undefined {
    return this.current?.options;
  }

  begin(options: ReadLineOptions): Promise<LineRead> {
    if (this.current !== undefined) throw new Error("a line is being read already");
    return new Promise((done) => {
      this.current = { options, done };
    });
  }

  settle(read: LineRead): void {
    const { current } = this;
    this.current = undefined;
    current?.done(read);
  }
}
