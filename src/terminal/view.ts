// A few lines to be shown, and the cursor in them.

export interface View {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

/** A part of the line that is shown in a way of its own. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly style: (text: string) => string;
}
