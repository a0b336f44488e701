// Stands for what the tutor says while a command prints: it comes between two lines, never within one.

export class Announcements {
  private waiting: readonly string[] = [];

  add(lines: readonly string[]): void {
    this.waiting = [...this.waiting, ...lines];
  }

  /** Puts what waits behind the end of the line that was half written. */
  within(text: string): string {
    const end = text.indexOf("\n") + 1;
    if (this.waiting.length === 0 || end === 0) return text;
    return text.slice(0, end) + this.take() + text.slice(end);
  }

  take(): string {
    const { waiting } = this;
    this.waiting = [];
    return waiting.map((line) => `${line}\n`).join("");
  }
}
