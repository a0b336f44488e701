// Stands for apiextensions-apiserver: a CustomResourceDefinition makes the server serve one more kind of object.

import type { AnyObject } from "../../api/types.ts";
import type { Change } from "../etcd/history.ts";
import type { Core } from "./core.ts";
import { asDefinition, type Definition } from "./custom-resources/definition/definition.ts";
import { Cleanup } from "./custom-resources/life/cleanup.ts";
import { settle, settleOthers } from "./custom-resources/life/settle.ts";
import { definitionResource } from "./custom-resources/life/status.ts";
import { kindsOf } from "./custom-resources/serving/kind.ts";
import type { KindDefinition } from "./registry/kind.ts";
import { isEqual } from "./share.ts";

/** Serves what definitions define, from now on. */
export function serveCustomResources(core: Core): void {
  const definitions = definitionResource(core);
  if (definitions === undefined) return;
  const cleanup = new Cleanup(core);
  const react = (next: Definition | undefined, previous: Definition | undefined): void => {
    serve(core, next, previous);
    const { name } = (next ?? previous)?.metadata ?? { name: "" };
    settle(core, name);
    cleanup.consider(name);
    if (previous !== undefined && !isEqual(previous.status?.acceptedNames, next?.status?.acceptedNames))
      settleOthers(core, previous);
  };
  const { etcd } = core.storage;
  const present = etcd.range(definitions.prefix);
  etcd.watch(definitions.prefix, etcd.revision, ({ entry, previous }: Change<AnyObject>) =>
    react(entry && asDefinition(entry.value), previous && asDefinition(previous.value)),
  );
  for (const { value } of present) react(asDefinition(value), undefined);
}

function serve(core: Core, next: Definition | undefined, previous: Definition | undefined): void {
  if (next !== undefined && previous !== undefined && isEqual(servedPart(next), servedPart(previous))) return;
  for (const { resource } of kinds(core, previous)) core.resources.remove(resource);
  for (const kind of kinds(core, next)) core.resources.add(kind.resource, kind, true);
  if (previous === undefined || (next !== undefined && isEqual(storedPart(next), storedPart(previous)))) return;
  // Who watches began with what was; it lists again and sees what is.
  core.hub.endAll(`/registry/${previous.spec.names.plural}.${previous.spec.group}/`);
}

function kinds(core: Core, definition: Definition | undefined): readonly KindDefinition[] {
  return definition === undefined ? [] : kindsOf(definition, core.schema);
}

/** What decides how objects are served. */
function servedPart({ spec, status }: Definition): object {
  const served = status?.conditions?.filter(({ status: value }) => value === "True").map(({ type }) => type);
  return { spec, names: status?.acceptedNames, served };
}

/** What decides how they are kept. */
function storedPart({ spec, status }: Definition): object {
  return { spec, names: status?.acceptedNames };
}
