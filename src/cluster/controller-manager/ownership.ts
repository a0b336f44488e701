// Who owns what: controller references, and how a controller adopts what its selector matches and releases what it no longer does.

import { ApiError } from "../../api/status.ts";
import type { KubeObject, OwnerReference } from "../../api/types.ts";
import type { Client, ResourceAddress } from "../client/client.ts";
import { keyOf } from "../client/informer.ts";

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

export function controllerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind } = owner;
  return {
    apiVersion,
    kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export interface Claimable<T extends KubeObject> {
  /** What `owner` controls already. */
  readonly owned: readonly T[];
  /** What nobody controls, in the owner's namespace. */
  readonly orphans: readonly T[];
  matches(object: T): boolean;
}

/** The objects that `owner` controls once orphans that match are adopted and owned ones that do not are released. */
export function claim<T extends KubeObject>(
  client: Client,
  resource: ResourceAddress,
  owner: KubeObject,
  objects: Claimable<T>,
): T[] {
  const stays = objects.owned.filter((object) => {
    if (objects.matches(object)) return true;
    release(client, resource, owner, object);
    return false;
  });
  if (owner.metadata.deletionTimestamp !== undefined) return stays;
  const adopted = objects.orphans
    .filter((object) => object.metadata.deletionTimestamp === undefined && objects.matches(object))
    .flatMap((object) => adopt(client, resource, owner, object));
  return [...stays, ...adopted];
}

function adopt<T extends KubeObject>(client: Client, resource: ResourceAddress, owner: KubeObject, object: T): T[] {
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), controllerReference(owner)];
  return ignoringNotFound(() => [client.patch<T>(resource, keyOf(object), { metadata: { ownerReferences } })]) ?? [];
}

function release(client: Client, resource: ResourceAddress, owner: KubeObject, object: KubeObject): void {
  // An owner that is going away lets the garbage collector deal with its dependents.
  if (owner.metadata.deletionTimestamp !== undefined) return;
  const others = (object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== owner.metadata.uid);
  const ownerReferences = others.length === 0 ? null : others;
  ignoringNotFound(() => client.patch(resource, keyOf(object), { metadata: { ownerReferences } }));
}

/** Runs `action`; what is gone already needs no more attention. */
export function ignoringNotFound<R>(action: () => R): R | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NotFound") return undefined;
    throw error;
  }
}
