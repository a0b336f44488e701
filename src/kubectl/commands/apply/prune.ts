// apply --prune: deletes what apply has made before and the files no longer have.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { lastAppliedOf } from "../../last-applied.ts";
import { type DryRun, objectPrinter } from "../../printers/print-flags.ts";
import { apiVersionOf, type Resource, resourcePath } from "../../rest-mapper.ts";

/** What is looked through unless --prune-allowlist says otherwise. */
const DEFAULT_KINDS: readonly (readonly [apiVersion: string, kind: string])[] = [
  ["v1", "ConfigMap"],
  ["v1", "Endpoints"],
  ["v1", "Namespace"],
  ["v1", "PersistentVolumeClaim"],
  ["v1", "PersistentVolume"],
  ["v1", "Pod"],
  ["v1", "ReplicationController"],
  ["v1", "Secret"],
  ["v1", "Service"],
  ["batch/v1", "Job"],
  ["batch/v1", "CronJob"],
  ["networking.k8s.io/v1", "Ingress"],
  ["apps/v1", "DaemonSet"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "ReplicaSet"],
  ["apps/v1", "StatefulSet"],
];

export interface PruneOptions {
  readonly policy: string;
  readonly dryRun: DryRun;
}

/** @param applied what the files have. */
export async function prune(
  context: CommandContext,
  applied: readonly Info[],
  resources: readonly Resource[],
  options: PruneOptions,
): Promise<void> {
  const kept = new Set(applied.map(({ resource, namespace, name }) => resourcePath(resource, namespace, name)));
  const namespaces = [...new Set(applied.map(({ namespace }) => namespace).filter((namespace) => namespace !== ""))];
  for (const namespace of namespaces) {
    for (const resource of resources)
      if (resource.namespaced) await pruneResource(context, resource, namespace, kept, options);
  }
  for (const resource of resources) if (!resource.namespaced) await pruneResource(context, resource, "", kept, options);
}

/** The kinds of which objects may be pruned. */
export async function prunedResources({ flags, session }: CommandContext): Promise<Resource[]> {
  const given = flags.strings("prune-allowlist").map(parseKind);
  const found: Resource[] = [];
  for (const [apiVersion, kind] of given.length > 0 ? given : DEFAULT_KINDS) {
    const resource = await session.mapper.resourceOfKind(apiVersion, kind);
    if (resource === undefined) throw new KubectlError(`no matches for kind "${kind}" in version "${apiVersion}"`);
    // A namespace that was asked for limits what may go to that namespace.
    if (resource.namespaced || !session.namespaceGiven || given.length > 0) found.push(resource);
  }
  return found;
}

function parseKind(text: string): [apiVersion: string, kind: string] {
  const [group = "", version = "", kind = "", ...rest] = text.split("/");
  if (kind === "" || rest.length > 0)
    throw new KubectlError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
  return [group === "core" || group === "" ? version : `${group}/${version}`, kind];
}

async function pruneResource(
  context: CommandContext,
  resource: Resource,
  namespace: string,
  kept: ReadonlySet<string>,
  { policy, dryRun }: PruneOptions,
): Promise<void> {
  const { flags, session } = context;
  const selector = flags.string("selector");
  const { items } = await session.client.list(
    resourcePath(resource, namespace),
    selector === "" ? {} : { labelSelector: selector },
  );
  for (const item of items) {
    const path = resourcePath(resource, namespace, item.metadata.name);
    if (lastAppliedOf(item) === undefined || kept.has(path)) continue;
    if (dryRun !== "client") {
      // Servers read the options in the body, and then none in the query.
      const isDryRun = dryRun === "server" ? { dryRun: ["All"] } : {};
      const options = { propagationPolicy: policy, ...isDryRun };
      await session.client.delete(path, options);
    }
    const named: AnyObject = { ...item, apiVersion: apiVersionOf(resource), kind: resource.kind };
    objectPrinter(context, "pruned", dryRun).print(named);
  }
}
