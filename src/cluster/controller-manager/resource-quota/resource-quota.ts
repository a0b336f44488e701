// Stands for the resourcequota controller: keeps the numbers of each ResourceQuota true, above all when objects go.

import { catalogue } from "../../../api/catalogue.ts";
import type { KubeObject, PersistentVolumeClaim, Pod, ResourceQuota, Service } from "../../../api/types.ts";
import { type Informer, keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { isTerminal } from "../pod-state.ts";
import { type Contents, quotaUsage } from "./usage.ts";

export function startResourceQuotas(context: ControllerContext): void {
  const { client } = context;
  const quotas = context.informers.of<ResourceQuota>(resources.resourcequotas);
  const pods = context.informers.of<Pod>(resources.pods);
  const services = context.informers.of<Service>(resources.services);
  const claims = context.informers.of<PersistentVolumeClaim>(resources.persistentvolumeclaims);
  const counted = new Map(
    countedResources().map((each) => [each.name, context.informers.of<KubeObject>(each.address)]),
  );
  const queue = context.queue(reconcile, { latencyMs: 100 });

  quotas.onChange((next) => next !== undefined && queue.add(keyText(keyOf(next))));
  pods.onChange((next, previous) => {
    const counts = (pod: Pod | undefined) => pod !== undefined && !(pod.status !== undefined && isTerminal(pod));
    // A pod that was resized counts for less only when its containers have less.
    const isResized = (next?.metadata.generation ?? 1) > 1 && next?.status !== previous?.status;
    if (counts(next) !== counts(previous) || isResized) enqueueAll((next ?? previous)?.metadata.namespace);
  });
  for (const informer of new Set(counted.values())) countFrom(informer);
  context.customKinds.watch({
    found: (kind, objects) => {
      if (!kind.namespaced) return;
      counted.set(nameOf(kind), objects);
      countFrom(objects);
      enqueueAll(undefined);
    },
    lost: (kind) => counted.delete(nameOf(kind)),
  });

  function countFrom(objects: Informer<KubeObject>): void {
    objects.onChange((next, previous) => {
      if (next === undefined || previous === undefined || next.kind === "Service")
        enqueueAll((next ?? previous)?.metadata.namespace);
    });
  }

  function enqueueAll(namespace: string | undefined): void {
    for (const quota of quotas.list(namespace)) queue.add(keyText(keyOf(quota)));
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const quota = quotas.get({ namespace, name });
    if (quota === undefined) return {};
    const contents: Contents = {
      pods: pods.list(namespace),
      services: services.list(namespace),
      claims: claims.list(namespace),
      count: (resource) => counted.get(resource)?.list(namespace).length,
    };
    const status: ResourceQuota["status"] = { hard: quota.spec.hard ?? {}, used: quotaUsage(quota, contents) };
    if (!deepEqual(status, quota.status))
      client.updateStatus<ResourceQuota>(resources.resourcequotas, { ...quota, status });
    return {};
  }
}

function nameOf({ group, resource }: { readonly group: string; readonly resource: string }): string {
  return group === "" ? resource : `${resource}.${group}`;
}

/** What `count/…` can name, one version of each. */
function countedResources() {
  const seen = new Set<string>();
  return catalogue()
    .filter(
      ({ namespaced, verbs, kind }) =>
        namespaced && verbs.includes("list") && verbs.includes("watch") && kind !== "Event",
    )
    .flatMap(({ group, version, resource }) => {
      const name = nameOf({ group, resource });
      if (seen.has(name)) return [];
      seen.add(name);
      return [{ name, address: { group, version, resource } }];
    });
}
