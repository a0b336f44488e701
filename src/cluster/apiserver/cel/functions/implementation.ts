// What stands behind the name of a function.

/** Of a method the first argument is what it is called on. */
export type Implementation = (...args: readonly unknown[]) => unknown;

export type Implementations = Readonly<Record<string, Implementation>>;
