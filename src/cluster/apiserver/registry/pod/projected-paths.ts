// Volumes that write the same path twice: only one of the files can be seen, so the server warns.

import type { Volume } from "../../../../api/types.ts";

interface Written {
  readonly path: string;
  /** As `Secret "s"`; "" where the volume has one source. */
  readonly source: string;
}

export function overlapWarnings(volume: Volume): string[] {
  const single = [
    { kind: "ConfigMap", items: volume.configMap?.items },
    { kind: "Secret", items: volume.secret?.items },
    { kind: "DownwardAPI", items: volume.downwardAPI?.items },
  ];
  const own = single.flatMap(({ kind, items }) => {
    const clashes = clashesIn((items ?? []).map(({ path }) => ({ path, source: "" })));
    return clashes.length === 0 ? [] : [`volume "${volume.name}" (${kind}): overlapping paths: ${clashes.join(", ")}`];
  });
  const projected = clashesIn(projectedPaths(volume));
  return [...own, ...projected.map((each) => `volume "${volume.name}" (Projected): overlapping paths: ${each}`)];
}

function clashesIn(list: readonly Written[]): string[] {
  return list.flatMap((entry, i) => {
    const earlier = list.slice(0, i).filter((other) => overlaps(other.path, entry.path));
    return earlier.length === 0 ? [] : [`${shown(entry)} with ${earlier.map(shown).join(", ")}`];
  });
}

function shown({ path, source }: Written): string {
  return source === "" ? `"${path}"` : `"${path}" (${source})`;
}

// Kubernetes v1.33 looks at the paths of the source before once more where a source lists none of its own, and so finds that
// a file overlaps with itself. Learners meet this warning; it belongs to this version.
function projectedPaths({ projected }: Volume): Written[] {
  let last: readonly Written[] = [];
  return (projected?.sources ?? []).flatMap((source) => {
    last = pathsOf(source) ?? last;
    return last;
  });
}

type Projection = NonNullable<NonNullable<Volume["projected"]>["sources"]>[number];

function pathsOf({ secret, configMap, downwardAPI, serviceAccountToken }: Projection): readonly Written[] | undefined {
  const from = (items: readonly { readonly path: string }[], source: string) =>
    items.map(({ path }) => ({ path: path.replace(/\/+$/, ""), source }));
  if (configMap?.items !== undefined) return from(configMap.items, `ConfigMap "${configMap.name}"`);
  if (secret?.items !== undefined) return from(secret.items, `Secret "${secret.name}"`);
  if (downwardAPI !== undefined) return from(downwardAPI.items ?? [], "DownwardAPI");
  if (serviceAccountToken !== undefined) return from([serviceAccountToken], "ServiceAccountToken");
  return undefined;
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
