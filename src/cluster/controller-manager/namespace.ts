// Stands for the namespace controller: empties a namespace that is being deleted, says what still holds it, and lets it go.

import { catalogue } from "../../api/catalogue.ts";
import { ApiError } from "../../api/status.ts";
import type { KubeObject, Namespace } from "../../api/types.ts";
import type { ResourceAddress } from "../client/client.ts";
import { timestamp } from "../client/event-recorder.ts";
import { keyOf } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ReconcileResult } from "../client/work-queue.ts";
import type { ControllerContext } from "./controller.ts";
import { deepEqual } from "./deep-equal.ts";
import { ignoringNotFound } from "./ownership.ts";

/** Left to everybody to notice that the namespace is closed, before its contents are deleted. */
const GRACE_MS = 5000;
const RETRY_MS = 5000;

type Condition = NonNullable<Namespace["status"]["conditions"]>[number];

interface Remaining {
  readonly resource: ResourceAddress;
  readonly objects: readonly KubeObject[];
}

export function startNamespaces(context: ControllerContext): void {
  const { client, clock } = context;
  const namespaces = context.informers.of<Namespace>(resources.namespaces);
  const queue = context.queue(reconcile);
  namespaces.onChange((next, previous) => {
    if (next?.metadata.deletionTimestamp === undefined || previous?.metadata.deletionTimestamp !== undefined) return;
    queue.addAfter(next.metadata.name, GRACE_MS);
  });

  function reconcile(name: string): ReconcileResult {
    const namespace = namespaces.get({ name });
    if (namespace?.metadata.deletionTimestamp === undefined) return {};
    const found = contentOf(name);
    for (const { resource, objects } of found) {
      for (const object of objects) {
        if (object.metadata.deletionTimestamp === undefined)
          ignoringNotFound(() => client.delete(resource, keyOf(object)));
      }
    }
    const remaining = contentOf(name);
    const conditions = deletionConditions(remaining, namespace.status.conditions ?? [], clock.now());
    if (!deepEqual(conditions, namespace.status.conditions)) {
      client.patch(resources.namespaces, { name }, { status: { phase: "Terminating", conditions } }, "status");
    }
    if (remaining.length > 0) return { requeueAfterMs: waitFor(remaining) };
    const present = ignoringNotFound(() => client.get<Namespace>(resources.namespaces, { name }));
    if (present?.spec.finalizers?.includes("kubernetes") === true) finalize(present);
    return {};
  }

  /** Nothing is left: the namespace may go. */
  function finalize(namespace: Namespace): void {
    const finalizers = (namespace.spec.finalizers ?? []).filter((finalizer) => finalizer !== "kubernetes");
    const next = { ...namespace, spec: { ...namespace.spec, finalizers } };
    ignoringNotFound(() => client.update(resources.namespaces, next, "finalize"));
  }

  function contentOf(namespace: string): Remaining[] {
    const custom = context.customKinds.all().filter(({ namespaced }) => namespaced);
    return [...deletableResources(), ...custom].flatMap((resource) => {
      try {
        const objects = client.list<KubeObject>(resource, namespace).items;
        return objects.length === 0 ? [] : [{ resource, objects }];
      } catch (error) {
        // A resource that discovery lists but this server does not serve holds nothing.
        if (error instanceof ApiError && error.reason === "NotFound") return [];
        throw error;
      }
    });
  }

  /** Pods need their grace period; half of it is waited for, as the real controller does. */
  function waitFor(remaining: readonly Remaining[]): number {
    const pods = remaining.find(({ resource }) => resource.resource === "pods")?.objects ?? [];
    const grace = pods.map(({ metadata }) => metadata.deletionGracePeriodSeconds ?? 0);
    const most = Math.max(0, ...grace);
    return most === 0 ? RETRY_MS : (Math.floor(most / 2) + 1) * 1000;
  }
}

function deletableResources(): ResourceAddress[] {
  return catalogue()
    .filter(
      ({ namespaced, verbs, group }) =>
        namespaced && verbs.includes("delete") && verbs.includes("list") && group !== "events.k8s.io",
    )
    .map(({ group, version, resource }) => ({ group, version, resource }));
}

/** The five conditions of a namespace on its way out. */
export function deletionConditions(
  remaining: readonly Remaining[],
  previous: readonly Condition[],
  nowMs: number,
): Condition[] {
  const counts = remaining.map(
    ({ resource: { group, resource }, objects }) => `${resource}.${group} has ${objects.length} resource instances`,
  );
  const finalizers = new Map<string, number>();
  for (const object of remaining.flatMap(({ objects }) => objects)) {
    for (const finalizer of object.metadata.finalizers ?? [])
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  const held = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  const rows: readonly (readonly [string, boolean, string, string])[] = [
    ["NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered"],
    [
      "NamespaceDeletionGroupVersionParsingFailure",
      false,
      "ParsedGroupVersions",
      "All legacy kube types successfully parsed",
    ],
    [
      "NamespaceDeletionContentFailure",
      false,
      "ContentDeleted",
      "All content successfully deleted, may be waiting on finalization",
    ],
    counts.length > 0
      ? [
          "NamespaceContentRemaining",
          true,
          "SomeResourcesRemain",
          `Some resources are remaining: ${counts.sort().join(", ")}`,
        ]
      : ["NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed"],
    held.length > 0
      ? [
          "NamespaceFinalizersRemaining",
          true,
          "SomeFinalizersRemain",
          `Some content in the namespace has finalizers remaining: ${held.join(", ")}`,
        ]
      : ["NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished"],
  ];
  return rows.map(([type, isTrue, reason, message]) => {
    const status = isTrue ? "True" : "False";
    const known = previous.find((condition) => condition.type === type);
    const since = known?.status === status ? known.lastTransitionTime : undefined;
    return { type, status, lastTransitionTime: since ?? timestamp(nowMs), reason, message };
  });
}
