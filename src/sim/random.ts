// Stands for chance: every random choice in the cluster comes from one seed, so that a run can be played again byte for byte.

/** Where a source stands: what it gives next follows from this. */
export interface RandomState {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly counter: number;
}

/** A seeded source of random numbers (sfc32). The same seed gives the same numbers on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string | number) {
    const mix = fnv1a(String(seed));
    this.a = mix;
    this.b = Math.imul(mix, 0x9e3779b1) | 0;
    this.c = Math.imul(mix ^ (mix >>> 15), 0x85ebca6b) | 0;
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A stream of its own: what one component draws does not change what another gets. */
  fork(label: string): Random {
    return new Random(`${this.uint32()}/${label}`);
  }

  /** Changes with every number drawn. */
  get drawn(): number {
    return this.counter;
  }

  state(): RandomState {
    const { a, b, c, counter } = this;
    return { a, b, c, counter };
  }

  /** Goes on from where another source stood. */
  follow(other: RandomState): void {
    this.a = other.a;
    this.b = other.b;
    this.c = other.c;
    this.counter = other.counter;
  }

  /** A whole number in [0, 2^32). */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.uint32() / 0x100000000;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  /** One of `items`; throws when there is none, because choosing from nothing is a bug of the caller. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error("cannot pick from an empty list");
    return items[this.below(items.length)] as T;
  }
}

/** The 32-bit FNV-1a hash of a text's UTF-16 code units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
