// What programs at the prompt may do with the learner's screen besides writing to it. Where there is none (a script, a pipe), nothing.

import type { FullScreen, ScreenUser } from "../terminal/full-screen.ts";
import { english, type Texts } from "../tutor/language/english.ts";

export interface Display {
  /** The whole screen, for as long as it is not closed; undefined where nothing can be drawn. */
  takeScreen(user: ScreenUser): FullScreen | undefined;
  /** Columns and rows for lines that change in place; undefined where nothing can be drawn. */
  size(): { readonly columns: number; readonly rows: number } | undefined;
  /** Shows lines below what was printed, and changes them in place; undefined takes them away. */
  live(lines: readonly string[] | undefined): void;
  /** Ends what stands before in a pipe, for whoever has seen enough of it. */
  interrupt(): void;
  readonly map: MapPin | undefined;
  /** A paragraph of Markdown as lines of the screen. */
  typeset(text: string): readonly string[];
  /** In the language of who sits there; what a script prints is the same everywhere. */
  readonly texts: Texts;
}

/** The map above the prompt. */
export interface MapPin {
  /** @returns why not, where it cannot be shown. */
  turnOn(namespace: string | undefined): string | undefined;
  /** @returns false when it was not on. */
  turnOff(): boolean;
}

export const noDisplay: Display = {
  takeScreen: () => undefined,
  size: () => undefined,
  live: () => undefined,
  interrupt: () => undefined,
  map: undefined,
  typeset: (text) => [text],
  texts: english,
};
