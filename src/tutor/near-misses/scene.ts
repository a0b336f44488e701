// What near misses look at: the cluster as it is, each list read once.

import type { AnyObject } from "../../api/types.ts";
import { findObjects, type ObjectQuery } from "../objects.ts";
import type { World } from "../world.ts";

export interface Scene {
  readonly world: World;
  /** `Kind/name` of all that the step asks for: what is asked for is no slip for something else. */
  readonly wanted: ReadonlySet<string>;
  /** All objects of a kind, in all namespaces; those that are being deleted, too. */
  all(kind: string): Promise<readonly AnyObject[]>;
  /** Those of one namespace that are not being deleted. */
  living(kind: string, namespace: string): Promise<readonly AnyObject[]>;
}

export function sceneOf(world: World, wanted: ReadonlySet<string> = new Set()): Scene {
  const lists = new Map<string, Promise<readonly AnyObject[]>>();
  const all = (kind: string) => {
    const list = lists.get(kind) ?? findObjects(world.read, { kind, namespace: "*" }, world.namespace);
    lists.set(kind, list);
    return list;
  };
  const living = async (kind: string, namespace: string) =>
    (await all(kind)).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined && (metadata.namespace ?? namespace) === namespace,
    );
  return { world, wanted, all, living };
}

export function namespaceOf(query: Pick<ObjectQuery, "namespace">, { world }: Scene): string {
  return query.namespace === undefined || query.namespace === "*" ? world.namespace : query.namespace;
}

/** "Pod `web`". */
export function nameOf({ kind, metadata }: AnyObject): string {
  return `${kind} \`${metadata.name}\``;
}

export function ownersOf({ metadata }: AnyObject): readonly { readonly kind: string; readonly name: string }[] {
  return metadata.ownerReferences ?? [];
}

export function describing(object: AnyObject): string {
  return `\`kubectl describe ${object.kind.toLowerCase()} ${object.metadata.name}\``;
}

/** Events about the object, the latest last. */
export async function eventsAbout({ kind, metadata }: AnyObject, scene: Scene): Promise<readonly EventObject[]> {
  const events = (await scene.all("Event")) as unknown as readonly EventObject[];
  return events
    .filter(({ involvedObject }) => involvedObject?.kind === kind && involvedObject.uid === metadata.uid)
    .toSorted((a, b) => timeOf(a) - timeOf(b) || versionOf(a) - versionOf(b));
}

interface EventObject {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly involvedObject?: { readonly kind?: string; readonly uid?: string };
}

// Most events tell their instants in whole seconds.
function timeOf({ lastTimestamp, eventTime }: EventObject): number {
  return Math.floor((Date.parse(lastTimestamp ?? eventTime ?? "") || 0) / 1000);
}

function versionOf({ metadata }: EventObject): number {
  return Number(metadata?.resourceVersion ?? 0);
}
