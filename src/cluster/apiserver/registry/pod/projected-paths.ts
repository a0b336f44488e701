// Volumes that write the same path twice: only one of the files can be seen, so the server warns.

import type { Volume } from "../../../../api/types.ts";

interface Written {
  readonly path: string;
  /** As `Secret "s"`; "" where the volume has one source. */
  readonly source: string;
}

type Paths = readonly { readonly path: string }[];

export function overlapWarnings(volume: Volume): string[] {
  const { configMap, secret, downwardAPI } = volume;
  return [
    ...within(volume, `ConfigMap "${configMap?.name ?? ""}"`, configMap?.items),
    ...within(volume, `Secret "${secret?.secretName ?? ""}"`, secret?.items),
    ...within(volume, "DownwardAPI", downwardAPI?.items),
    ...projectedWarnings(volume),
  ];
}

function within({ name }: Volume, what: string, items: Paths = []): string[] {
  return clashesIn(named(items, ""), []).map((clash) => warning(name, what, clash));
}

function warning(volume: string, what: string, clash: string): string {
  return `volume "${volume}" (${what}): overlapping paths: ${clash}`;
}

function named(items: Paths, source: string): Written[] {
  return items.map(({ path }) => ({ path, source }));
}

/** Each of the paths with each of the earlier ones that it overlaps; the paths join the earlier ones. */
function clashesIn(paths: readonly Written[], earlier: Written[]): string[] {
  return paths.flatMap(({ path, source }) => {
    const entry = { path: (path ?? "").replace(/\/+$/, ""), source };
    const clashes = earlier
      .filter((other) => overlaps(other.path, entry.path))
      .map((other) => `${shown(entry)} with ${shown(other)}`);
    earlier.push(entry);
    return clashes;
  });
}

function shown({ path, source }: Written): string {
  return source === "" ? `"${path}"` : `"${path}" (${source})`;
}

// Kubernetes v1.33 looks at the paths of the source before once more where a source lists none of its own, and so finds that
// a file overlaps with itself. Learners meet this warning; it belongs to this version.
function projectedWarnings({ name, projected }: Volume): string[] {
  const earlier: Written[] = [];
  let last: readonly Written[] = [];
  return (projected?.sources ?? []).flatMap((source) => {
    if (Object.keys(source).length === 0) return [`volume "${name}" (Projected) has no sources provided`];
    last = pathsOf(source) ?? last;
    return clashesIn(last, earlier).map((clash) => warning(name, "Projected", clash));
  });
}

type Projection = NonNullable<NonNullable<Volume["projected"]>["sources"]>[number];

function pathsOf({ secret, configMap, downwardAPI, serviceAccountToken }: Projection): readonly Written[] | undefined {
  if (configMap?.items !== undefined) return named(configMap.items, `ConfigMap "${configMap.name ?? ""}"`);
  if (secret?.items !== undefined) return named(secret.items, `Secret "${secret.name ?? ""}"`);
  if (downwardAPI?.items !== undefined) return named(downwardAPI.items, "DownwardAPI");
  if (serviceAccountToken !== undefined) return named([serviceAccountToken], "ServiceAccountToken");
  return undefined;
}

function overlaps(a: string, b: string): boolean {
  return a !== "" && b !== "" && (a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`));
}
