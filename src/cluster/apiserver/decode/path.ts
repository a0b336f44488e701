// Where in a body a value stands.

/** Where a value stands: names for Go's errors, which leave out indices, and indices for ours. Linked, as it is rarely read. */
export interface Path {
  readonly parent: Path | undefined;
  readonly step: string | number;
}

export function names(path: Path): string {
  return steps(path)
    .filter((each) => typeof each === "string")
    .join(".");
}

/** The name of the field where a value stands, or in whose list it stands. */
export function lastName(path: Path): string {
  if (typeof path.step === "string") return path.step;
  return path.parent === undefined ? "" : lastName(path.parent);
}

export function pathText(path: Path): string {
  return steps(path)
    .map((each, index) => (typeof each === "number" ? `[${each}]` : index === 0 ? each : `.${each}`))
    .join("");
}

function steps(path: Path | undefined): (string | number)[] {
  return path === undefined ? [] : [...steps(path.parent), path.step];
}
