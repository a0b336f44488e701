// Stands for a provisioner of node-local directories, an add-on: makes a volume for each claim that asks for one, and removes it.

import type { ApiHandler, UserInfo } from "../../../api/request.ts";
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from "../../../api/types.ts";
import type { Clock } from "../../../sim/clock.ts";
import type { Random } from "../../../sim/random.ts";
import { createClient } from "../../client/client.ts";
import type { Component } from "../../client/component.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import { ControllerContext } from "../controller.ts";
import { ignoringNotFound } from "../ownership.ts";
import { startResizer } from "./expansion.ts";
import { SELECTED_NODE, STORAGE_PROVISIONER } from "./volume-binder.ts";

/** A helper pod makes the directory; that takes about as long as a small pod lives. */
const PROVISION_MS = 2000;

export interface StorageProvisionerOptions {
  /** The provisioner that storage classes name, as `rancher.io/local-path`. */
  readonly name: string;
  /** Where on a node the directories lie. */
  readonly directory?: string;
}

const user: UserInfo = {
  name: "system:serviceaccount:kube-system:storage-provisioner",
  groups: ["system:masters", "system:authenticated"],
};

export function createStorageProvisioner(
  handler: ApiHandler,
  clock: Clock,
  random: Random,
  options: StorageProvisionerOptions,
): Component {
  const client = createClient(handler, user, "storage-provisioner");
  let context: ControllerContext | undefined;
  return {
    name: "storage-provisioner",
    start: () => {
      if (context !== undefined) return;
      context = new ControllerContext(client, clock, random);
      startProvisioning(context, options);
      startResizer(context, options.name);
      context.start();
    },
    stop: () => {
      context?.stop();
      context = undefined;
    },
  };
}

function startProvisioning(
  context: ControllerContext,
  { name: provisioner, directory = "/opt/local-path-provisioner" }: StorageProvisionerOptions,
): void {
  const { client } = context;
  const claims = context.informers.of<PersistentVolumeClaim>(resources.persistentvolumeclaims);
  const volumes = context.informers.of<PersistentVolume>(resources.persistentvolumes);
  const classes = context.informers.of<StorageClass>(resources.storageclasses);
  const recorder = context.recorder(provisioner);
  const claimQueue = context.queue(provision, { latencyMs: PROVISION_MS });
  const volumeQueue = context.queue(remove, { latencyMs: PROVISION_MS });

  claims.onChange((next, previous) => {
    if (next === undefined || storageClassOf(next) === undefined) return;
    if (previous !== undefined && storageClassOf(previous) !== undefined) return;
    recorder.record(
      { object: next },
      "Normal",
      "Provisioning",
      `External provisioner is provisioning volume for claim "${keyText(keyOf(next))}"`,
    );
    claimQueue.add(keyText(keyOf(next)));
  });
  volumes.onChange((next) => {
    if (next !== undefined && isAbandoned(next)) volumeQueue.add(next.metadata.name);
  });

  /** The class of a claim that is ready to be provisioned for, by this provisioner. */
  function storageClassOf(claim: PersistentVolumeClaim): StorageClass | undefined {
    const { annotations = {} } = claim.metadata;
    const storageClass = classes.get({ name: claim.spec.storageClassName ?? "" });
    if (annotations[STORAGE_PROVISIONER] !== provisioner || (claim.spec.volumeName ?? "") !== "") return undefined;
    const isWaiting =
      storageClass?.volumeBindingMode === "WaitForFirstConsumer" && annotations[SELECTED_NODE] === undefined;
    return isWaiting ? undefined : storageClass;
  }

  function provision(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const claim = claims.get({ namespace, name });
    const storageClass = claim === undefined ? undefined : storageClassOf(claim);
    if (claim === undefined || storageClass === undefined || claim.metadata.deletionTimestamp !== undefined) return {};
    const volume = newVolume(claim, storageClass);
    if (volumes.get({ name: volume.metadata.name }) !== undefined) return {};
    client.create<PersistentVolume>(resources.persistentvolumes, volume);
    recorder.record(
      { object: claim },
      "Normal",
      "ProvisioningSucceeded",
      `Successfully provisioned volume ${volume.metadata.name}`,
    );
    return {};
  }

  function newVolume(claim: PersistentVolumeClaim, storageClass: StorageClass) {
    const { name: claimName, namespace = "", uid, resourceVersion, annotations = {} } = claim.metadata;
    const name = `pvc-${uid}`;
    const node = annotations[SELECTED_NODE];
    const matchExpressions = [{ key: "kubernetes.io/hostname", operator: "In", values: [node ?? ""] }];
    return {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name, annotations: { "pv.kubernetes.io/provisioned-by": provisioner } },
      spec: {
        capacity: { storage: claim.spec.resources?.requests?.storage ?? "0" },
        accessModes: claim.spec.accessModes ?? [],
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name: claimName, namespace, uid, resourceVersion },
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
        storageClassName: storageClass.metadata.name,
        volumeMode: claim.spec.volumeMode ?? "Filesystem",
        hostPath: { path: `${directory}/${name}_${namespace}_${claimName}`, type: "DirectoryOrCreate" },
        ...(node === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } }),
      },
    };
  }

  function isAbandoned(volume: PersistentVolume): boolean {
    const isOurs = volume.metadata.annotations?.["pv.kubernetes.io/provisioned-by"] === provisioner;
    return isOurs && volume.status?.phase === "Released" && volume.spec.persistentVolumeReclaimPolicy === "Delete";
  }

  function remove(name: string): ReconcileResult {
    const volume = volumes.get({ name });
    if (volume !== undefined && isAbandoned(volume))
      ignoringNotFound(() => client.delete(resources.persistentvolumes, { name }));
    return {};
  }
}
