// Stands for PersistentVolumeClaimResize: a claim grows only where its class says that volumes can.

import { ApiError, forbidden } from "../../../api/status.ts";
import type { AnyObject, PersistentVolumeClaim, StorageClass } from "../../../api/types.ts";
import { stored } from "../core.ts";
import { compare } from "../registry/quantities.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";

const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

export const claimResize: AdmissionPlugin = {
  name: "PersistentVolumeClaimResize",
  validate(attributes) {
    const { operation, resourceName, subresource, object, previous } = attributes;
    if (operation !== "UPDATE" || resourceName !== "persistentvolumeclaims" || subresource !== "") return;
    const [next, old] = [asClaim(object), asClaim(previous)];
    if (next === undefined || old === undefined || compare(sizeOf(next), sizeOf(old)) <= 0) return;
    if (old.status?.phase !== "Bound") refuse(attributes, "Only bound persistent volume claims can be expanded");
    if (!mayGrow(attributes, next, old)) {
      const why =
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize";
      refuse(attributes, why);
    }
  },
};

function asClaim(object: AnyObject | undefined): PersistentVolumeClaim | undefined {
  return object as unknown as PersistentVolumeClaim | undefined;
}

function sizeOf({ spec }: PersistentVolumeClaim): string {
  return spec.resources?.requests?.storage ?? "0";
}

function classOf({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? "";
}

function mayGrow({ core }: Attributes, next: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const name = classOf(next);
  if (name === "" || name !== classOf(old)) return false;
  const classes = stored(core, "storageclasses.storage.k8s.io") as readonly unknown[] as readonly StorageClass[];
  return classes.find(({ metadata }) => metadata.name === name)?.allowVolumeExpansion === true;
}

function refuse({ resource, name }: Attributes, why: string): never {
  throw new ApiError(forbidden(resource.groupResource, name, why));
}
