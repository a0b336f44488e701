// What label and annotate share: reading `KEY=VALUE` and `KEY-`, and changing a map of metadata.

import { KubectlError } from "./errors.ts";

export interface MetadataChanges {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** Takes the arguments apart: resources first, then changes. @param what `label` or `annotation`, for errors. */
export function splitChanges(args: readonly string[], what: string): { resources: string[]; changes: MetadataChanges } {
  const first = args.findIndex((arg, index) => index > 0 && (arg.includes("=") || arg.endsWith("-")));
  const direct = args.findIndex((arg) => arg.includes("="));
  const start = first === -1 ? direct : direct === 0 ? 0 : first;
  const resources = start === -1 ? [...args] : args.slice(0, start);
  const specs = start === -1 ? [] : args.slice(start);
  return { resources, changes: parseChanges(specs, what) };
}

function parseChanges(specs: readonly string[], what: string): MetadataChanges {
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const spec of specs) {
    const equals = spec.indexOf("=");
    if (equals > 0) set.set(spec.slice(0, equals), spec.slice(equals + 1));
    else if (spec.endsWith("-")) removed.push(spec.slice(0, -1));
    else
      throw new KubectlError(what === "label" ? `unknown label spec: ${spec}` : `unexpected annotation spec: ${spec}`);
  }
  if (removed.some((key) => set.has(key))) {
    throw new KubectlError(
      `can not both modify and remove ${what === "label" ? "a label" : "an annotation"} in the same command`,
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
