// The defaults of disks of clouds and storage systems, as volumes of pods and as PersistentVolumes alike.

import type { Draft, Volume } from "../../../../api/types.ts";

/** Whatever holds the source of a volume under its name. */
export type DiskHolder = Draft<{
  readonly [name in "iscsi" | "rbd" | "azureDisk" | "scaleIO"]?: Partial<NonNullable<Volume[name]>>;
}>;

export function defaultDisk({ iscsi, rbd, azureDisk, scaleIO }: DiskHolder): void {
  if (iscsi !== undefined) iscsi.iscsiInterface ??= "default";
  if (rbd !== undefined) {
    rbd.pool ??= "rbd";
    rbd.user ??= "admin";
    rbd.keyring ??= "/etc/ceph/keyring";
  }
  if (azureDisk !== undefined) {
    azureDisk.cachingMode ??= "ReadWrite";
    azureDisk.fsType ??= "ext4";
    azureDisk.kind ??= "Shared";
    azureDisk.readOnly ??= false;
  }
  if (scaleIO !== undefined) {
    scaleIO.storageMode ??= "ThinProvisioned";
    scaleIO.fsType ??= "xfs";
  }
}
