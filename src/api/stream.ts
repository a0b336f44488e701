// Values that come over time, inside a synchronous cluster: a producer pushes, one observer is called at once.

export interface Observer<T> {
  next(value: T): void;
  /** The last call; nothing comes after it. A failure says why what came is not all there was. */
  end(failure?: Error): void;
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
  private failure: Error | undefined;

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

  end(failure?: Error): void {
    if (this.state !== "open") return;
    this.state = "ended";
    this.failure = failure;
    this.observer?.end(failure);
  }

  observe(observer: Observer<T>): void {
    if (this.observer !== undefined) throw new Error("a stream has one observer, and this one has it already");
    this.observer = observer;
    for (const value of this.buffer.splice(0)) observer.next(value);
    if (this.state === "ended") observer.end(this.failure);
  }

  cancel(): void {
    if (this.state !== "open") return;
    this.state = "cancelled";
    this.onCancel?.();
  }
}
