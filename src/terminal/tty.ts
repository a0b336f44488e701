// Stands for the learner's terminal: opens it, hands out its keys and its screen, and writes above what is drawn at the bottom.

import { ByteDecoder } from "../bytes/bytes.ts";
import type { FullScreen, ScreenUser } from "./full-screen.ts";
import type { Key } from "./keys.ts";
import type { Narrowing } from "./screen.ts";
import type { Styler } from "./style.ts";
import type { InputStream, LineRead, OutputStream, ReadLineOptions, Terminal } from "./terminal.ts";
import { Canvas } from "./tty/canvas.ts";
import { EditedLine } from "./tty/edited-line.ts";
import { Footer } from "./tty/footer.ts";
import { KeyReader } from "./tty/key-reader.ts";
import type { LineSource } from "./tty/line-source.ts";
import { TypedAhead } from "./tty/typed-ahead.ts";
import { WholeLines } from "./tty/whole-lines.ts";
import { WholeScreen } from "./tty/whole-screen.ts";
import { WindowSize } from "./tty/window-size.ts";
import { Writer } from "./tty/writer.ts";

export type { InputStream, LineRead, OutputStream, ReadLineOptions, Terminal };

export function openTerminal(input: InputStream, output: OutputStream, options: TerminalOptions): Terminal {
  const terminal = new StreamTerminal(input, output, options);
  terminal.open();
  return terminal;
}

export interface TerminalOptions {
  readonly styler: Styler;
  readonly history?: readonly string[];
  /** Called when the history is to be forgotten wherever it is kept. */
  readonly forgetHistory?: () => void;
  /** For terminals that cannot move their cursor, and for screen readers: the terminal driver's own editing, and no drawing. */
  readonly wholeLines?: boolean;
  /** Ctrl-Z: stops the program, and returns when it goes on. Absent where no shell could let it go on. */
  readonly stop?: () => Promise<void>;
  /** What this terminal does when its window becomes narrower; it breaks lines where nothing is said. */
  readonly narrowing?: Narrowing;
}

class StreamTerminal implements Terminal {
  readonly attended: boolean;
  readonly interactive: boolean;
  private readonly lines: LineSource;
  private readonly writer: Writer;
  private readonly canvas: Canvas;
  private readonly footer: Footer;
  private readonly screen: WholeScreen;
  private readonly keys: KeyReader;
  private readonly window = new WindowSize(() => this.drawAnew());
  private readonly ahead = new TypedAhead();
  private readonly decoder = new ByteDecoder();
  private readonly stop: TerminalOptions["stop"];
  private readonly forgetKept: TerminalOptions["forgetHistory"];
  /** Somebody else has the terminal; what is written waits. */
  private isLent = false;
  private hasEnded = false;

  constructor(
    private readonly input: InputStream,
    private readonly output: OutputStream,
    { styler, history = [], forgetHistory, wholeLines = false, stop, narrowing = "breaks" }: TerminalOptions,
  ) {
    this.stop = stop;
    this.forgetKept = forgetHistory;
    this.attended = input.isTTY === true && output.isTTY === true;
    this.interactive = this.attended && !wholeLines;
    this.screen = new WholeScreen(output, () => this.onScreenBack());
    const isAway = () => this.isLent || this.isTaken;
    this.canvas = new Canvas(output, { narrowing, isAway });
    this.writer = new Writer(output, {
      draws: this.interactive,
      isAway,
      isEditing: () => this.lines.isReading,
      erasing: () => this.canvas.erasing(),
      redraw: () => this.drawBottom(),
    });
    this.footer = new Footer(this.canvas, () => this.isFooterFree);
    const edited = new EditedLine(output, this.canvas, {
      styler,
      history,
      above: (rows) => this.footer.above(rows),
      readKeys: (chunk) => this.keys.read(chunk),
      left: (typed) => this.ahead.append(typed),
      suspend: () => this.suspend(),
      settled: () => this.window.forget(),
    });
    this.lines = this.interactive ? edited : new WholeLines(output, this.ahead, { history, attended: this.attended });
    this.keys = new KeyReader((keys) => this.press(keys, edited));
  }

  get width(): number {
    return Math.min(200, Math.max(40, this.output.columns ?? 80));
  }

  get rows(): number {
    return this.output.rows ?? 24;
  }

  get history(): readonly string[] {
    return this.lines.history;
  }

  forgetHistory(): void {
    this.lines.forgetHistory();
    this.forgetKept?.();
  }

  async lend<T>(use: () => Promise<T>): Promise<T> {
    this.close();
    this.isLent = true;
    try {
      return await use();
    } finally {
      this.isLent = false;
      this.open();
      this.writer.release();
    }
  }

  open(): void {
    this.input.on("data", this.receive);
    this.input.on("end", this.finish);
    if (this.interactive) {
      this.input.setRawMode?.(true);
      this.output.write("\u001b[?2004h");
      this.output.on?.("resize", this.resized);
    }
    this.input.resume();
  }

  close(): void {
    for (const part of [this.keys, this.footer, this.lines]) part.close();
    this.window.forget();
    this.screen.leave();
    if (!this.lines.isReading) this.canvas.hide();
    this.input.off("data", this.receive);
    this.input.off("end", this.finish);
    if (this.interactive) {
      this.output.write("\u001b[?2004l");
      this.input.setRawMode?.(false);
      this.output.off?.("resize", this.resized);
    }
    this.input.pause();
  }

  readLine(options: ReadLineOptions): Promise<LineRead> {
    const reading = this.lines.begin(options);
    this.screen.giveBack();
    this.writer.beginLine();
    this.lines.draw();
    const typed = this.ahead.take();
    if (typed !== "" || this.hasEnded) this.lines.receive(typed);
    return reading;
  }

  print(lines: readonly string[]): void {
    if (lines.length > 0) this.write(`${lines.join("\n")}\n`);
  }

  announce(lines: readonly string[]): void {
    this.writer.announce(lines);
  }

  write(text: string): void {
    this.writer.write(text);
  }

  pin(lines: readonly string[]): void {
    this.footer.pin(lines);
    this.promptChanged();
  }

  promptChanged(): void {
    if (this.interactive && this.lines.isReading && !this.isTaken && !this.window.isMoving) this.lines.draw();
  }

  live(lines: readonly string[] | undefined): void {
    this.footer.live(lines);
  }

  takeScreen(user: ScreenUser): FullScreen | undefined {
    const isTyping = this.lines.isReading && !this.lines.isElsewhere;
    if (!this.interactive || this.isTaken || isTyping) return undefined;
    this.canvas.hide();
    return this.screen.take(user);
  }

  get isTaken(): boolean {
    return this.screen.user !== undefined;
  }

  onInput(listener: (data: string) => void): () => void {
    return this.ahead.listen(listener);
  }

  takeKeys(): () => void {
    if (this.interactive) return this.footer.borrow();
    if (!this.attended) return () => undefined;
    this.input.setRawMode?.(true);
    return () => void this.input.setRawMode?.(false);
  }

  interrupt(): void {
    if (!this.lines.isReading) {
      this.ahead.interrupt();
      return;
    }
    this.ahead.take();
    this.output.write("\n");
    this.lines.settle({ kind: "interrupt" });
  }

  typeAhead(text: string): void {
    this.ahead.giveBack(text);
  }

  /** Ctrl-Z. */
  suspend(): void {
    const { stop } = this;
    if (stop === undefined || this.isLent) return;
    this.canvas.hide();
    void this.lend(stop).then(() => this.drawBottom());
  }

  private readonly receive = (data: string | Uint8Array): void => {
    const chunk = typeof data === "string" ? data : this.decoder.decode(data);
    if (this.isTaken) this.keys.read(chunk);
    else if (this.lines.isReading) this.lines.receive(chunk);
    else this.ahead.hear(chunk);
  };

  private press(keys: readonly Key[], edited: EditedLine): void {
    const { user } = this.screen;
    if (user === undefined) edited.press(keys);
    else if (keys.length > 0) user.keys(keys);
  }

  private readonly finish = (): void => {
    this.hasEnded = true;
    const rest = this.decoder.end();
    if (rest !== "") this.receive(rest);
    this.lines.end();
  };

  private readonly resized = (): void => {
    const { user } = this.screen;
    if (user === undefined) this.window.changed();
    else user.resized();
  };

  private drawAnew(): void {
    if (this.lines.isReading) this.lines.draw();
    else this.footer.drawNow();
  }

  /** The line, or what is pinned where no line is read. */
  private drawBottom(): void {
    if (this.lines.isReading) this.lines.draw();
    else this.footer.draw();
  }

  private get isFooterFree(): boolean {
    const isBusy = this.writer.isMidLine || this.isTaken || this.lines.isReading || this.window.isMoving;
    return this.interactive && !isBusy;
  }

  private onScreenBack(): void {
    if (!this.writer.release()) this.footer.draw();
  }
}
