// Stands for the screen while a pager or an editor has it: the terminal's other one, so that the ordinary one comes back as it was.

import {
  ENTER_SCREEN,
  type Frame,
  type FullScreen,
  frameChange,
  LEAVE_SCREEN,
  NO_FRAME,
  type ScreenUser,
} from "../full-screen.ts";
import type { OutputStream } from "../terminal.ts";

export class WholeScreen {
  private current: ScreenUser | undefined;

  /** @param givenBack called when the ordinary screen is back. */
  constructor(
    private readonly output: OutputStream,
    private readonly givenBack: () => void,
  ) {}

  get user(): ScreenUser | undefined {
    return this.current;
  }

  take(user: ScreenUser): FullScreen {
    const { output } = this;
    this.current = user;
    output.write(ENTER_SCREEN);
    let shown: Frame = NO_FRAME;
    return {
      get columns() {
        return output.columns ?? 80;
      },
      get rows() {
        return output.rows ?? 24;
      },
      show: (frame) => {
        output.write(frameChange(shown, frame, output.rows ?? 24));
        shown = frame;
      },
      close: () => this.giveBack(),
    };
  }

  giveBack(): void {
    if (this.current === undefined) return;
    this.leave();
    this.givenBack();
  }

  /** For the end of the program: nobody draws on the ordinary screen any more. */
  leave(): void {
    if (this.current !== undefined) this.output.write(LEAVE_SCREEN);
    this.current = undefined;
  }
}
