// Stands for what is typed while no line is read: whoever listened last gets it; without anybody it waits for the next line.

export type Listener = (data: string) => void;

export class TypedAhead {
  private waiting = "";
  private readonly listeners: Listener[] = [];

  hear(chunk: string): void {
    const listener = this.listeners.at(-1);
    if (listener === undefined) this.waiting += chunk;
    else listener(chunk);
  }

  listen(listener: Listener): () => void {
    this.listeners.push(listener);
    const typed = this.take();
    if (typed !== "") listener(typed);
    return () => {
      const index = this.listeners.indexOf(listener);
      if (index >= 0) this.listeners.splice(index, 1);
    };
  }

  /** For the next line, behind what waits already, whoever listens. */
  append(text: string): void {
    this.waiting += text;
  }

  /** Gives back what somebody took and did not use. */
  giveBack(text: string): void {
    this.waiting = text + this.waiting;
  }

  take(): string {
    const { waiting } = this;
    this.waiting = "";
    return waiting;
  }

  /** Ctrl-C: what was typed before it does not count. */
  interrupt(): void {
    this.waiting = "";
    this.listeners.at(-1)?.("\u0003");
  }
}
