// What the registry may ask of a server, over a list of objects that a test gives.

import type { KubeObject } from "../../../../src/api/types.ts";
import { formatFieldError } from "../../../../src/cluster/apiserver/registry/field-error.ts";
import { kindDefinitions } from "../../../../src/cluster/apiserver/registry/index.ts";
import type { KindDefinition, RegistryContext } from "../../../../src/cluster/apiserver/registry/kind.ts";
import { Random } from "../../../../src/sim/random.ts";

export const NOW = Date.parse("2026-01-01T00:10:00Z");

type Plain = Record<string, unknown>;

export function contextOf(stored: readonly unknown[] = []): RegistryContext {
  const objects = stored as readonly KubeObject[];
  return {
    now: () => NOW,
    random: new Random("test"),
    user: { name: "jane", groups: [] },
    serviceCIDR: "10.96.0.0/16",
    list: <T extends KubeObject>() => objects as readonly T[],
    find: <T extends KubeObject>(_: string, namespace: string | undefined, name: string) =>
      objects.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace) as T | undefined,
  };
}

export function definitionOf(kind: string): KindDefinition {
  const found = kindDefinitions.find(({ resource }) => resource.kind === kind);
  if (found === undefined) throw new Error(`no kind ${kind}`);
  return found;
}

/** An object of the kind, as a client would send it. */
export function objectOf(kind: string, fields: Plain, metadata: Plain = {}): KubeObject & Plain {
  const own = {
    name: "x",
    namespace: "ns",
    uid: "uid-1",
    resourceVersion: "",
    creationTimestamp: "2026-01-01T00:00:00Z",
  };
  const copy = JSON.parse(JSON.stringify(fields)) as Plain;
  return { apiVersion: "v1", kind, metadata: { ...own, ...metadata }, ...copy };
}

/** The object as the server makes it. */
export function created(kind: string, fields: Plain, metadata: Plain = {}, stored: readonly unknown[] = []) {
  const object = objectOf(kind, fields, metadata);
  const definition = definitionOf(kind);
  definition.applyDefaults?.(object as never);
  definition.prepareForCreate?.(object as never, contextOf(stored));
  return object;
}

export function errorsOf(kind: string, fields: Plain, metadata: Plain = {}, stored: readonly unknown[] = []): string[] {
  const errors = definitionOf(kind).validate?.(created(kind, fields, metadata, stored), contextOf(stored)) ?? [];
  return errors.map(formatFieldError);
}

/** What is said to a change of a stored object: about the change first, then about the object as it would be. */
export function updateErrorsOf(kind: string, before: Plain, after: Plain): string[] {
  const definition = definitionOf(kind);
  const previous = created(kind, before);
  const next = objectOf(kind, after);
  const context = contextOf([previous]);
  definition.applyDefaults?.(next as never);
  definition.prepareForUpdate?.(next as never, previous, context);
  const own = definition.validate?.(next, context) ?? [];
  const update = definition.validateUpdate?.(next, previous, context) ?? [];
  return [...update, ...own].map(formatFieldError);
}

/** The cells of a table's row, wide ones included. */
export function cellsOf(kind: string, object: unknown): Record<string, unknown> {
  const columns = definitionOf(kind).columns ?? [];
  return Object.fromEntries(columns.map((column) => [column.name, column.cell(object as KubeObject, NOW)]));
}

export function warningsOf(kind: string, fields: Plain): readonly string[] {
  return definitionOf(kind).warnings?.(created(kind, fields), undefined) ?? [];
}
