// Which volume suits a claim.

import { amountOf } from "../../../api/pod-requests.ts";
import { matchesSelector } from "../../../api/selector.ts";
import type { PersistentVolume, PersistentVolumeClaim } from "../../../api/types.ts";

export function refersTo(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = volume.spec.claimRef;
  if (reference?.name !== claim.metadata.name || reference.namespace !== claim.metadata.namespace) return false;
  return (reference.uid ?? "") === "" || reference.uid === claim.metadata.uid;
}

/** Why `volume` does not suit, undefined when it does. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  const wanted = amountOf(claim.spec.resources?.requests?.storage ?? "0");
  if (amountOf(volume.spec.capacity?.storage ?? "0") < wanted) return "requested PV is too small";
  if ((volume.spec.storageClassName ?? "") !== (claim.spec.storageClassName ?? ""))
    return "storageClassName does not match";
  if ((volume.spec.volumeMode ?? "Filesystem") !== (claim.spec.volumeMode ?? "Filesystem"))
    return "incompatible volumeMode";
  const offers = volume.spec.accessModes ?? [];
  return (claim.spec.accessModes ?? []).every((mode) => offers.includes(mode)) ? undefined : "incompatible accessMode";
}

/** A volume that names the claim, else the smallest free one that suits. @param reservedOnly while the scheduler has the choice. */
export function bestVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  reservedOnly: boolean,
): PersistentVolume | undefined {
  const suits = volumes.filter(
    (volume) => volume.metadata.deletionTimestamp === undefined && mismatch(volume, claim) === undefined,
  );
  const reserved = suits.find((volume) => refersTo(volume, claim));
  if (reserved !== undefined || reservedOnly) return reserved;
  const size = (volume: PersistentVolume) => amountOf(volume.spec.capacity?.storage ?? "0");
  return suits
    .filter((volume) => volume.spec.claimRef === undefined && volume.status.phase === "Available")
    .filter(
      (volume) => claim.spec.selector === undefined || matchesSelector(claim.spec.selector, volume.metadata.labels),
    )
    .sort((a, b) => size(a) - size(b))[0];
}
