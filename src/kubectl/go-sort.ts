// Orders as Go's sort.Sort does, which is not stable: where kubectl leaves it to Go what becomes of equals, ours has them in the same
// places. The algorithm is pattern-defeating quicksort, with Go's limits.

export type Less<T> = (one: T, other: T) => boolean;

const mostInserted = 12;
const fewestForNinther = 50;
const fewestToShift = 50;
const mostSwaps = 12;
const mostSteps = 5;

/** A sorted copy. `less` may be inconsistent, as where values are missing: the outcome is then Go's, too. */
export function goSorted<T>(items: readonly T[], less: Less<T>): T[] {
  const copy = [...items];
  sortRange(new Rows(copy, less), 0, copy.length, bitLength(copy.length));
  return copy;
}

class Rows<T> {
  constructor(
    private readonly rows: T[],
    private readonly compare: Less<T>,
  ) {}

  less(i: number, j: number): boolean {
    return this.compare(this.rows[i] as T, this.rows[j] as T);
  }

  swap(i: number, j: number): void {
    const kept = this.rows[i] as T;
    this.rows[i] = this.rows[j] as T;
    this.rows[j] = kept;
  }
}

function bitLength(n: number): number {
  return n === 0 ? 0 : 32 - Math.clz32(n);
}

function sortRange<T>(rows: Rows<T>, from: number, to: number, limit: number): void {
  let [begin, end, depth, balanced, partitioned] = [from, to, limit, true, true];
  for (;;) {
    const length = end - begin;
    if (length <= mostInserted) {
      insertionSort(rows, begin, end);
      return;
    }
    if (depth === 0) {
      heapSort(rows, begin, end);
      return;
    }
    if (!balanced) {
      breakPatterns(rows, begin, end);
      depth--;
    }
    let { pivot, hint } = choosePivot(rows, begin, end);
    if (hint === "decreasing") {
      reverse(rows, begin, end);
      pivot = end - 1 - (pivot - begin);
      hint = "increasing";
    }
    if (balanced && partitioned && hint === "increasing" && partialInsertionSort(rows, begin, end)) return;
    // What is before the range is not smaller than the pivot: it holds many equals.
    if (begin > 0 && !rows.less(begin - 1, pivot)) {
      begin = partitionEqual(rows, begin, end, pivot);
      continue;
    }
    const { middle, already } = partition(rows, begin, end, pivot);
    partitioned = already;
    const [left, right] = [middle - begin, end - middle];
    balanced = Math.min(left, right) >= Math.floor(length / 8);
    if (left < right) {
      sortRange(rows, begin, middle, depth);
      begin = middle + 1;
    } else {
      sortRange(rows, middle + 1, end, depth);
      end = middle;
    }
  }
}

function insertionSort<T>(rows: Rows<T>, begin: number, end: number): void {
  for (let i = begin + 1; i < end; i++) {
    for (let j = i; j > begin && rows.less(j, j - 1); j--) rows.swap(j, j - 1);
  }
}

function heapSort<T>(rows: Rows<T>, begin: number, end: number): void {
  const length = end - begin;
  for (let i = Math.floor((length - 1) / 2); i >= 0; i--) siftDown(rows, i, length, begin);
  for (let i = length - 1; i >= 0; i--) {
    rows.swap(begin, begin + i);
    siftDown(rows, 0, i, begin);
  }
}

function siftDown<T>(rows: Rows<T>, from: number, length: number, first: number): void {
  let root = from;
  for (;;) {
    let child = 2 * root + 1;
    if (child >= length) return;
    if (child + 1 < length && rows.less(first + child, first + child + 1)) child++;
    if (!rows.less(first + root, first + child)) return;
    rows.swap(first + root, first + child);
    root = child;
  }
}

function partition<T>(rows: Rows<T>, begin: number, end: number, pivot: number): { middle: number; already: boolean } {
  rows.swap(begin, pivot);
  let [i, j, already] = [begin + 1, end - 1, true];
  for (;;) {
    while (i <= j && rows.less(i, begin)) i++;
    while (i <= j && !rows.less(j, begin)) j--;
    if (i > j) break;
    already = false;
    rows.swap(i++, j--);
  }
  rows.swap(j, begin);
  return { middle: j, already };
}

function partitionEqual<T>(rows: Rows<T>, begin: number, end: number, pivot: number): number {
  rows.swap(begin, pivot);
  let [i, j] = [begin + 1, end - 1];
  for (;;) {
    while (i <= j && !rows.less(begin, i)) i++;
    while (i <= j && rows.less(begin, j)) j--;
    if (i > j) return i;
    rows.swap(i++, j--);
  }
}

/** True when the range has become sorted with few steps. */
function partialInsertionSort<T>(rows: Rows<T>, begin: number, end: number): boolean {
  let i = begin + 1;
  for (let step = 0; step < mostSteps; step++) {
    while (i < end && !rows.less(i, i - 1)) i++;
    if (i === end) return true;
    if (end - begin < fewestToShift) return false;
    rows.swap(i, i - 1);
    if (i - begin >= 2) for (let j = i - 1; j >= 1 && rows.less(j, j - 1); j--) rows.swap(j, j - 1);
    if (end - i >= 2) for (let j = i + 1; j < end && rows.less(j, j - 1); j++) rows.swap(j, j - 1);
  }
  return false;
}

function breakPatterns<T>(rows: Rows<T>, begin: number, end: number): void {
  const length = end - begin;
  if (length < 8) return;
  const next = xorshift(BigInt(length));
  const mask = (1n << BigInt(bitLength(length))) - 1n;
  const place = begin + Math.floor(length / 4) * 2 - 1;
  for (let i = 0; i < 3; i++) {
    const drawn = Number(next() & mask);
    rows.swap(place + i, begin + (drawn >= length ? drawn - length : drawn));
  }
}

function xorshift(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state ^ (state << 13n));
    state ^= state >> 7n;
    state = BigInt.asUintN(64, state ^ (state << 17n));
    return state;
  };
}

type Hint = "increasing" | "decreasing" | "unknown";

function choosePivot<T>(rows: Rows<T>, begin: number, end: number): { pivot: number; hint: Hint } {
  const length = end - begin;
  const quarter = Math.floor(length / 4);
  let swaps = 0;
  const ordered = (a: number, b: number): [number, number] => {
    if (!rows.less(b, a)) return [a, b];
    swaps++;
    return [b, a];
  };
  const median = (first: number, second: number, third: number): number => {
    let [a, b, c] = [first, second, third];
    [a, b] = ordered(a, b);
    [b, c] = ordered(b, c);
    [a, b] = ordered(a, b);
    return b;
  };
  const around = (at: number) => (length >= fewestForNinther ? median(at - 1, at, at + 1) : at);
  const [i, j, k] = [around(begin + quarter), around(begin + quarter * 2), around(begin + quarter * 3)];
  const pivot = median(i, j, k);
  return { pivot, hint: swaps === 0 ? "increasing" : swaps === mostSwaps ? "decreasing" : "unknown" };
}

function reverse<T>(rows: Rows<T>, begin: number, end: number): void {
  for (let [i, j] = [begin, end - 1]; i < j; i++, j--) rows.swap(i, j);
}
