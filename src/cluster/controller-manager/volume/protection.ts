// Stands for the protection controllers: a claim that a pod uses, and a volume that is bound, are not removed before their time.

import type { KubeObject, PersistentVolume, PersistentVolumeClaim, Pod } from "../../../api/types.ts";
import type { ResourceAddress } from "../../client/client.ts";
import { type Informer, keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ControllerContext } from "../controller.ts";
import { ignoringNotFound } from "../ownership.ts";
import { isTerminal } from "../pod-state.ts";
import { usesClaim } from "./volume-binder.ts";

export function startClaimProtection(context: ControllerContext): void {
  const claims = context.informers.of<PersistentVolumeClaim>(resources.persistentvolumeclaims);
  const pods = context.informers.of<Pod>(resources.pods);
  const isUsed = (claim: PersistentVolumeClaim) =>
    pods
      .list(claim.metadata.namespace)
      .some((pod) => isScheduled(pod) && !isTerminal(pod) && usesClaim(pod, claim.metadata.name));
  const enqueue = protect(context, claims, resources.persistentvolumeclaims, "kubernetes.io/pvc-protection", isUsed);
  pods.onChange((next, previous) => {
    const pod = next ?? previous;
    if (pod === undefined || (next !== undefined && !isTerminal(next))) return;
    for (const claim of claims.list(pod.metadata.namespace))
      if (usesClaim(pod, claim.metadata.name)) enqueue(keyText(keyOf(claim)));
  });
}

export function startVolumeProtection(context: ControllerContext): void {
  const volumes = context.informers.of<PersistentVolume>(resources.persistentvolumes);
  protect(
    context,
    volumes,
    resources.persistentvolumes,
    "kubernetes.io/pv-protection",
    (volume) => volume.status?.phase === "Bound",
  );
}

function isScheduled(pod: Pod): boolean {
  return (pod.spec.nodeName ?? "") !== "";
}

/** Keeps `finalizer` on every object until it is being deleted and nobody uses it. */
function protect<T extends KubeObject>(
  context: ControllerContext,
  informer: Informer<T>,
  resource: ResourceAddress,
  finalizer: string,
  isUsed: (object: T) => boolean,
): (key: string) => void {
  const queue = context.queue((key) => {
    const [first = "", second] = key.split("/");
    const object = informer.get(second === undefined ? { name: first } : { namespace: first, name: second });
    if (object === undefined) return {};
    const { finalizers = [], deletionTimestamp } = object.metadata;
    const isThere = finalizers.includes(finalizer);
    const patch = (next: readonly string[]) =>
      ignoringNotFound(() =>
        context.client.patch(resource, keyOf(object), { metadata: { finalizers: next.length === 0 ? null : next } }),
      );
    if (deletionTimestamp === undefined && !isThere) patch([...finalizers, finalizer]);
    if (deletionTimestamp !== undefined && isThere && !isUsed(object))
      patch(finalizers.filter((each) => each !== finalizer));
    return {};
  });
  informer.onChange((next) => next !== undefined && queue.add(keyText(keyOf(next))));
  return (key) => queue.add(key);
}
