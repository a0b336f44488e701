// The map above the prompt: read again when the cluster has changed, and drawn again where the drawing has.

import type { ApiTransport } from "../api/request.ts";
import type { Paper } from "../observe/paper.ts";
import { wrapInline } from "../terminal/inline.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Console } from "./console.ts";
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
    private readonly looks: Pick<Console, "styler" | "texts">,
    private readonly observatory: Observatory,
    private readonly choice: MapChoice,
    private readonly now: () => number = () => performance.now(),
  ) {}

  turnOn(namespace: string | undefined): string | undefined {
    const { terminal } = this;
    if (!terminal.interactive) return this.looks.texts.prompt.noScreen;
    if (roomIn(terminal) < fewestRows) return this.looks.texts.prompt.smallWindow(fewestRows + rowsForPrompt);
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
      terminal.announce(wrapInline(this.looks.texts.prompt.mapIsOff, terminal.width, this.looks.styler));
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
      const { saysIn } = await import("../observe/language/languages.ts");
      const says = await saysIn(this.looks.texts.code);
      const model = await readMap(read, this.choice.namespace ?? namespace(), says);
      this.show(renderMap(model, { ...this.paper(), says }));
    } catch (error) {
      // What was seen last would be taken for what is.
      this.revision = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      const { styler } = this.looks;
      this.show([styler.style("error", `${styler.mark("wrong")} map: ${reason}`)]);
    }
  }

  private show(lines: readonly string[]): void {
    if (!this.choice.isOn) return;
    const { terminal } = this;
    const { styler, texts } = this.looks;
    const rule = styler.style("muted", (styler.plain ? "-" : "─").repeat(terminal.width));
    const shown = [
      rule,
      ...fitted(lines, roomIn(terminal) - 1, (left) => styler.style("muted", texts.prompt.moreLines(left))),
    ];
    if (shown.length === this.whole.length && shown.every((line, at) => line === this.whole[at])) return;
    this.whole = shown;
    terminal.pin(shown);
  }

  private paper(): Paper {
    const { terminal, looks } = this;
    return { width: terminal.width, spoken: false, style: looks.styler.style };
  }
}

function roomIn({ rows }: Terminal): number {
  return rows - rowsForPrompt;
}

function fitted(lines: readonly string[], room: number, more: (left: number) => string): readonly string[] {
  if (lines.length <= room) return lines;
  const left = lines.length - room + 1;
  return [...lines.slice(0, room - 1), more(left)];
}

/** Changes whenever anything in the cluster does. */
async function revisionOf(read: ApiTransport): Promise<string> {
  const response = await read({ method: "GET", path: "/api/v1/namespaces", query: { limit: "1" } });
  if (response.kind !== "object") return "";
  const { metadata } = response.body as { readonly metadata?: { readonly resourceVersion?: string } };
  return metadata?.resourceVersion ?? "";
}
