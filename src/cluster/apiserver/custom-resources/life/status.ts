// How the server notes on a definition what has become of it.

import { mergeOfStruct } from "../../../../api/managed-fields/field-set.ts";
import { trackUpdate } from "../../../../api/managed-fields.ts";
import type { AnyObject } from "../../../../api/types.ts";
import { type Core, timestamp } from "../../core.ts";
import type { ServedResource } from "../../resource-table.ts";
import { isEqual } from "../../share.ts";
import { asDefinition, asObject, DEFINITIONS, type Definition, type Status } from "../definition/definition.ts";

export function definitionResource({ resources }: Core): ServedResource | undefined {
  return resources.named(DEFINITIONS);
}

export function findDefinition(core: Core, name: string): Definition | undefined {
  const resource = definitionResource(core);
  const found = resource && core.storage.find(resource, undefined, name);
  return found && asDefinition(found);
}

export function definitionsIn(core: Core, group: string): Definition[] {
  const resource = definitionResource(core);
  if (resource === undefined) return [];
  return core.storage
    .list(resource, undefined)
    .map(({ value }) => asDefinition(value))
    .filter(({ spec }) => spec.group === group);
}

/** Writes the status where it is another one; whether it was. */
export function writeStatus(core: Core, definition: Definition, status: Status): boolean {
  const resource = definitionResource(core);
  if (resource === undefined || isEqual(definition.status, status)) return false;
  core.storage.update(resource, asObject(definition), tracked(core, definition, { ...definition, status }));
  return true;
}

export function tracked(core: Core, previous: Definition, next: Definition): AnyObject {
  const struct = core.schema().kind("apiextensions.k8s.io/v1", "CustomResourceDefinition");
  const object = asObject(next);
  if (struct === undefined) return object;
  const managedFields = trackUpdate(
    previous.metadata.managedFields ?? [],
    asObject(previous),
    object,
    mergeOfStruct(struct),
    {
      manager: "kube-apiserver",
      operation: "Update",
      apiVersion: "apiextensions.k8s.io/v1",
      subresource: "status",
      time: timestamp(core.clock.now()),
    },
  );
  return { ...object, metadata: { ...object.metadata, managedFields } };
}
