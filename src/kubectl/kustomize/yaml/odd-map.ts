/** A map of YAML with a key that is no string, which JSON cannot hold. */
export class OddMap {
  constructor(readonly entries: readonly (readonly [unknown, unknown])[]) {}
}
