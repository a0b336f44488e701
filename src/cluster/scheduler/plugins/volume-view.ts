// Storage, as plugins look at it.

import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from "../../../api/types.ts";

/** What the scheduler sees of storage. */
export interface VolumeView {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
}
