// What the cluster knows of names comes behind what was typed, when the typing rests: who types on is not asked for at every letter.

import type { Completions } from "../completion.ts";
import type { ReadLineOptions } from "../terminal.ts";

const REST_MS = 30;

type Suggest = NonNullable<ReadLineOptions["suggest"]>;

export class SuggestionWait {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly answered: (text: string, completions: Completions) => void) {}

  begin(suggest: Suggest, line: () => { readonly text: string; readonly isWanted: boolean }): void {
    this.timer = setTimeout(() => {
      const { text, isWanted } = line();
      void suggest(text, isWanted).then(
        (completions) => this.answered(text, completions),
        // A cluster that does not answer just now suggests nothing.
        () => undefined,
      );
    }, REST_MS);
  }

  forget(): void {
    clearTimeout(this.timer);
  }
}
