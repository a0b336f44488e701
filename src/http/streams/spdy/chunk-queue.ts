// Bytes that came in pieces, taken out in pieces of other sizes. Each byte is copied at most once, however small the pieces.

export class ChunkQueue {
  private chunks: Buffer[] = [];
  private size = 0;

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  /** The next `length` bytes, or undefined while they are not all there. */
  take(length: number): Buffer | undefined {
    if (this.size < length) return undefined;
    this.size -= length;
    const taken: Buffer[] = [];
    let count = 0;
    let missing = length;
    while (missing > 0) {
      const chunk = this.chunks[count] ?? Buffer.alloc(0);
      if (chunk.length > missing) {
        this.chunks[count] = chunk.subarray(missing);
        taken.push(chunk.subarray(0, missing));
        break;
      }
      taken.push(chunk);
      missing -= chunk.length;
      count += 1;
    }
    this.chunks.splice(0, count);
    const [first] = taken;
    return first !== undefined && taken.length === 1 ? first : Buffer.concat(taken, length);
  }
}
