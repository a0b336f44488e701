// Stands for the garbage collector: removes what has lost its last owner, and carries out foreground and orphaning deletions.

import { catalogue, parseApiVersion } from "../../api/catalogue.ts";
import type { KubeObject, OwnerReference } from "../../api/types.ts";
import type { ResourceAddress } from "../client/client.ts";
import { type Informer, keyOf } from "../client/informer.ts";
import type { ReconcileResult } from "../client/work-queue.ts";
import type { ControllerContext } from "./controller.ts";
import { ignoringNotFound } from "./ownership.ts";

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";
/** An owner that was never seen may yet turn up; the real collector asks the server, which takes it a moment. */
const ABSENT_OWNER_MS = 1000;

interface Item {
  readonly resource: ResourceAddress;
  object: KubeObject;
}

export function startGarbageCollector(context: ControllerContext): void {
  const { client } = context;
  const items = new Map<string, Item>();
  const dependents = new Map<string, Set<string>>();
  const kinds = new Set<string>();
  /** Objects with owners of kinds that are not known yet. */
  const unresolved = new Set<string>();
  const queue = context.queue(reconcile, { latencyMs: 20 });

  for (const { group, version, resource, kind } of collectedResources()) {
    kinds.add(`${group}/${kind}`);
    const address = { group, version, resource };
    collectFrom(address, context.informers.of<KubeObject>(address));
  }
  context.customKinds.watch({
    found: (kind, objects) => {
      kinds.add(`${kind.group}/${kind.kind}`);
      collectFrom(kind, objects);
      for (const uid of unresolved) queue.add(uid);
      unresolved.clear();
    },
    lost: ({ group, kind }) => kinds.delete(`${group}/${kind}`),
  });

  function collectFrom(address: ResourceAddress, objects: Informer<KubeObject>): void {
    objects.onChange((next, previous) => {
      if (next !== undefined && previous !== undefined && hasSameOwners(next, previous)) {
        renew(address, next);
        return;
      }
      if (previous !== undefined) forget(previous);
      if (next !== undefined) remember(address, next, previous);
      else if (previous !== undefined) for (const uid of dependents.get(previous.metadata.uid) ?? []) queue.add(uid);
    });
  }

  /** What most changes come to: the same object with the same owners. */
  function renew(resource: ResourceAddress, object: KubeObject): void {
    const { uid, finalizers = [], deletionTimestamp } = object.metadata;
    const item = items.get(uid);
    if (item === undefined) items.set(uid, { resource, object });
    else item.object = object;
    if (deletionTimestamp !== undefined && finalizers.some(isOurs)) queue.add(uid);
  }

  function remember(resource: ResourceAddress, object: KubeObject, previous: KubeObject | undefined): void {
    const { uid, ownerReferences = [], finalizers = [], deletionTimestamp } = object.metadata;
    items.set(uid, { resource, object });
    for (const owner of ownerReferences) {
      const known = dependents.get(owner.uid);
      if (known === undefined) dependents.set(owner.uid, new Set([uid]));
      else known.add(uid);
    }
    const owners = (each: KubeObject | undefined) => JSON.stringify(each?.metadata.ownerReferences ?? []);
    if (ownerReferences.length > 0 && owners(object) !== owners(previous)) queue.addAfter(uid, ABSENT_OWNER_MS);
    if (deletionTimestamp !== undefined && finalizers.some(isOurs)) queue.add(uid);
  }

  function forget({ metadata: { uid, ownerReferences = [] } }: KubeObject): void {
    items.delete(uid);
    unresolved.delete(uid);
    for (const owner of ownerReferences) {
      const known = dependents.get(owner.uid);
      known?.delete(uid);
      if (known?.size === 0) dependents.delete(owner.uid);
      // An owner in the foreground waits for its dependents, one of which is less now.
      if (items.get(owner.uid)?.object.metadata.finalizers?.includes(FOREGROUND) === true) queue.add(owner.uid);
    }
  }

  function reconcile(uid: string): ReconcileResult {
    const item = items.get(uid);
    if (item === undefined) return {};
    const { deletionTimestamp, finalizers = [] } = item.object.metadata;
    if (deletionTimestamp === undefined) collect(item);
    else if (finalizers.includes(ORPHAN)) orphanDependents(item);
    else if (finalizers.includes(FOREGROUND)) deleteDependents(item);
    return {};
  }

  function dependentsOf(uid: string): Item[] {
    return [...(dependents.get(uid) ?? [])].flatMap((dependent) => items.get(dependent) ?? []);
  }

  function orphanDependents(owner: Item): void {
    const { uid } = owner.object.metadata;
    for (const dependent of dependentsOf(uid)) dropOwners(dependent, (reference) => reference.uid === uid);
    dropFinalizer(owner, ORPHAN);
  }

  function deleteDependents(owner: Item): void {
    const { uid } = owner.object.metadata;
    const all = dependentsOf(uid);
    for (const dependent of all) queue.add(dependent.object.metadata.uid);
    const blocking = all.filter(({ object }) => referenceTo(object, uid)?.blockOwnerDeletion === true);
    if (blocking.length === 0) dropFinalizer(owner, FOREGROUND);
  }

  /** Deletes the item when none of its owners is left; otherwise strikes out those that are not. */
  function collect(item: Item): void {
    const owners = item.object.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const states = owners.map((owner) => ({ owner, state: stateOf(owner, item.object) }));
    const isLeft = states.some(({ state }) => state === "solid");
    const lost = new Set(states.filter(({ state }) => state !== "solid").map(({ owner }) => owner.uid));
    if (isLeft && lost.size > 0) {
      dropOwners(item, ({ uid }) => lost.has(uid));
      return;
    }
    if (isLeft) return;
    const isWaitedFor =
      states.some(({ state }) => state === "waiting") && dependentsOf(item.object.metadata.uid).length > 0;
    const { uid, finalizers = [] } = item.object.metadata;
    const policy =
      isWaitedFor || finalizers.includes(FOREGROUND)
        ? "Foreground"
        : finalizers.includes(ORPHAN)
          ? "Orphan"
          : "Background";
    ignoringNotFound(() =>
      client.delete(item.resource, keyOf(item.object), { propagationPolicy: policy, preconditions: { uid } }),
    );
  }

  /** `waiting`: being deleted itself, as soon as its dependents are gone. */
  function stateOf(reference: OwnerReference, dependent: KubeObject): "solid" | "waiting" | "absent" {
    const { group } = parseApiVersion(reference.apiVersion);
    // What this server does not know cannot be said to be absent.
    if (!kinds.has(`${group}/${reference.kind}`)) {
      unresolved.add(dependent.metadata.uid);
      return "solid";
    }
    const owner = items.get(reference.uid)?.object;
    if (owner === undefined || owner.metadata.name !== reference.name) return "absent";
    const isForeign =
      owner.metadata.namespace !== undefined && owner.metadata.namespace !== dependent.metadata.namespace;
    if (isForeign) return "absent";
    const isGoing =
      owner.metadata.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes(FOREGROUND) === true;
    return isGoing ? "waiting" : "solid";
  }

  function dropOwners({ resource, object }: Item, drop: (reference: OwnerReference) => boolean): void {
    const kept = (object.metadata.ownerReferences ?? []).filter((reference) => !drop(reference));
    const ownerReferences = kept.length === 0 ? null : kept;
    ignoringNotFound(() => client.patch(resource, keyOf(object), { metadata: { ownerReferences } }));
  }

  function dropFinalizer({ resource, object }: Item, finalizer: string): void {
    const kept = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    const finalizers = kept.length === 0 ? null : kept;
    ignoringNotFound(() => client.patch(resource, keyOf(object), { metadata: { finalizers } }));
  }
}

/** The server hands on the parts that a write leaves alone. */
function hasSameOwners({ metadata: next }: KubeObject, { metadata: previous }: KubeObject): boolean {
  return next.uid === previous.uid && next.ownerReferences === previous.ownerReferences;
}

function isOurs(finalizer: string): boolean {
  return finalizer === FOREGROUND || finalizer === ORPHAN;
}

function referenceTo(object: KubeObject, uid: string): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.uid === uid);
}

/** Every resource that can be listed, watched and deleted, in one version each; events own nothing and are owned by nothing. */
function collectedResources() {
  const seen = new Set<string>();
  return catalogue().filter(({ group, resource, kind, verbs }) => {
    const name = `${group}/${resource}`;
    const isUsable = verbs.includes("list") && verbs.includes("watch") && verbs.includes("delete") && kind !== "Event";
    if (!isUsable || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
