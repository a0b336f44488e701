// Disks of clouds and storage systems as sources of volumes, each with its sentence and its fields.

import {
  flag,
  fsType,
  number,
  readOnly,
  type Source,
  type SourceField,
  type SourceTable,
  secretRef,
  text,
} from "./source-fields.ts";
import { goList, goMap } from "./values.ts";

export const DISKS: SourceTable = {
  gcePersistentDisk: (source) => ({
    type: "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
    fields: [
      ["PDName", text(source.pdName)],
      fsType(source),
      ["Partition", number(source.partition)],
      readOnly(source),
    ],
  }),
  awsElasticBlockStore: (source) => ({
    type: "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
    fields: [
      ["VolumeID", text(source.volumeID)],
      fsType(source),
      ["Partition", number(source.partition)],
      readOnly(source),
    ],
  }),
  iscsi: (source, persistent) => ({
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
      secretRef(source, persistent),
      ["InitiatorName", source.initiatorName ?? "<none>"],
    ],
  }),
  glusterfs: (source, persistent) => ({
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [
      ["EndpointsName", text(source.endpoints)],
      ...(persistent ? [["EndpointsNamespace", source.endpointsNamespace ?? "<unset>"] as const] : []),
      ["Path", text(source.path)],
      readOnly(source),
    ],
  }),
  rbd: (source, persistent) => ({
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: [
      ["CephMonitors", goList(source.monitors as string[] | undefined)],
      ["RBDImage", text(source.image)],
      fsType(source),
      ["RBDPool", text(source.pool)],
      ["RadosUser", text(source.user)],
      ["Keyring", text(source.keyring)],
      secretRef(source, persistent),
      readOnly(source),
    ],
  }),
  cephfs: (source, persistent) => ({
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    fields: [
      ["Monitors", goList(source.monitors as string[] | undefined)],
      ["Path", text(source.path)],
      ["User", text(source.user)],
      ["SecretFile", text(source.secretFile)],
      secretRef(source, persistent),
      readOnly(source),
    ],
  }),
  cinder: (source, persistent) => ({
    type: "Cinder (a Persistent Disk resource in OpenStack)",
    fields: [["VolumeID", text(source.volumeID)], fsType(source), readOnly(source), secretRef(source, persistent)],
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
    fields: [
      ["VolumePath", text(source.volumePath)],
      fsType(source),
      ["StoragePolicyName", text(source.storagePolicyName)],
    ],
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
  azureFile: (source, persistent) => ({
    type: "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
    fields: [
      ["SecretName", text(source.secretName)],
      ...(persistent ? [["SecretNamespace", text(source.secretNamespace)] as const] : []),
      ["ShareName", text(source.shareName)],
      readOnly(source),
    ],
  }),
  flexVolume: (source, persistent) => ({
    type: "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
    fields: [
      ["Driver", text(source.driver)],
      fsType(source),
      secretRef(source, persistent),
      readOnly(source),
      ["Options", goMap(source.options as Readonly<Record<string, unknown>> | undefined)],
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
  scaleIO: (source, persistent) => ({
    type: "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
    fields: [
      ["Gateway", text(source.gateway)],
      ["System", text(source.system)],
      ["Protection Domain", text(source.protectionDomain)],
      ["Storage Pool", text(source.storagePool)],
      ["Storage Mode", text(source.storageMode)],
      ["VolumeName", text(source.volumeName)],
      ...(persistent ? secretOf(source) : []),
      fsType(source),
      readOnly(source),
    ],
  }),
  storageos: (source) => ({
    type: "StorageOS (a StorageOS Persistent Disk resource)",
    fields: [
      ["VolumeName", text(source.volumeName)],
      ["VolumeNamespace", text(source.volumeNamespace)],
      fsType(source),
      readOnly(source),
    ],
  }),
};

function secretOf({ secretRef: reference }: Source): readonly SourceField[] {
  const { name = "", namespace = "" } = (reference ?? {}) as { name?: string; namespace?: string };
  return [
    ["SecretName", name],
    ["SecretNamespace", namespace],
  ];
}
