// update, and what a patch ends in: the next version of an object takes the place of the present one.

import type { ManagedFields } from "../../../api/managed-fields.ts";
import type { ApiResponse } from "../../../api/request.ts";
import { ApiError, badRequest, conflict, failure } from "../../../api/status.ts";
import type { AnyObject } from "../../../api/types.ts";
import { admissionChain } from "../admission/chain.ts";
import { shownForm, storedForm } from "../conversion.ts";
import { registryContext, type Scope } from "../core.ts";
import { refuseInvalid, refuseInvalidAs } from "../invalid.ts";
import { validateMetadata, validateMetadataUpdate } from "../metadata-validation.ts";
import { presentation } from "../presentation.ts";
import { parseFault } from "../query-options.ts";
import { invalid } from "../registry/field-error.ts";
import { goText } from "../registry/go-syntax.ts";
import type { FieldError } from "../registry/kind.ts";
import { isEqual, share } from "../share.ts";
import { etcdKeyText, MODIFIED } from "../storage.ts";
import { checkWriteOptions } from "../write-options.ts";
import { type DraftObject, draftFromBody, withSpec } from "./body.ts";
import { removeForGood } from "./delete.ts";
import { withEntries, withManagedFields } from "./field-manager.ts";
import { keepWhatTheDoorLocks } from "./subresource-door.ts";

export function updateObject(scope: Scope): ApiResponse {
  checkWriteOptions(scope.request, "UpdateOptions");
  const { apiVersion, info } = scope.resource;
  const draft = draftFromBody(narrowed(scope), { apiVersion, kind: info.kind });
  checkNames(scope, draft);
  const previous = scope.core.storage.get(scope.resource, scope.namespace, scope.info.name);
  if (scope.resource.definition.needsVersion === true && !draft.metadata.resourceVersion) refuseUnversioned(scope);
  return { kind: "object", status: 200, body: presentation(scope).object(update(scope, previous, draft)) };
}

/** The error is told of the resource, not of its kind. */
function refuseUnversioned({ resource, info }: Scope): never {
  const error = invalid("metadata.resourceVersion", goText("0x0"), "must be specified for an update");
  return refuseInvalidAs({ ...resource.info, kind: resource.info.resource }, info.name, [error]);
}

/** Leaves out what needs no look: the spec that comes with a status, and the list of managers as it was read here. */
function narrowed(scope: Scope): Scope {
  const { body } = scope.request;
  if (typeof body !== "object" || body === null) return scope;
  const sent = withoutKnownManagers(scope, body);
  if (scope.info.subresource !== "status") return { ...scope, request: { ...scope.request, body: sent } };
  const { spec: _, ...rest } = sent as { readonly spec?: unknown };
  return { ...scope, request: { ...scope.request, body: rest } };
}

type ObjectMetadata = Partial<AnyObject["metadata"]> | null;

function withoutKnownManagers<T extends { readonly metadata?: ObjectMetadata }>(scope: Scope, body: T): T {
  const managers = body.metadata?.managedFields;
  if (managers === undefined) return body;
  const known = scope.core.storage.find(scope.resource, scope.namespace, scope.info.name);
  if (managers !== known?.metadata.managedFields) return body;
  const { managedFields: _, ...metadata } = body.metadata ?? {};
  return { ...body, metadata };
}

/** An object in the version that the request's resource shows. */
export function currentObject(scope: Scope): AnyObject {
  return shownForm(scope.resource, scope.core.storage.get(scope.resource, scope.namespace, scope.info.name));
}

/** @param entries managedFields, where they are known already (server-side apply). */
export function update(
  sent: Scope,
  previous: AnyObject,
  sending: DraftObject,
  entries?: readonly ManagedFields[],
): AnyObject {
  if (sent.info.subresource === "") withSpec(sent, sending);
  const { scope, draft } = storedForm(sent, sending);
  const { core, resource } = scope;
  checkVersion(scope, previous, draft);
  const base = baseEntries(draft, previous);
  carryOver(draft, previous);
  keepWhatTheDoorLocks(scope, draft, previous);
  const isWhole = scope.info.subresource === "";
  const context = registryContext(core, scope.user);
  const admission = admissionChain(scope, "UPDATE", previous);
  // Containers that come through a door of their own are completed like all others.
  if (isWhole || ["ephemeralcontainers", "resize"].includes(scope.info.subresource))
    resource.definition.applyDefaults?.(draft);
  if (scope.info.subresource !== "status") admission.mutate(draft);
  if (isWhole) resource.definition.prepareForUpdate?.(draft, previous, context);
  const { subresource } = scope.info;
  if (isOfStatus(subresource)) resource.definition.prepareForStatusUpdate?.(draft, previous, context, subresource);
  const next = share(previous, draft as AnyObject);
  const isSame = next === previous && entries === undefined && base.managedFields === undefined;
  if (isSame && !core.storage.isStale(resource, previous)) return previous;
  refuseInvalid(resource, previous.metadata.name, errorsOf(scope, next, previous));
  if (isWhole) scope.warnings.push(...(resource.definition.warnings?.(next, previous) ?? []));
  admission.validate(next);
  return store(
    scope,
    { ...previous, metadata: { ...previous.metadata, ...base } },
    previous,
    counted(scope, next, previous),
    entries,
  );
}

type ManagedEntries = AnyObject["metadata"]["managedFields"] & object;

/** A client may rewrite the list of managers, as kubectl does when it goes over to server-side apply; `[{}]` empties it. */
function baseEntries({ metadata }: DraftObject, previous: AnyObject): { managedFields?: ManagedEntries } {
  const sent = metadata.managedFields as ManagedEntries | undefined;
  if (sent === undefined || isEqual(sent, previous.metadata.managedFields)) return {};
  return { managedFields: sent.filter((entry) => entry.manager !== undefined) };
}

/** @param tracked the previous version with the managers that count from here on. */
function store(
  scope: Scope,
  tracked: AnyObject,
  previous: AnyObject,
  next: AnyObject,
  entries: readonly ManagedFields[] | undefined,
): AnyObject {
  const managed = entries === undefined ? withManagedFields(scope, next, tracked) : withEntries(next, entries);
  if (share(previous, managed) === previous && !scope.core.storage.isStale(scope.resource, previous)) return previous;
  if (isLastFinalizerGone(managed)) return removeForGood(scope, previous, managed);
  return scope.dryRun ? managed : scope.core.storage.update(scope.resource, previous, managed);
}

/** Doors through which only the status changes. */
function isOfStatus(subresource: string): boolean {
  return subresource === "status" || subresource === "approval";
}

function errorsOf(scope: Scope, next: AnyObject, previous: AnyObject): readonly FieldError[] {
  const { resource, info, core, user } = scope;
  const { definition } = resource;
  const context = registryContext(core, user);
  const { subresource } = info;
  if (isOfStatus(subresource)) return definition.validateStatusUpdate?.(next, previous, context, subresource) ?? [];
  if (subresource === "finalize") return [];
  const isCustom = definition.custom !== undefined;
  const own = isCustom ? [] : (definition.validate?.(next, context) ?? []);
  const isWhole = isCustom || info.subresource === "";
  const changes = isWhole
    ? (definition.validateUpdate?.(next, previous, context) ?? [])
    : (definition.validateThroughDoor?.(next, previous, subresource) ?? []);
  const both = withoutRepeats(own, changes, CHANGES_FIRST.has(resource.info.resource));
  return [...validateMetadata(resource, next), ...validateMetadataUpdate(next, previous), ...both];
}

// Most kinds look at the object as a whole first and at what may not change then; these do it the other way round.
const CHANGES_FIRST = new Set([
  "services",
  "secrets",
  "configmaps",
  "serviceaccounts",
  "persistentvolumes",
  "persistentvolumeclaims",
  "storageclasses",
]);

/** A rule that both halves check is told of once. */
function withoutRepeats(
  own: readonly FieldError[],
  changes: readonly FieldError[],
  changesFirst: boolean,
): readonly FieldError[] {
  const isNew = (error: FieldError): boolean =>
    !own.some((each) => each.field === error.field && each.type === error.type && each.detail === error.detail);
  const news = changes.filter(isNew);
  return changesFirst ? [...news, ...own] : [...own, ...news];
}

/** A change of the spec counts the generation up. */
function counted({ resource, info }: Scope, next: AnyObject, previous: AnyObject): AnyObject {
  if (info.subresource === "status" || !(resource.definition.hasGeneration ?? "spec" in next)) return next;
  const isChanged =
    (resource.definition.isChange?.(next, previous) ?? !isEqual(previous.spec, next.spec)) ||
    (resource.info.kind === "Deployment" && annotationsChanged(next, previous));
  if (!isChanged) return next;
  return { ...next, metadata: { ...next.metadata, generation: (previous.metadata.generation ?? 0) + 1 } };
}

// Revisions of a Deployment follow its annotations too.
function annotationsChanged(next: AnyObject, previous: AnyObject): boolean {
  return !isEqual(previous.metadata.annotations ?? {}, next.metadata.annotations ?? {});
}

function isLastFinalizerGone({ metadata, spec, kind }: AnyObject): boolean {
  if (metadata.deletionTimestamp === undefined || metadata.finalizers?.length || metadata.deletionGracePeriodSeconds)
    return false;
  return kind !== "Namespace" || !(spec as { finalizers?: readonly string[] } | undefined)?.finalizers?.length;
}

export function checkNames({ info, resource, namespace }: Scope, { metadata }: DraftObject): void {
  if (metadata.name && metadata.name !== info.name) {
    throw new ApiError(
      badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${info.name})`),
    );
  }
  if (resource.info.namespaced && metadata.namespace && metadata.namespace !== namespace) {
    throw new ApiError(
      badRequest("the namespace of the provided object does not match the namespace sent on the request"),
    );
  }
}

function checkVersion({ resource }: Scope, previous: AnyObject, draft: DraftObject): void {
  const { uid: id, resourceVersion } = draft.metadata;
  const { name, uid } = previous.metadata;
  if (id && id !== uid) {
    const why = `Precondition failed: UID in precondition: ${id}, UID in object meta: ${uid}`;
    const text = `StorageError: invalid object, Code: 4, Key: ${etcdKeyText(resource, previous)}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
    throw new ApiError(conflict(resource.groupResource, name, text));
  }
  if (resourceVersion && !/^\d+$/.test(resourceVersion))
    throw new ApiError(failure(500, "", parseFault("ParseUint", resourceVersion)));
  if (resourceVersion && resourceVersion !== previous.metadata.resourceVersion) {
    throw new ApiError(conflict(resource.groupResource, name, MODIFIED));
  }
}

const KEPT = [
  "name",
  "namespace",
  "uid",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "resourceVersion",
  "generateName",
  "managedFields",
] as const;

/** What no client may change. */
function carryOver(draft: DraftObject, previous: AnyObject): void {
  const metadata = draft.metadata as Record<string, unknown>;
  for (const field of KEPT) {
    if (previous.metadata[field] === undefined) delete metadata[field];
    else metadata[field] = previous.metadata[field];
  }
}
