// The sources a volume can have, each with its sentence and its fields: volumes of pods and PersistentVolumes share most of them.

import { DISKS } from "./disk-sources.ts";
import { flag, readOnly, type Source, type SourceTable, text, type VolumeSourceText } from "./source-fields.ts";

/** The source of that name in a volume, undefined for one that is not known or needs more than fields. */
export function volumeSourceText(name: string, source: Source, persistent: boolean): VolumeSourceText | undefined {
  return Object.hasOwn(COMMON, name)
    ? COMMON[name]?.(source, persistent)
    : Object.hasOwn(DISKS, name)
      ? DISKS[name]?.(source, persistent)
      : undefined;
}

const COMMON: SourceTable = {
  hostPath: (source) => ({
    type: "HostPath (bare host directory volume)",
    fields: [
      ["Path", text(source.path)],
      ["HostPathType", source.type ?? (Object.hasOwn(source, "type") ? "" : "<none>")],
    ],
  }),
  emptyDir: (source) => ({
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    fields: [
      ["Medium", text(source.medium)],
      ["SizeLimit", source.sizeLimit && source.sizeLimit !== "0" ? source.sizeLimit : "<unset>"],
    ],
  }),
  secret: (source) => ({
    type: "Secret (a volume populated by a Secret)",
    fields: [
      ["SecretName", text(source.secretName)],
      ["Optional", flag(source.optional)],
    ],
  }),
  configMap: (source) => ({
    type: "ConfigMap (a volume populated by a ConfigMap)",
    fields: [
      ["Name", text(source.name)],
      ["Optional", flag(source.optional)],
    ],
  }),
  persistentVolumeClaim: (source) => ({
    type: "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    fields: [["ClaimName", text(source.claimName)], readOnly(source)],
  }),
  image: (source) => ({
    type: "Image (a container image or OCI artifact)",
    fields: [
      ["Reference", text(source.reference)],
      ["PullPolicy", text(source.pullPolicy)],
    ],
  }),
  local: (source) => ({
    type: "LocalVolume (a persistent volume backed by local storage on a node)",
    fields: [["Path", text(source.path)]],
  }),
  nfs: (source) => ({
    type: "NFS (an NFS mount that lasts the lifetime of a pod)",
    fields: [["Server", text(source.server)], ["Path", text(source.path)], readOnly(source)],
  }),
  gitRepo: (source) => ({
    type: "GitRepo (a volume that is pulled from git when the pod is created)",
    fields: [
      ["Repository", text(source.repository)],
      ["Revision", text(source.revision)],
    ],
  }),
};
