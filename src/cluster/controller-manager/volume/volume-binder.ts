// Stands for the persistent volume binder: brings claims and volumes together, and reclaims volumes whose claims are gone.

import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from "../../../api/types.ts";
import type { EventType } from "../../client/event-recorder.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { ignoringNotFound } from "../ownership.ts";
import { bestVolume, mismatch, refersTo } from "./matching.ts";

/** What nothing else prompts is looked at again this often; a claim that waits for a volume learns of it only then. */
const RESYNC_MS = 15_000;
const BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
const BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
export const PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
export const STORAGE_PROVISIONER = "volume.kubernetes.io/storage-provisioner";
export const SELECTED_NODE = "volume.kubernetes.io/selected-node";
const NO_PROVISIONER = "kubernetes.io/no-provisioner";

export function startVolumeBinder(context: ControllerContext): void {
  const { client } = context;
  const recorder = context.recorder("persistentvolume-controller");
  const claims = context.informers.of<PersistentVolumeClaim>(resources.persistentvolumeclaims);
  const volumes = context.informers.of<PersistentVolume>(resources.persistentvolumes);
  const classes = context.informers.of<StorageClass>(resources.storageclasses);
  const pods = context.informers.of<Pod>(resources.pods);
  const claimQueue = context.queue(syncClaim);
  const volumeQueue = context.queue(syncVolume);

  claims.onChange((next, previous) => {
    if (next !== undefined) claimQueue.add(keyText(keyOf(next)));
    else if (previous?.spec.volumeName !== undefined) volumeQueue.add(previous.spec.volumeName);
  });
  volumes.onChange((next, previous) => {
    if (next !== undefined) volumeQueue.add(next.metadata.name);
    const reference = (next ?? previous)?.spec.claimRef;
    if (reference !== undefined)
      claimQueue.add(keyText({ namespace: reference.namespace, name: reference.name ?? "" }));
  });
  context.every(RESYNC_MS, () => {
    for (const volume of volumes.list()) volumeQueue.add(volume.metadata.name);
    for (const claim of claims.list()) claimQueue.add(keyText(keyOf(claim)));
  });

  function syncClaim(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const claim = claims.get({ namespace, name });
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) return {};
    if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) checkBound(claim);
    else if ((claim.spec.volumeName ?? "") !== "") bindRequested(claim);
    else bindAny(claim);
    return {};
  }

  function bindAny(claim: PersistentVolumeClaim): void {
    const storageClass = classes.get({ name: claim.spec.storageClassName ?? "" });
    const isLeftToScheduler =
      storageClass?.volumeBindingMode === "WaitForFirstConsumer" &&
      claim.metadata.annotations?.[SELECTED_NODE] === undefined;
    const volume = bestVolume(claim, volumes.list(), isLeftToScheduler);
    if (volume !== undefined) {
      bind(claim, volume);
      return;
    }
    if (isLeftToScheduler) announce(claim, "Normal", ...waitingFor(claim));
    else if ((claim.spec.storageClassName ?? "") === "") {
      announce(
        claim,
        "Normal",
        "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set",
      );
    } else askProvisioner(claim, storageClass);
    setPhase(claim, "Pending");
  }

  function waitingFor(claim: PersistentVolumeClaim): [string, string] {
    const user = pods.list(claim.metadata.namespace).find((pod) => usesClaim(pod, claim.metadata.name));
    if (user === undefined) return ["WaitForFirstConsumer", "waiting for first consumer to be created before binding"];
    return ["WaitForPodScheduled", `waiting for pod ${user.metadata.name} to be scheduled`];
  }

  function askProvisioner(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): void {
    if (storageClass === undefined) {
      announce(
        claim,
        "Warning",
        "ProvisioningFailed",
        `storageclass.storage.k8s.io "${claim.spec.storageClassName}" not found`,
      );
      return;
    }
    const { provisioner } = storageClass;
    if (provisioner === NO_PROVISIONER) {
      announce(claim, "Warning", "ProvisioningFailed", `no volume plugin matched name: ${provisioner}`);
      return;
    }
    if (claim.metadata.annotations?.[STORAGE_PROVISIONER] !== provisioner) {
      const annotations = {
        "volume.beta.kubernetes.io/storage-provisioner": provisioner,
        [STORAGE_PROVISIONER]: provisioner,
      };
      client.patch(resources.persistentvolumeclaims, keyOf(claim), { metadata: { annotations } });
    }
    const message =
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. ` +
      "If volume creation is delayed, please verify that the provisioner is running and correctly registered.";
    announce(claim, "Normal", "ExternalProvisioning", message);
  }

  /** The claim says itself which volume it wants. */
  function bindRequested(claim: PersistentVolumeClaim): void {
    const name = claim.spec.volumeName ?? "";
    const volume = volumes.get({ name });
    if (volume === undefined) {
      setPhase(claim, "Pending");
      return;
    }
    if (volume.spec.claimRef !== undefined && !refersTo(volume, claim)) {
      announce(claim, "Warning", "FailedBinding", `volume "${name}" already bound to a different claim.`);
      setPhase(claim, "Pending");
      return;
    }
    const why = mismatch(volume, claim);
    if (why === undefined) {
      bind(claim, volume);
      return;
    }
    announce(claim, "Warning", "VolumeMismatch", `Cannot bind to requested volume "${name}": ${why}`);
    setPhase(claim, "Pending");
  }

  function bind(claim: PersistentVolumeClaim, volume: PersistentVolume): void {
    const { name, namespace, uid, resourceVersion } = claim.metadata;
    if (volume.spec.claimRef?.uid !== uid) {
      const claimRef = { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid, resourceVersion };
      const metadata =
        volume.spec.claimRef === undefined ? { metadata: { annotations: { [BOUND_BY_CONTROLLER]: "yes" } } } : {};
      client.patch(resources.persistentvolumes, keyOf(volume), { ...metadata, spec: { claimRef } });
    }
    setVolumePhase(volume, "Bound");
    const wasFree = (claim.spec.volumeName ?? "") === "";
    const annotations = { [BIND_COMPLETED]: "yes", ...(wasFree ? { [BOUND_BY_CONTROLLER]: "yes" } : {}) };
    client.patch(resources.persistentvolumeclaims, keyOf(claim), {
      metadata: { annotations },
      spec: { volumeName: volume.metadata.name },
    });
    markBound(claim, volume);
  }

  /** The capacity is that at the time of the binding: a volume that grows later tells its claim when the file system has, too. */
  function markBound(claim: PersistentVolumeClaim, volume: PersistentVolume): void {
    const { phase, accessModes, capacity } = claim.status;
    const held = phase === "Bound" ? capacity : volume.spec.capacity;
    const status = { phase: "Bound", accessModes: volume.spec.accessModes, capacity: held };
    if (!deepEqual(status, { phase, accessModes, capacity }))
      client.patch(resources.persistentvolumeclaims, keyOf(claim), { status }, "status");
  }

  function checkBound(claim: PersistentVolumeClaim): void {
    const volume = volumes.get({ name: claim.spec.volumeName ?? "" });
    if (volume !== undefined && refersTo(volume, claim)) {
      markBound(claim, volume);
      return;
    }
    if (claim.status.phase === "Lost") return;
    const [reason, message] =
      volume === undefined
        ? ["ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!"]
        : ["ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly"];
    announce(claim, "Warning", reason ?? "", message ?? "");
    setPhase(claim, "Lost");
  }

  function setPhase(claim: PersistentVolumeClaim, phase: string): void {
    if (claim.status?.phase === phase) return;
    client.patch(resources.persistentvolumeclaims, keyOf(claim), { status: { phase } }, "status");
  }

  function announce(claim: PersistentVolumeClaim, type: EventType, reason: string, message: string): void {
    recorder.record({ object: claim }, type, reason, message);
  }

  function syncVolume(name: string): ReconcileResult {
    const volume = volumes.get({ name });
    if (volume === undefined) return {};
    const reference = volume.spec.claimRef;
    if (reference === undefined || (reference.uid ?? "") === "") {
      setVolumePhase(volume, "Available");
      return {};
    }
    const claim = claims.get({ namespace: reference.namespace, name: reference.name ?? "" });
    if (claim === undefined || claim.metadata.uid !== reference.uid) release(volume);
    else if (claim.spec.volumeName === name) setVolumePhase(volume, "Bound");
    return {};
  }

  function release(volume: PersistentVolume): void {
    if (volume.status.phase !== "Released" && volume.status.phase !== "Failed") setVolumePhase(volume, "Released");
    if (volume.spec.persistentVolumeReclaimPolicy !== "Delete" || volume.metadata.deletionTimestamp !== undefined)
      return;
    // What a provisioner has made, it also takes away.
    if (volume.metadata.annotations?.[PROVISIONED_BY] !== undefined) return;
    const refusal = deletionRefusal(volume);
    if (refusal === undefined) ignoringNotFound(() => client.delete(resources.persistentvolumes, keyOf(volume)));
    else if (volume.status.phase !== "Failed") {
      setVolumePhase(volume, "Failed", refusal);
      recorder.record({ object: volume }, "Warning", "VolumeFailedDelete", refusal);
    }
  }

  function setVolumePhase(volume: PersistentVolume, phase: string, message?: string): void {
    if (volume.status?.phase === phase) return;
    const status = { phase, message: message ?? null };
    ignoringNotFound(() => client.patch(resources.persistentvolumes, keyOf(volume), { status }, "status"));
  }
}

/** Only directories under /tmp are ever deleted; other kinds of volumes have no deleter at all. */
function deletionRefusal(volume: PersistentVolume): string | undefined {
  const path = volume.spec.hostPath?.path;
  if (path === undefined)
    return `error getting deleter volume plugin for volume "${volume.metadata.name}": no volume plugin matched`;
  return /^\/tmp\/.+/.test(path) ? undefined : `host_path deleter only supports /tmp/.+ but received provided ${path}`;
}

export function usesClaim(pod: Pod, claim: string): boolean {
  return (pod.spec.volumes ?? []).some(
    ({ name, persistentVolumeClaim, ephemeral }) =>
      persistentVolumeClaim?.claimName === claim ||
      (ephemeral !== undefined && `${pod.metadata.name}-${name}` === claim),
  );
}
