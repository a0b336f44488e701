// How the kernel shares out a node's processors when its containers want more than there is: by their requests. Pure.

export interface Demand {
  readonly wantedMs: number;
  /** Thousandths of a core that the container asked for. */
  readonly requestMillis: number;
}

/** Even who asks for nothing gets a little, as the least weight of a control group. */
const LEAST_SHARES = 2;

/** What each gets, in the order of the demands: nobody more than it wants, and all of it where it is enough for all. */
export function shareOut(demands: readonly Demand[], availableMs: number): readonly number[] {
  const granted = demands.map(() => 0);
  let leftMs = availableMs;
  let hungry = [...demands.keys()];
  while (hungry.length > 0 && leftMs > 1e-6) {
    const shares = hungry.map((index) => sharesOf(demands[index]));
    const all = shares.reduce((sum, each) => sum + each, 0);
    const offeredMs = leftMs;
    const still: number[] = [];
    for (const [at, index] of hungry.entries()) {
      const wantedMs = (demands[index]?.wantedMs ?? 0) - (granted[index] ?? 0);
      const offerMs = (offeredMs * (shares[at] ?? 0)) / all;
      const givenMs = Math.min(wantedMs, offerMs);
      granted[index] = (granted[index] ?? 0) + givenMs;
      leftMs -= givenMs;
      if (wantedMs > offerMs) still.push(index);
    }
    // Everybody took all that was offered, or nobody wants more.
    if (still.length === hungry.length) break;
    hungry = still;
  }
  return granted;
}

function sharesOf(demand: Demand | undefined): number {
  return Math.max(LEAST_SHARES, ((demand?.requestMillis ?? 0) * 1024) / 1000);
}
