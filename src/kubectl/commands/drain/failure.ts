// Why a node could not be drained.

export class DrainFailure extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.length === 1 ? reasons[0] : `[${reasons.join(", ")}]`);
  }
}
