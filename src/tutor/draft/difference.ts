// What has become of a cluster and of a working directory between two moments, as far as somebody meant it: not what controllers made of it.

import type { AnyObject } from "../../api/types.ts";

export interface Scene {
  readonly objects: readonly AnyObject[];
  readonly files: Readonly<Record<string, string>>;
}

export interface Difference {
  readonly created: readonly AnyObject[];
  /** The same object, and what is another in it. */
  readonly changed: readonly Changed[];
  /** Another object by the same name. */
  readonly replaced: readonly AnyObject[];
  readonly deleted: readonly AnyObject[];
  /** Paths of files that are new or another. */
  readonly written: readonly string[];
}

export interface Changed {
  readonly object: AnyObject;
  readonly fields: readonly FieldChange[];
}

/** `path` by names and indices; no value: the field is gone. */
export interface FieldChange {
  readonly path: readonly (string | number)[];
  readonly value?: string | number | boolean;
}

/** Kinds that only the system writes. */
export const SYSTEMS_OWN: ReadonlySet<string> = new Set([
  "Event",
  "Endpoints",
  "EndpointSlice",
  "Lease",
  "ControllerRevision",
  "VolumeAttachment",
]);

export function differenceOf(before: Scene, after: Scene): Difference {
  const old = new Map(meant(before).map((object) => [keyOf(object), object]));
  const now = new Map(meant(after).map((object) => [keyOf(object), object]));
  const both = [...now.values()].flatMap((object) => {
    const earlier = old.get(keyOf(object));
    return earlier === undefined ? [] : [{ object, earlier }];
  });
  const isSame = ({ object, earlier }: (typeof both)[number]) => object.metadata.uid === earlier.metadata.uid;
  return {
    created: [...now.values()].filter((object) => !old.has(keyOf(object))),
    changed: both
      .filter(isSame)
      .map(({ object, earlier }) => ({ object, fields: changesOf(earlier, object) }))
      .filter(({ fields }) => fields.length > 0),
    replaced: both.filter((pair) => !isSame(pair)).map(({ object }) => object),
    deleted: [...old.values()].filter((object) => !now.has(keyOf(object))),
    written: Object.keys(after.files).filter((path) => after.files[path] !== before.files[path]),
  };
}

/** The objects of a scene that somebody asked for. */
export function meant({ objects }: Scene): readonly AnyObject[] {
  return objects.filter(
    ({ kind, metadata }) =>
      !SYSTEMS_OWN.has(kind) &&
      metadata.ownerReferences === undefined &&
      metadata.deletionTimestamp === undefined &&
      !(kind === "ConfigMap" && metadata.name === "kube-root-ca.crt") &&
      !(kind === "ServiceAccount" && metadata.name === "default"),
  );
}

export function keyOf({ kind, metadata }: AnyObject): string {
  return `${kind}/${metadata.namespace ?? ""}/${metadata.name}`;
}

type Tree = Readonly<Record<string, unknown>>;

function changesOf(earlier: AnyObject, later: AnyObject): readonly FieldChange[] {
  const [a, b] = [earlier, later].map((object) => {
    const { status: _status, metadata, ...rest } = object as unknown as Tree;
    const { labels, annotations } = metadata as Tree;
    const own = Object.entries((annotations ?? {}) as Tree).filter(([key]) => !/kubernetes\.io\//.test(key));
    return { metadata: { labels: labels ?? {}, annotations: Object.fromEntries(own) }, ...rest };
  });
  return [...changes(a, b, [])];
}

function* changes(a: unknown, b: unknown, path: readonly (string | number)[]): Generator<FieldChange> {
  if (JSON.stringify(a) === JSON.stringify(b)) return;
  if (b === undefined || b === null) yield { path };
  else if (typeof b !== "object") yield { path, value: b as string | number | boolean };
  else {
    const keys = new Set([...Object.keys(b), ...(typeof a === "object" && a !== null ? Object.keys(a) : [])]);
    for (const key of keys) {
      const step = Array.isArray(b) ? Number(key) : key;
      yield* changes((a as Tree | undefined)?.[key], (b as Tree)[key], [...path, step]);
    }
  }
}
