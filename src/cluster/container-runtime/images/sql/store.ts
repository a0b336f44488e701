// What all sessions of a server share: the committed state, and who is connected.

import type { DataDirectory } from "./data-directory.ts";
import type { State } from "./state.ts";

/** Where a session is, for those who would remove what it uses. */
export interface Connected {
  readonly database: string | undefined;
}

export class Store {
  readonly sessions = new Set<Connected>();
  private committed: State;

  constructor(private readonly directory: DataDirectory) {
    this.committed = directory.load();
  }

  get state(): State {
    return this.committed;
  }

  commit(next: State): void {
    if (next === this.committed) return;
    this.directory.save(this.committed, next);
    this.committed = next;
  }
}
