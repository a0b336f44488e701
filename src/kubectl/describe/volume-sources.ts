// The sources a volume can have, each with its sentence and its fields: volumes of pods and PersistentVolumes share most of them.

import { goList, goMap } from "./values.ts";

export type SourceField = readonly [label: string, value: unknown];

export interface VolumeSourceText {
  readonly type: string;
  readonly fields: readonly SourceField[];
}

type Source = Readonly<Record<string, unknown>>;
type SourceTable = Readonly<Record<string, (source: Source) => VolumeSourceText>>;

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
const number = (value: unknown) => (value === undefined || value === null ? 0 : value);
const flag = (value: unknown) => value === true;
const readOnly = (source: Source): SourceField => ["ReadOnly", flag(source.readOnly)];
const fsType = (source: Source): SourceField => ["FSType", text(source.fsType)];

function secretRef({ secretRef: reference }: Source): SourceField {
  const { name, namespace } = (reference ?? {}) as { name?: string; namespace?: string };
  if (name === undefined) return ["SecretRef", "nil"];
  const shown = namespace === undefined ? `LocalObjectReference{Name:${name},}` : `SecretReference{Name:${name},Namespace:${namespace},}`;
  return ["SecretRef", `&${shown}`];
}

/** The source of that name in a volume, undefined for one that is not known or needs more than fields. */
export function volumeSourceText(name: string, source: Source): VolumeSourceText | undefined {
  return Object.hasOwn(COMMON, name) ? COMMON[name]?.(source) : Object.hasOwn(DISKS, name) ? DISKS[name]?.(source) : undefined;
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

const DISKS: SourceTable = {
  gcePersistentDisk: (source) => ({
    type: "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
    fields: [["PDName", text(source.pdName)], fsType(source), ["Partition", number(source.partition)], readOnly(source)],
  }),
  awsElasticBlockStore: (source) => ({
    type: "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
    fields: [["VolumeID", text(source.volumeID)], fsType(source), ["Partition", number(source.partition)], readOnly(source)],
  }),
  iscsi: (source) => ({
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    fields: [
      ["TargetPortal", text(source.targetPortal)],
      ["IQN", text(source.iqn)],
      ["Lun", number(source.lun)],
      // kubectl leaves out the colon here.
      ["ISCSIInterface\t", text(source.iscsiInterface)],
      fsType(source),
      readOnly(source),
      ["Portals", goList(source.portals as string[] | undefined)],
      ["DiscoveryCHAPAuth", flag(source.chapAuthDiscovery)],
      ["SessionCHAPAuth", flag(source.chapAuthSession)],
      secretRef(source),
      ["InitiatorName", source.initiatorName ?? "<none>"],
    ],
  }),
  glusterfs: (source) => ({
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [["EndpointsName", text(source.endpoints)], ["Path", text(source.path)], readOnly(source)],
  }),
  rbd: (source) => ({
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: [
      ["CephMonitors", goList(source.monitors as string[] | undefined)],
      ["RBDImage", text(source.image)],
      fsType(source),
      ["RBDPool", text(source.pool)],
      ["RadosUser", text(source.user)],
      ["Keyring", text(source.keyring)],
      secretRef(source),
      readOnly(source),
    ],
  }),
  cephfs: (source) => ({
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    fields: [
      ["Monitors", goList(source.monitors as string[] | undefined)],
      ["Path", text(source.path)],
      ["User", text(source.user)],
      ["SecretFile", text(source.secretFile)],
      secretRef(source),
      readOnly(source),
    ],
  }),
  cinder: (source) => ({
    type: "Cinder (a Persistent Disk resource in OpenStack)",
    fields: [["VolumeID", text(source.volumeID)], fsType(source), readOnly(source), secretRef(source)],
  }),
  fc: (source) => ({
    type: "FC (a Fibre Channel disk)",
    fields: [
      ["TargetWWNs", ((source.targetWWNs ?? []) as string[]).join(", ")],
      ["LUN", source.lun ?? "<none>"],
      fsType(source),
      readOnly(source),
    ],
  }),
  vsphereVolume: (source) => ({
    type: "vSphereVolume (a Persistent Disk resource in vSphere)",
    fields: [["VolumePath", text(source.volumePath)], fsType(source), ["StoragePolicyName", text(source.storagePolicyName)]],
  }),
  azureDisk: (source) => ({
    type: "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
    fields: [
      ["DiskName", text(source.diskName)],
      ["DiskURI", text(source.diskURI)],
      ["Kind", text(source.kind)],
      fsType(source),
      ["CachingMode", text(source.cachingMode)],
      readOnly(source),
    ],
  }),
  azureFile: (source) => ({
    type: "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
    fields: [["SecretName", text(source.secretName)], ["ShareName", text(source.shareName)], readOnly(source)],
  }),
  flexVolume: (source) => ({
    type: "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
    fields: [
      ["Driver", text(source.driver)],
      fsType(source),
      secretRef(source),
      readOnly(source),
      ["Options", goMap(source.options as Source | undefined)],
    ],
  }),
  flocker: (source) => ({
    type: "Flocker (a Flocker volume mounted by the Flocker agent)",
    fields: [
      ["DatasetName", text(source.datasetName)],
      ["DatasetUUID", text(source.datasetUUID)],
    ],
  }),
  photonPersistentDisk: (source) => ({
    type: "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
    fields: [["PdID", text(source.pdID)], fsType(source)],
  }),
  portworxVolume: (source) => ({
    type: "PortworxVolume (a Portworx Volume resource)",
    fields: [["VolumeID", text(source.volumeID)]],
  }),
  quobyte: (source) => ({
    type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    fields: [["Registry", text(source.registry)], ["Volume", text(source.volume)], readOnly(source)],
  }),
  scaleIO: (source) => ({
    type: "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
    fields: [
      ["Gateway", text(source.gateway)],
      ["System", text(source.system)],
      ["Protection Domain", text(source.protectionDomain)],
      ["Storage Pool", text(source.storagePool)],
      ["Storage Mode", text(source.storageMode)],
      ["VolumeName", text(source.volumeName)],
      fsType(source),
      readOnly(source),
    ],
  }),
  storageos: (source) => ({
    type: "StorageOS (a StorageOS Persistent Disk resource)",
    fields: [["VolumeName", text(source.volumeName)], ["VolumeNamespace", text(source.volumeNamespace)], fsType(source), readOnly(source)],
  }),
};
