// What has been received and is not kept yet: bounded, for one connection and for all of them, however slow the storage is.

export class Pending {
  private bytes = 0;

  /** @param whole the bound of all, of which this one is a part. */
  constructor(
    private readonly limit: number,
    private readonly whole?: Pending,
  ) {}

  /** Whether there is room for so much; then it is taken. */
  take(bytes: number): boolean {
    if (this.bytes + bytes > this.limit || this.whole?.take(bytes) === false) return false;
    this.bytes += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.bytes -= bytes;
    this.whole?.giveBack(bytes);
  }
}
