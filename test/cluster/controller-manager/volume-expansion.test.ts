import { describe, expect, it } from "vitest";
import type { PersistentVolume, PersistentVolumeClaim, Pod } from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { clusterUnderTest } from "../cluster-under-test.ts";

const PROVISIONER = "example.com/disks";
const key = { namespace: "default", name: "data" };

function withClaim() {
  const cluster = clusterUnderTest({ provisioner: PROVISIONER });
  const { client, advance } = cluster;
  client.create(resources.storageclasses, {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "growing" },
    provisioner: PROVISIONER,
    volumeBindingMode: "Immediate",
    allowVolumeExpansion: true,
  } as never);
  client.create<PersistentVolumeClaim>(resources.persistentvolumeclaims, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: key,
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "growing",
      resources: { requests: { storage: "1Gi" } },
    },
  });
  advance(5);
  const claim = () => client.get<PersistentVolumeClaim>(resources.persistentvolumeclaims, key);
  return {
    ...cluster,
    claim,
    volume: () => client.get<PersistentVolume>(resources.persistentvolumes, { name: claim().spec.volumeName ?? "" }),
    ask: (storage: string) =>
      client.patch(resources.persistentvolumeclaims, key, { spec: { resources: { requests: { storage } } } }),
    use: () =>
      client.create<Pod>(resources.pods, {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { namespace: "default", name: "user" },
        spec: {
          containers: [{ name: "c", image: "nginx:1.27" }],
          volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }],
        },
      }),
  };
}

describe("a claim that asks for more", () => {
  it("waits with a larger volume for a pod, whose node grows the file system", () => {
    const { ask, advance, claim, volume, use, events } = withClaim();
    ask("2Gi");
    advance(5);
    expect(volume().spec.capacity).toEqual({ storage: "2Gi" });
    expect(claim().status).toMatchObject({
      capacity: { storage: "1Gi" },
      allocatedResources: { storage: "2Gi" },
      allocatedResourceStatuses: { storage: "NodeResizePending" },
    });
    expect(claim().status.conditions?.map(({ type }) => type)).toEqual(["Resizing", "FileSystemResizePending"]);
    use();
    advance(10);
    expect(claim().status).toMatchObject({ capacity: { storage: "2Gi" } });
    expect([claim().status.conditions, claim().status.allocatedResourceStatuses]).toEqual([undefined, undefined]);
    expect(events("ExternalExpanding")).toEqual(["waiting for an external controller to expand this PVC"]);
    expect(events("Resizing")).toEqual([`External resizer is resizing volume ${volume().metadata.name}`]);
    expect(events("FileSystemResizeRequired")).toEqual(["Require file system resize of volume on node"]);
    expect(events("FileSystemResizeSuccessful")).toHaveLength(2);
  });

  it("gets it in one go while a pod runs", () => {
    const { ask, advance, claim, use } = withClaim();
    use();
    advance(10);
    ask("3Gi");
    advance(5);
    expect(claim().status).toMatchObject({ phase: "Bound", capacity: { storage: "3Gi" } });
  });
});
