// The objects of the cluster in etcd: one key an object, the revision of its last write as its resourceVersion.

import { ApiError, alreadyExists, conflict, notFound } from "../../api/status.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Entry } from "../etcd/entry.ts";
import type { Etcd, PutResult } from "../etcd/etcd.ts";
import type { Outcomes } from "./outcomes.ts";
import type { ServedResource } from "./resource-table.ts";

export const MODIFIED = "the object has been modified; please apply your changes to the latest version and try again";

export class Storage {
  constructor(
    readonly etcd: Etcd<AnyObject>,
    private readonly outcomes: Outcomes,
  ) {}

  find(resource: ServedResource, namespace: string | undefined, name: string): AnyObject | undefined {
    const found = this.etcd.get(keyOf(resource, namespace, name))?.value;
    return found && asShown(resource, found);
  }

  get(resource: ServedResource, namespace: string | undefined, name: string): AnyObject {
    const found = this.find(resource, namespace, name);
    if (found === undefined) throw new ApiError(notFound(resource.groupResource, name));
    return found;
  }

  list(resource: ServedResource, namespace: string | undefined): readonly Entry<AnyObject>[] {
    return shownEntries(resource, this.etcd.range(rangeOf(resource, namespace)));
  }

  create(resource: ServedResource, object: AnyObject): AnyObject {
    const { name, namespace } = object.metadata;
    const kept = asStored(resource, object);
    const result = this.put(keyOf(resource, namespace, name), 0, kept);
    if (result.kind === "conflict") throw this.alreadyExists(resource, this.find(resource, namespace, name));
    return asShown(resource, result.entry.value);
  }

  alreadyExists(resource: ServedResource, existing: AnyObject | undefined): ApiError {
    const status = alreadyExists(resource.groupResource, existing?.metadata.name ?? "");
    // Who creates it again at once shall know that it only has to wait.
    const isGoing = existing?.metadata.deletionTimestamp !== undefined;
    return new ApiError(isGoing ? { ...status, message: `object is being deleted: ${status.message}` } : status);
  }

  /** Writes `next` in the place of `previous`; the two may not be the same version of different objects. */
  update(resource: ServedResource, previous: AnyObject, next: AnyObject): AnyObject {
    const { name, namespace } = previous.metadata;
    const expected = Number(previous.metadata.resourceVersion);
    const key = keyOf(resource, namespace, name);
    const kept = asStored(resource, next);
    const result = this.put(key, expected, kept);
    if (result.kind === "conflict") throw new ApiError(conflict(resource.groupResource, name, MODIFIED));
    return asShown(resource, result.entry.value);
  }

  delete(resource: ServedResource, object: AnyObject): AnyObject {
    const { name, namespace } = object.metadata;
    const expected = Number(object.metadata.resourceVersion);
    const key = keyOf(resource, namespace, name);
    const kept = asStored(resource, object);
    const result = this.outcomes.storing(true, expected, () =>
      this.etcd.delete(key, expected, (revision) => withVersion(kept, revision)),
    );
    if (result.kind === "conflict") throw new ApiError(conflict(resource.groupResource, name, MODIFIED));
    return asShown(resource, result.entry.value);
  }

  private put(key: string, expected: number, kept: AnyObject): PutResult<AnyObject> {
    return this.outcomes.storing(false, expected, () =>
      this.etcd.put(key, expected, (revision) => withVersion(kept, revision)),
    );
  }

  /** Whether the object is kept in another version than it would be now: writing it as it is changes that. */
  isStale(resource: ServedResource, { metadata }: AnyObject): boolean {
    const { custom } = resource.definition;
    if (custom === undefined) return false;
    const kept = this.etcd.get(keyOf(resource, metadata.namespace, metadata.name))?.value;
    return kept !== undefined && kept.apiVersion !== custom.storedVersion;
  }
}

/** Versions of a custom resource show the same objects, each in its own way. */
export function asShown({ definition }: ServedResource, object: AnyObject): AnyObject {
  return definition.custom?.shown(object) ?? object;
}

export function shownEntries(
  resource: ServedResource,
  entries: readonly Entry<AnyObject>[],
): readonly Entry<AnyObject>[] {
  if (!resource.isCustom) return entries;
  return entries.map((entry) => ({ ...entry, value: asShown(resource, entry.value) }));
}

function asStored({ definition }: ServedResource, object: AnyObject): AnyObject {
  return definition.custom?.stored(object) ?? object;
}

export function keyOf(resource: ServedResource, namespace: string | undefined, name: string): string {
  return namespace === undefined ? resource.prefix + name : `${resource.prefix}${namespace}/${name}`;
}

export function rangeOf(resource: ServedResource, namespace: string | undefined): string {
  return namespace === undefined ? resource.prefix : `${resource.prefix}${namespace}/`;
}

export function withVersion(object: AnyObject, revision: number): AnyObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  services: "services/specs",
  endpoints: "services/endpoints",
  nodes: "minions",
  ingresses: "ingress",
  replicationcontrollers: "controllers",
};

/** The key as error texts show it. */
export function etcdKeyText({ info }: ServedResource, { metadata }: AnyObject): string {
  const path = [
    KEY_NAMES[info.resource] ?? info.resource,
    ...(metadata.namespace ? [metadata.namespace] : []),
    metadata.name,
  ];
  return `/registry/${path.join("/")}`;
}
