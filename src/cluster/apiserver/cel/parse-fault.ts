// What keeps an expression from being read.

/** Where an expression cannot be read any further. */
export class ParseFault extends Error {
  constructor(
    readonly at: number,
    /** The complaint, where it does not follow from the place. */
    readonly told?: string,
  ) {
    super(told ?? `cannot be read at ${at}`);
  }
}
