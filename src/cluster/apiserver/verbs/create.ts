// create: from a posted object to a stored one.

import type { ManagedFields } from "../../../api/managed-fields.ts";
import type { ApiResponse } from "../../../api/request.ts";
import { ApiError, badRequest, failure } from "../../../api/status.ts";
import type { AnyObject } from "../../../api/types.ts";
import { nameSuffix, uid } from "../../../sim/ids.ts";
import { admissionChain } from "../admission/chain.ts";
import { storedForm } from "../conversion.ts";
import { registryContext, type Scope, timestamp } from "../core.ts";
import { refuseInvalid } from "../invalid.ts";
import { validateMetadata } from "../metadata-validation.ts";
import { presentation } from "../presentation.ts";
import { checkWriteOptions } from "../write-options.ts";
import { type DraftObject, draftFromBody, withSpec } from "./body.ts";
import { withEntries, withManagedFields } from "./field-manager.ts";

export function createObject(scope: Scope): ApiResponse {
  checkWriteOptions(scope.request, "CreateOptions");
  const { apiVersion, info, definition } = scope.resource;
  if (definition.custom?.isTerminating === true) {
    const text = "create not allowed while custom resource definition is terminating";
    throw new ApiError(failure(405, "MethodNotAllowed", text, detailsOf(scope)));
  }
  const draft = draftFromBody(scope, { apiVersion, kind: info.kind });
  const created = create(scope, draft);
  return { kind: "object", status: 201, body: presentation(scope).object(created) };
}

function detailsOf({ resource }: Scope): { group: string; kind: string } {
  return { group: resource.info.group, kind: resource.info.resource };
}

/** @param entries managedFields, where they are known already (server-side apply). */
export function create(posted: Scope, posting: DraftObject, entries?: readonly ManagedFields[]): AnyObject {
  withSpec(posted, posting);
  const { scope, draft } = storedForm(posted, posting);
  const { core, resource, user } = scope;
  const { definition } = resource;
  const context = registryContext(core, user);
  checkNames(scope, draft);
  fillSystemFields(scope, draft);
  const admission = admissionChain(scope, "CREATE", undefined);
  definition.applyDefaults?.(draft);
  admission.mutate(draft);
  generateName(scope, draft);
  definition.prepareForCreate?.(draft, context);
  if (definition.hasGeneration ?? "spec" in draft) draft.metadata.generation = 1;
  const object = draft as AnyObject;
  refuseInvalid(resource, object.metadata.name, [
    ...validateMetadata(resource, object),
    ...(definition.validate?.(object, context) ?? []),
  ]);
  scope.warnings.push(...(definition.warnings?.(object, undefined) ?? []));
  admission.validate(object);
  const managed = entries === undefined ? withManagedFields(scope, object, undefined) : withEntries(object, entries);
  return scope.dryRun ? refuseExisting(scope, managed) : core.storage.create(resource, managed);
}

function checkNames({ resource, namespace }: Scope, { metadata }: DraftObject): void {
  if (!resource.info.namespaced) {
    if (metadata.namespace) throw new ApiError(badRequest("namespace may not be set on a cluster-scoped resource"));
    delete metadata.namespace;
    return;
  }
  if (namespace === undefined) throw new ApiError(badRequest("an empty namespace may not be set during creation"));
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw new ApiError(
      badRequest("the namespace of the provided object does not match the namespace sent on the request"),
    );
  }
  metadata.namespace = namespace;
}

function fillSystemFields({ core }: Scope, { metadata }: DraftObject): void {
  if (metadata.resourceVersion)
    throw new ApiError(badRequest("resourceVersion should not be set on objects to be created"));
  metadata.uid = uid(core.random);
  metadata.creationTimestamp = timestamp(core.clock.now());
  metadata.resourceVersion = "";
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.managedFields;
}

function generateName({ core }: Scope, { metadata }: DraftObject): void {
  const base = metadata.generateName?.slice(0, 58);
  if (!metadata.name) metadata.name = base ? base + nameSuffix(core.random) : "";
}

function refuseExisting({ core, resource }: Scope, object: AnyObject): AnyObject {
  const { name, namespace } = object.metadata;
  const existing = core.storage.find(resource, namespace, name);
  if (existing !== undefined) throw core.storage.alreadyExists(resource, existing);
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as AnyObject["metadata"] };
}
