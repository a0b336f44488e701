// Stands for what makes volumes larger: the controller that says who will do it, and the resizer that does it.
// Simplified: the resizer also grows the file system, which is the kubelet's part, as soon as a pod that has the volume runs.

import { amountOf } from "../../../api/pod-requests.ts";
import type { PersistentVolume, PersistentVolumeClaim, Pod } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { PROVISIONED_BY, usesClaim } from "./volume-binder.ts";

const RESIZE_MS = 1000;
const RESIZER = "volume.kubernetes.io/storage-resizer";
const PENDING = "Waiting for user to (re-)start a pod to finish file system resize of volume on node.";

type Claim = PersistentVolumeClaim;

/** The controller in kube-controller-manager: no volume here has a plugin of its own that could be made larger. */
export function startExpander(context: ControllerContext): void {
  const claims = context.informers.of<Claim>(resources.persistentvolumeclaims);
  const recorder = context.recorder("volume_expand");
  claims.onChange((next, previous) => {
    if (next === undefined || previous === undefined || !isAsking(next)) return;
    if (requestOf(next) <= requestOf(previous)) return;
    const message = "waiting for an external controller to expand this PVC";
    recorder.record({ object: next }, "Normal", "ExternalExpanding", message);
  });
}

/** The resizer of one provisioner's volumes. */
export function startResizer(context: ControllerContext, provisioner: string): void {
  const { client, clock } = context;
  const claims = context.informers.of<Claim>(resources.persistentvolumeclaims);
  const volumes = context.informers.of<PersistentVolume>(resources.persistentvolumes);
  const pods = context.informers.of<Pod>(resources.pods);
  const recorder = context.recorder(`external-resizer ${provisioner}`);
  const kubelet = context.recorder("kubelet");
  const queue = context.queue(reconcile, { latencyMs: RESIZE_MS });
  claims.onChange((next) => next !== undefined && isAsking(next) && queue.add(keyText(keyOf(next))));
  pods.onChange((next, previous) => {
    if (next?.status?.phase !== "Running" || previous?.status?.phase === "Running") return;
    for (const claim of claims.list(next.metadata.namespace))
      if (isAsking(claim) && usesClaim(next, claim.metadata.name)) queue.add(keyText(keyOf(claim)));
  });

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const claim = claims.get({ namespace, name });
    const volume = volumes.get({ name: claim?.spec.volumeName ?? "" });
    if (claim === undefined || volume === undefined || !isAsking(claim)) return {};
    if (volume.metadata.annotations?.[PROVISIONED_BY] !== provisioner) return {};
    if (amountOf(volume.spec.capacity?.storage ?? "0") < requestOf(claim)) grow(claim, volume);
    else if (!hasCondition(claim, "FileSystemResizePending")) askNode(claim);
    else finish(claim, volume);
    return {};
  }

  function grow(claim: Claim, volume: PersistentVolume): void {
    const storage = claim.spec.resources?.requests?.storage;
    const text = `External resizer is resizing volume ${volume.metadata.name}`;
    recorder.record({ object: claim }, "Normal", "Resizing", text);
    const annotations = { [RESIZER]: provisioner };
    if (claim.metadata.annotations?.[RESIZER] === undefined)
      client.patch(resources.persistentvolumeclaims, keyOf(claim), { metadata: { annotations } });
    writeStatus(claim, {
      conditions: [condition("Resizing")],
      allocatedResources: { storage },
      allocatedResourceStatuses: { storage: "ControllerResizeInProgress" },
    });
    client.patch(resources.persistentvolumes, keyOf(volume), { spec: { capacity: { storage } } });
  }

  function askNode(claim: Claim): void {
    const kept = (claim.status.conditions ?? []).filter(({ type }) => type === "Resizing");
    writeStatus(claim, {
      conditions: [...kept, condition("FileSystemResizePending", PENDING)],
      allocatedResourceStatuses: { storage: "NodeResizePending" },
    });
    const text = "Require file system resize of volume on node";
    recorder.record({ object: claim }, "Normal", "FileSystemResizeRequired", text);
  }

  function finish(claim: Claim, volume: PersistentVolume): void {
    const user = pods
      .list(claim.metadata.namespace)
      .find((pod) => pod.status?.phase === "Running" && usesClaim(pod, claim.metadata.name));
    if (user === undefined) return;
    const capacity = { storage: claim.spec.resources?.requests?.storage };
    writeStatus(claim, { capacity, conditions: null, allocatedResourceStatuses: null });
    const text = `MountVolume.NodeExpandVolume succeeded for volume "${volume.metadata.name}" ${user.spec.nodeName}`;
    for (const object of [user, claim]) kubelet.record({ object }, "Normal", "FileSystemResizeSuccessful", text);
  }

  function condition(type: string, message?: string) {
    const lastTransitionTime = timestamp(clock.now());
    return {
      type,
      status: "True",
      lastProbeTime: null,
      lastTransitionTime,
      ...(message === undefined ? {} : { message }),
    };
  }

  function writeStatus(claim: Claim, status: object): void {
    client.patch(resources.persistentvolumeclaims, keyOf(claim), { status }, "status");
  }
}

/** Bound, and too small for what it wants by now. */
function isAsking(claim: Claim): boolean {
  return claim.status?.phase === "Bound" && requestOf(claim) > amountOf(claim.status.capacity?.storage ?? "0");
}

function requestOf({ spec }: Claim): number {
  return amountOf(spec.resources?.requests?.storage ?? "0");
}

function hasCondition({ status }: Claim, type: string): boolean {
  return status.conditions?.some((each) => each.type === type) === true;
}
