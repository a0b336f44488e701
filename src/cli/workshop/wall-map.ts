// The map of the cluster that an instructor works in, on the projector: told whenever it has changed. A host that is away is tried again;
// the prompt never waits for it.

import { readMap, renderMap } from "../../observe/map/map.ts";
import type { Picture } from "../../workshop/protocol/messages.ts";
import type { Observatory } from "../observatory.ts";
import { type Access, Instructor } from "./instructor.ts";

const LOOK_MS = 1000;
const AGAIN_MS = 3000;
const WIDTH = 100;
const MOST_LINES = 400;

export class WallMap {
  private host: Instructor | undefined;
  private shown = "";
  private isBusy = false;
  private nextAt = 0;

  constructor(
    private readonly access: Access,
    private readonly title: string,
    private readonly observatory: Observatory,
    private readonly now: () => number,
  ) {}

  /** Called now and then; comes back at once. */
  readonly tick = async (): Promise<void> => {
    if (this.isBusy || this.now() < this.nextAt) return;
    this.isBusy = true;
    this.nextAt = this.now() + LOOK_MS;
    void this.look().then(
      () => {
        this.isBusy = false;
      },
      () => {
        // The host is away, or the cluster does not answer: the map is told again when they are back.
        this.close();
        this.isBusy = false;
        this.nextAt = this.now() + AGAIN_MS;
      },
    );
  };

  /** The projector goes back to what it showed before. */
  close(): void {
    this.host?.close();
    this.host = undefined;
    this.shown = "";
  }

  private async look(): Promise<void> {
    const { read, namespace } = this.observatory;
    const map = await readMap(read, namespace());
    const paper = { width: WIDTH, spoken: false, style: (_: unknown, text: string) => text };
    const lines = renderMap(map, paper).map((line) => line.trimEnd());
    const picture: Picture = { title: this.title, lines: lines.slice(0, MOST_LINES) };
    const text = JSON.stringify(picture);
    if (text === this.shown) return;
    this.host ??= await Instructor.open(this.access, () => this.close());
    await this.host.show(picture);
    this.shown = text;
  }
}
