// apply --prune: deletes what apply has made before and the files no longer have.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { logWarning } from "../../klog.ts";
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

/** @param applied what the files have. @param allowed the kinds that the user has named. */
export async function prune(
  context: CommandContext,
  applied: readonly Info[],
  allowed: readonly Resource[],
  { policy, dryRun }: PruneOptions,
): Promise<void> {
  for (const { resource, namespace, name, object } of await prunable(context, applied, allowed)) {
    if (object === undefined) continue;
    if (dryRun !== "client") {
      // Servers read the options in the body, and then none in the query.
      const isDryRun = dryRun === "server" ? { dryRun: ["All"] } : {};
      const options = { propagationPolicy: policy, ...isDryRun };
      await context.session.client.delete(resourcePath(resource, namespace, name), options);
    }
    objectPrinter(context, "pruned", dryRun).print(object);
  }
}

/** What apply has made and the files no longer have. */
export async function prunable(
  context: CommandContext,
  applied: readonly Info[],
  allowed: readonly Resource[],
): Promise<Info[]> {
  const resources = await prunedResources(context, allowed);
  const kept = new Set(applied.map(({ resource, namespace, name }) => resourcePath(resource, namespace, name)));
  const namespaces = [...new Set(applied.map(({ namespace }) => namespace).filter((namespace) => namespace !== ""))];
  const namespaced = resources.filter((resource) => resource.namespaced);
  const places = [
    ...namespaces.flatMap((namespace) => namespaced.map((resource) => ({ resource, namespace }))),
    ...resources.filter((resource) => !resource.namespaced).map((resource) => ({ resource, namespace: "" })),
  ];
  const found: Info[] = [];
  for (const { resource, namespace } of places) {
    for (const object of await appliedObjects(context, resource, namespace)) {
      const { name } = object.metadata;
      if (kept.has(resourcePath(resource, namespace, name))) continue;
      found.push({ resource, namespace, name, source: "", object });
    }
  }
  return found;
}

async function appliedObjects(
  { flags, session }: CommandContext,
  resource: Resource,
  namespace: string,
): Promise<AnyObject[]> {
  const selector = flags.string("selector");
  const query: Record<string, string> = selector === "" ? {} : { labelSelector: selector };
  const { items } = await session.client.list(resourcePath(resource, namespace), query);
  return items
    .filter((item) => lastAppliedOf(item) !== undefined)
    .map((item) => ({ ...item, apiVersion: apiVersionOf(resource), kind: resource.kind }));
}

const PRUNES_CLUSTER =
  "Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.";

/** The kinds that --prune-allowlist names; none without it. */
export function allowedResources({ flags, session }: CommandContext): Promise<Resource[]> {
  return resourcesOf(session, flags.strings("prune-allowlist").map(parseKind));
}

/** The kinds of which objects are pruned. */
async function prunedResources(
  { session }: CommandContext,
  allowed: readonly Resource[],
): Promise<readonly Resource[]> {
  if (allowed.length > 0) return allowed;
  logWarning(session.io, "prune.go:71", PRUNES_CLUSTER);
  return resourcesOf(session, DEFAULT_KINDS);
}

async function resourcesOf(
  session: CommandContext["session"],
  kinds: readonly (readonly [apiVersion: string, kind: string])[],
): Promise<Resource[]> {
  const found: Resource[] = [];
  for (const [apiVersion, kind] of kinds) {
    const resource = await session.mapper.resourceOfKind(apiVersion, kind);
    if (resource === undefined) throw new KubectlError(`no matches for kind "${kind}" in version "${apiVersion}"`);
    found.push(resource);
  }
  return found;
}

function parseKind(text: string): [apiVersion: string, kind: string] {
  const [group = "", version = "", kind = "", ...rest] = text.split("/");
  if (kind === "" || rest.length > 0)
    throw new KubectlError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
  return [group === "core" || group === "" ? version : `${group}/${version}`, kind];
}
