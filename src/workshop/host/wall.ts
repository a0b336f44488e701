// What an instructor shows on the projector from their own machine: the drawing that was shown last, as long as whoever shows it is there.
// It is not kept, and of several hosts only the one that the instructor is connected to shows it.

import type { Picture } from "../protocol/messages.ts";

export class Wall {
  private shown: { readonly by: unknown; readonly picture: Picture } | undefined;

  get picture(): Picture | null {
    return this.shown?.picture ?? null;
  }

  show(by: unknown, picture: Picture | null): void {
    if (picture !== null) this.shown = { by, picture };
    else this.takeDown(by);
  }

  /** Nobody takes down what another has put there since. */
  takeDown(by: unknown): void {
    if (this.shown?.by === by) this.shown = undefined;
  }
}
