// Ctrl-R: looks backwards through the history as one types.

export interface Search {
  readonly query: string;
  /** The history entry found; undefined when none matches. */
  readonly found: number | undefined;
  /** What stood in the line before. */
  readonly original: string;
}

/** The newest entry before `before` that contains the query. */
export function findBackwards(history: readonly string[], query: string, before: number): number | undefined {
  if (query === "") return undefined;
  for (let index = Math.min(before, history.length) - 1; index >= 0; index--) {
    if (history[index]?.includes(query)) return index;
  }
  return undefined;
}
