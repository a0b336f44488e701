// What label and annotate share: reading `KEY=VALUE` and `KEY-`, and changing a map of metadata.

import { KubectlError } from "./errors.ts";

export interface MetadataChanges {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** Takes the arguments apart: resources first, then changes. @param what `label` or `annotation`, for errors. */
export function splitChanges(args: readonly string[], what: string): { resources: string[]; changes: MetadataChanges } {
  const resources: string[] = [];
  const specs: string[] = [];
  for (const arg of args) {
    if (isChange(arg)) specs.push(arg);
    else if (specs.length === 0) resources.push(arg);
    else throw new KubectlError(`all resources must be specified before ${what} changes: ${arg}`);
  }
  return { resources, changes: parseChanges(specs, what) };
}

function isChange(arg: string): boolean {
  return arg.indexOf("=") > 0 || (arg.endsWith("-") && arg !== "-");
}

function parseChanges(specs: readonly string[], what: string): MetadataChanges {
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const spec of specs) {
    const equals = spec.indexOf("=");
    if (equals > 0) set.set(spec.slice(0, equals), spec.slice(equals + 1));
    else removed.push(spec.slice(0, -1));
  }
  const both = removed.filter((key) => set.has(key));
  if (both.length > 0) {
    throw new KubectlError(
      what === "label"
        ? "can not both modify and remove a label in the same command"
        : `can not both modify and remove the following annotation(s) in the same command: ${both.join(", ")}`,
    );
  }
  return { set, removed };
}

/** The merge patch of metadata that makes the changes. */
export function metadataPatch(
  field: "labels" | "annotations",
  changes: MetadataChanges,
  current: Readonly<Record<string, string>>,
): unknown {
  const values: Record<string, string | null> = Object.fromEntries(changes.set);
  for (const key of changes.removed) if (current[key] !== undefined) values[key] = null;
  return { metadata: { [field]: values } };
}
