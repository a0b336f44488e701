// The map above the prompt: read again when the cluster has changed, and drawn again where the drawing has.

import type { ApiTransport } from "../api/request.ts";
import type { Paper } from "../observe/paper.ts";
import type { Styler } from "../terminal/style.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { MapPin } from "./display.ts";
import type { Observatory } from "./observatory.ts";

/** How often is asked whether something has changed. */
const lookAgainMs = 500;
/** What a prompt needs beside the map; in a window with less the map is not shown. */
const rowsForPrompt = 8;
const fewestRows = 6;

/** What is on, for as long as the terminal is open: going back in time makes a new cluster, and leaves the map where it is. */
export interface MapChoice {
  isOn: boolean;
  namespace: string | undefined;
}

export class PinnedMap implements MapPin {
  private lookedAt = 0;
  private revision: string | undefined;
  private isReading = false;
  private size = "";
  private whole: readonly string[] = [];

  constructor(
    private readonly terminal: Terminal,
    private readonly styler: Styler,
    private readonly observatory: Observatory,
    private readonly choice: MapChoice,
    private readonly now: () => number = () => performance.now(),
  ) {}

  turnOn(namespace: string | undefined): string | undefined {
    const { terminal } = this;
    if (!terminal.interactive) return "there is no screen to keep it on; `map` draws it once";
    if (roomIn(terminal) < fewestRows) return `the window is too small; it takes ${fewestRows + rowsForPrompt} rows`;
    this.choice.isOn = true;
    this.choice.namespace = namespace;
    this.revision = undefined;
    return undefined;
  }

  turnOff(): boolean {
    const wasOn = this.choice.isOn;
    this.choice.isOn = false;
    this.terminal.pin([]);
    return wasOn;
  }

  /** Called now and then. It does not wait for a cluster that is slow to answer. */
  tick(): void {
    const { choice, terminal } = this;
    if (!choice.isOn || this.isReading) return;
    const size = `${terminal.width}x${terminal.rows}`;
    if (size !== this.size) {
      this.size = size;
      this.revision = undefined;
    } else if (this.now() - this.lookedAt < lookAgainMs) return;
    if (roomIn(terminal) < fewestRows) {
      this.turnOff();
      terminal.announce(["The window is too small for the map: it is off. `map on` brings it back."]);
      return;
    }
    this.lookedAt = this.now();
    this.isReading = true;
    void this.look().finally(() => {
      this.isReading = false;
    });
  }

  private async look(): Promise<void> {
    const { read, namespace } = this.observatory;
    try {
      const revision = await revisionOf(read);
      const subject = `${revision} ${this.choice.namespace ?? namespace()}`;
      if (subject === this.revision) return;
      this.revision = subject;
      const { readMap, renderMap } = await import("../observe/map/map.ts");
      const model = await readMap(read, this.choice.namespace ?? namespace());
      this.show(renderMap(model, this.paper()));
    } catch (error) {
      // What was seen last would be taken for what is.
      this.revision = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      this.show([this.styler.style("error", `${this.styler.mark("wrong")} map: ${reason}`)]);
    }
  }

  private show(lines: readonly string[]): void {
    if (!this.choice.isOn) return;
    const { terminal, styler } = this;
    const rule = styler.style("muted", (styler.plain ? "-" : "─").repeat(terminal.width));
    const shown = [rule, ...fitted(lines, roomIn(terminal) - 1, styler)];
    if (shown.length === this.whole.length && shown.every((line, at) => line === this.whole[at])) return;
    this.whole = shown;
    terminal.pin(shown);
  }

  private paper(): Paper {
    const { terminal, styler } = this;
    return { width: terminal.width, spoken: false, style: styler.style };
  }
}

function roomIn({ rows }: Terminal): number {
  return rows - rowsForPrompt;
}

function fitted(lines: readonly string[], room: number, styler: Styler): readonly string[] {
  if (lines.length <= room) return lines;
  const left = lines.length - room + 1;
  return [...lines.slice(0, room - 1), styler.style("muted", `… ${left} more lines; \`map\` draws it all`)];
}

/** Changes whenever anything in the cluster does. */
async function revisionOf(read: ApiTransport): Promise<string> {
  const response = await read({ method: "GET", path: "/api/v1/namespaces", query: { limit: "1" } });
  if (response.kind !== "object") return "";
  const { metadata } = response.body as { readonly metadata?: { readonly resourceVersion?: string } };
  return metadata?.resourceVersion ?? "";
}
