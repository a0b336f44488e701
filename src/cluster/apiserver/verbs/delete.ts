// delete and deletecollection: preconditions, grace, finalizers, propagation.

import { type ApiRequest, type ApiResponse, queryFlag, queryValue, queryValues } from "../../../api/request.ts";
import { ApiError, conflict, forbidden, success } from "../../../api/status.ts";
import type { AnyObject } from "../../../api/types.ts";
import { judgeDeletion } from "../admission/chain.ts";
import { type Scope, timestamp } from "../core.ts";
import { objectFilter } from "../object-filter.ts";
import { presentation } from "../presentation.ts";
import { queryInteger } from "../query-options.ts";
import { checkDeleteOptions } from "../write-options.ts";

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly dryRun?: readonly string[];
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

export function deleteObject(scope: Scope): ApiResponse {
  const object = scope.core.storage.get(scope.resource, scope.namespace, scope.info.name);
  const left = remove(scope, object, deleteOptions(scope));
  const { group, resource } = scope.resource.info;
  const details = {
    name: object.metadata.name,
    ...(group === "" ? {} : { group }),
    kind: resource,
    uid: object.metadata.uid,
  };
  return {
    kind: "object",
    status: 200,
    body: left === undefined ? success(details) : presentation(scope).object(left),
  };
}

export function deleteCollection(scope: Scope): ApiResponse {
  const { core, resource, request, namespace } = scope;
  const filter = objectFilter(resource, request);
  const options = deleteOptions(scope);
  const doomed = core.storage
    .list(resource, namespace)
    .map((entry) => entry.value)
    .filter((object) => filter.matches(object));
  for (const object of doomed) remove(scope, object, options);
  return {
    kind: "object",
    status: 200,
    body: presentation(scope).list(doomed, { resourceVersion: String(core.storage.etcd.revision) }),
  };
}

/** In the body, or else in the query. */
function deleteOptions({ request }: Scope): DeleteOptions {
  const { body } = request;
  const options = typeof body === "object" && body !== null ? (body as DeleteOptions) : queryOptions(request);
  checkDeleteOptions(options);
  return options;
}

function queryOptions(request: ApiRequest): DeleteOptions {
  const { query } = request;
  const gracePeriodSeconds = queryInteger(request, "gracePeriodSeconds");
  const propagationPolicy = queryValue(query, "propagationPolicy");
  const hasOrphans = queryValue(query, "orphanDependents") !== undefined;
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(hasOrphans ? { orphanDependents: queryFlag(query, "orphanDependents") } : {}),
    dryRun: queryValues(query, "dryRun"),
  };
}

/** Deletes, or begins to; what is left of the object meanwhile, or undefined when it is gone. */
export function remove(scope: Scope, object: AnyObject, options: DeleteOptions): AnyObject | undefined {
  checkPreconditions(scope, object, options);
  judgeDeletion(scope, object);
  const why = scope.resource.definition.refuseDelete?.(object);
  if (why !== undefined) throw new ApiError(forbidden(scope.resource.groupResource, object.metadata.name, why));
  const begin = scope.resource.definition.beginDeletion;
  if (begin !== undefined && object.metadata.deletionTimestamp === undefined) {
    const begun = begin(object as never, timestamp(scope.core.clock.now())) as AnyObject;
    return scope.dryRun ? begun : scope.core.storage.update(scope.resource, object, begun);
  }
  const grace = graceFor(scope, object, options);
  const finalizers = finalizersFor(object, options);
  const waits = finalizers.length > 0 || hasSpecFinalizers(object);
  if (grace === 0 && !waits) {
    removeForGood(scope, object, object);
    return undefined;
  }
  return markDeleted(scope, object, grace, finalizers);
}

/** Takes the object out of the store; `last` is what watches are told of. */
export function removeForGood(scope: Scope, stored: AnyObject, last: AnyObject): AnyObject {
  if (scope.dryRun) return last;
  return scope.core.storage.delete(scope.resource, {
    ...last,
    metadata: { ...last.metadata, resourceVersion: stored.metadata.resourceVersion },
  });
}

function checkPreconditions(scope: Scope, object: AnyObject, { preconditions }: DeleteOptions): void {
  const { name, uid, resourceVersion } = object.metadata;
  const refuse = (what: string, wanted: string, found: string): void => {
    if (wanted === found) return;
    const why = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`;
    throw new ApiError(conflict(scope.resource.groupResource, name, why));
  };
  refuse("UID", preconditions?.uid ?? uid, uid);
  refuse("ResourceVersion", preconditions?.resourceVersion ?? resourceVersion, resourceVersion);
}

/** The seconds that the object still has. */
function graceFor(scope: Scope, object: AnyObject, options: DeleteOptions): number {
  const usual = scope.resource.definition.gracePeriodSeconds?.(object) ?? 0;
  const wanted = usual === 0 ? 0 : Math.max(0, options.gracePeriodSeconds ?? usual);
  const pending = object.metadata.deletionGracePeriodSeconds;
  if (object.metadata.deletionTimestamp === undefined || pending === undefined) return wanted;
  // An object that is being deleted can only be given less time, never more.
  return options.gracePeriodSeconds === undefined ? pending : Math.min(pending, wanted);
}

function finalizersFor(object: AnyObject, options: DeleteOptions): readonly string[] {
  const own = object.metadata.finalizers ?? [];
  const policy = options.propagationPolicy ?? (options.orphanDependents === true ? "Orphan" : undefined);
  if (policy === undefined) return own;
  const others = own.filter((each) => each !== FOREGROUND && each !== ORPHAN);
  if (policy === "Foreground") return [...others, FOREGROUND];
  return policy === "Orphan" ? [...others, ORPHAN] : others;
}

function hasSpecFinalizers(object: AnyObject): boolean {
  const spec =
    object.kind === "Namespace" ? (object.spec as { finalizers?: readonly string[] } | undefined) : undefined;
  return (spec?.finalizers ?? []).length > 0;
}

function markDeleted(scope: Scope, object: AnyObject, grace: number, finalizers: readonly string[]): AnyObject {
  const next = markedAsDeleted(object, grace, finalizers, scope.core.clock.now());
  if (next === object || scope.dryRun) return next;
  return scope.core.storage.update(scope.resource, object, next);
}

/** The object as one that waits for its finalizers, or for its grace to be over. */
export function markedAsDeleted(
  object: AnyObject,
  grace: number,
  finalizers: readonly string[],
  nowMs: number,
): AnyObject {
  const { metadata } = object;
  const isFirst = metadata.deletionTimestamp === undefined;
  const sameGrace = metadata.deletionGracePeriodSeconds === grace;
  const sameFinalizers = (metadata.finalizers ?? []).join() === finalizers.join();
  if (!isFirst && sameGrace && sameFinalizers) return object;
  const begun = isFirst
    ? nowMs
    : Date.parse(metadata.deletionTimestamp ?? "") - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  const generation = isFirst && metadata.generation ? { generation: metadata.generation + 1 } : {};
  const { finalizers: _, ...others } = metadata;
  return {
    ...object,
    metadata: {
      ...others,
      ...generation,
      ...(finalizers.length > 0 ? { finalizers } : {}),
      deletionTimestamp: timestamp(begun + grace * 1000),
      deletionGracePeriodSeconds: grace,
    },
    ...(object.kind === "Namespace" ? { status: { ...(object.status as object), phase: "Terminating" } } : {}),
  };
}
