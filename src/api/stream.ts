// Values that come over time, inside a synchronous cluster: a producer pushes, one observer is called at once.

export interface Observer<T> {
  next(value: T): void;
  /** The last call; nothing comes after it. */
  end(): void;
}

/** What a consumer is given. */
export interface Source<T> {
  /** Hands over what came so far, then each later value as it comes. A source has one observer. */
  observe(observer: Observer<T>): void;
  /** The consumer has lost interest: nothing more is delivered and the producer is told. */
  cancel(): void;
}

/** Both ends of a stream; what is pushed before someone observes is kept. */
export class Channel<T> implements Source<T> {
  private readonly buffer: T[] = [];
  private observer: Observer<T> | undefined;
  private state: "open" | "ended" | "cancelled" = "open";

  /** @param onCancel told once, when the consumer cancels a stream that has not ended. */
  constructor(private readonly onCancel?: () => void) {}

  get open(): boolean {
    return this.state === "open";
  }

  push(value: T): void {
    if (this.state !== "open") return;
    if (this.observer === undefined) this.buffer.push(value);
    else this.observer.next(value);
  }

  end(): void {
    if (this.state !== "open") return;
    this.state = "ended";
    this.observer?.end();
  }

  observe(observer: Observer<T>): void {
    if (this.observer !== undefined) throw new Error("a stream has one observer, and this one has it already");
    this.observer = observer;
    for (const value of this.buffer.splice(0)) observer.next(value);
    if (this.state === "ended") observer.end();
  }

  cancel(): void {
    if (this.state !== "open") return;
    this.state = "cancelled";
    this.onCancel?.();
  }
}
