// Stands for `kubectl describe storageclass`, `volumeattributesclass` and `csinode`.

import type { AnyObject, KubeObject, StorageClass } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeClusterHeader } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { formatLabels } from "./labels.ts";
import { bracketed, writeTerm } from "./persistent-volume.ts";
import { goList, trueFalse } from "./values.ts";

const DEFAULT_ANNOTATIONS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

export async function describeStorageClass(storageClass: StorageClass, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  const { metadata, allowVolumeExpansion, mountOptions = [] } = storageClass;
  const isDefault = DEFAULT_ANNOTATIONS.some((key) => metadata.annotations?.[key] === "true");
  writer.field(0, "Name", metadata.name);
  writer.field(0, "IsDefaultClass", isDefault ? "Yes" : "No");
  writer.field(0, "Annotations", formatLabels(metadata.annotations));
  writer.field(0, "Provisioner", storageClass.provisioner);
  writer.field(0, "Parameters", formatLabels(storageClass.parameters));
  writer.field(
    0,
    "AllowVolumeExpansion",
    allowVolumeExpansion === undefined ? "<unset>" : trueFalse(allowVolumeExpansion),
  );
  writer.line(0, mountOptions.length === 0 ? "MountOptions:\t<none>" : "MountOptions:");
  for (const option of mountOptions) writer.line(1, option);
  if (storageClass.reclaimPolicy !== undefined) writer.field(0, "ReclaimPolicy", storageClass.reclaimPolicy);
  if (storageClass.volumeBindingMode !== undefined)
    writer.field(0, "VolumeBindingMode", storageClass.volumeBindingMode);
  writeTopologies(writer, storageClass);
  await writeEventsOf(writer, [subjectOf(storageClass)], context);
  return writer.text();
}

function writeTopologies(writer: DescriptionWriter, { allowedTopologies: topologies }: StorageClass): void {
  if (topologies === undefined) return;
  writer.field(0, "AllowedTopologies", topologies.length === 0 ? "<none>" : "");
  for (const [index, { matchLabelExpressions = [] }] of topologies.entries()) {
    const expressions = matchLabelExpressions.map(({ key, values }) => `${key} in${bracketed(values)}`);
    writeTerm(writer, 1, `Term ${index}`, expressions);
  }
}

export async function describeVolumeAttributesClass(object: KubeObject, context: DescribeContext): Promise<string> {
  const { driverName = "", parameters } = object as unknown as {
    driverName?: string;
    parameters?: Record<string, string>;
  };
  const writer = new DescriptionWriter();
  writer.field(0, "Name", object.metadata.name);
  writer.field(0, "Annotations", formatLabels(object.metadata.annotations));
  writer.field(0, "DriverName", driverName);
  writer.field(0, "Parameters", formatLabels(parameters));
  await writeEventsOf(writer, [subjectOf(object)], context);
  return writer.text();
}

interface CsiDriver {
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys?: readonly string[];
  readonly allocatable?: { readonly count?: number };
}

export async function describeCsiNode(object: AnyObject, context: DescribeContext): Promise<string> {
  const { drivers } = (object.spec ?? {}) as { drivers?: readonly CsiDriver[] };
  const writer = new DescriptionWriter();
  writeClusterHeader(writer, object);
  writer.field(0, "CreationTimestamp", formatInstant(object.metadata.creationTimestamp));
  writer.line(0, "Spec:");
  if (drivers) writer.line(1, "Drivers:");
  for (const { name, nodeID, topologyKeys, allocatable } of drivers ?? []) {
    writer.line(2, `${name}:`);
    writer.field(3, "Node ID", nodeID);
    if (allocatable?.count !== undefined) {
      writer.line(3, "Allocatables:");
      writer.field(4, "Count", allocatable.count);
    }
    if (topologyKeys) writer.field(3, "Topology Keys", goList(topologyKeys));
  }
  await writeEventsOf(writer, [subjectOf(object)], context);
  return writer.text();
}
