// Stands for the kubelet's volume manager: it sets up the volumes of a pod on the node, and keeps generated ones up to date.

import { parseQuantity, quantityValue } from "../../api/quantity.ts";
import { ApiError } from "../../api/status.ts";
import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume, VolumeMount } from "../../api/types.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import type { Mount } from "../../shell/mount-files.ts";
import { parentOf, resolvePath } from "../../shell/paths.ts";
import { writeAtomically } from "./atomic-writer.ts";
import { expandVariables } from "./expansion.ts";
import { hostPathTree, makeDirectories } from "./host-path.ts";
import { type ContentSources, generatedFiles, isGenerated, VolumeError } from "./volume-content.ts";

export interface VolumeSources extends ContentSources {
  now(): number;
  findClaim(name: string): PersistentVolumeClaim | undefined;
  findPersistentVolume(name: string): PersistentVolume | undefined;
}

/** What outlives pods on a node, and network storage, which outlives nodes. */
export interface DurableFiles {
  /** The file system of the node itself: hostPath volumes. */
  readonly node: MemoryFiles;
  /** The content of a PersistentVolume, by name. */
  persistentVolume(name: string): MemoryFiles;
}

type MountFailure = { readonly volume: string; readonly message: string };

export class PodVolumes {
  private readonly trees = new Map<
    string,
    { readonly volume: Volume; readonly tree: MemoryFiles; readonly isReadOnly: boolean }
  >();

  constructor(private readonly durable: DurableFiles) {}

  /** Sets up what is missing and refreshes generated files; answers what could not be done. */
  setUp(pod: Pod, sources: VolumeSources): readonly MountFailure[] {
    const failures: MountFailure[] = [];
    for (const volume of pod.spec.volumes ?? []) {
      try {
        this.setUpOne(volume, pod, sources);
      } catch (error) {
        if (!(error instanceof VolumeError || error instanceof ApiError)) throw error;
        failures.push({ volume: volume.name, message: error.message });
      }
    }
    return failures;
  }

  isSetUp(pod: Pod): boolean {
    return (pod.spec.volumes ?? []).every(({ name }) => this.trees.has(name));
  }

  /** The mounts of one container. */
  mounts(mounts: readonly VolumeMount[], env: Readonly<Record<string, string>>): readonly Mount[] {
    return mounts.flatMap((mount): Mount[] => {
      const found = this.trees.get(mount.name);
      if (found === undefined) return [];
      const { tree, isReadOnly, volume } = found;
      const memory = memoryOf(volume, tree);
      const readOnly = mount.readOnly === true || isReadOnly;
      const path = resolvePath("/", mount.mountPath);
      const subPath = mount.subPathExpr === undefined ? mount.subPath : expandVariables(mount.subPathExpr, env);
      const base = volume.hostPath?.path ?? "/";
      if (subPath === undefined || subPath === "") return [{ path, tree, readOnly, subPath: base, ...memory }];
      const inner = resolvePath(base, subPath);
      // A bind mount of one file keeps showing that file, whatever later takes its place in the volume.
      if (isReadOnly) return [{ path, tree: tree.fork({ now: () => 0 }), readOnly, subPath: inner, ...memory }];
      if (!tree.exists(inner)) makeLike(tree, inner, base);
      return [{ path, tree, readOnly, subPath: inner, ...memory }];
    });
  }

  hasMoreThan(bytes: number): boolean {
    for (const { tree, volume } of this.trees.values())
      if (volume.emptyDir !== undefined && tree.usedBytes > bytes) return true;
    return false;
  }

  /** What is in the emptyDir volumes. */
  usage(): ReadonlyMap<string, { readonly bytes: number; readonly isMemory: boolean }> {
    const found = [...this.trees].filter(([, { volume }]) => volume.emptyDir !== undefined);
    return new Map(
      found.map(([name, { volume, tree }]) => [
        name,
        { bytes: tree.usedBytes, isMemory: volume.emptyDir?.medium === "Memory" },
      ]),
    );
  }

  private setUpOne(volume: Volume, pod: Pod, sources: VolumeSources): void {
    const known = this.trees.get(volume.name);
    if (isGenerated(volume)) {
      const tree = known?.tree ?? new MemoryFiles({ now: () => sources.now() });
      const group = pod.spec.securityContext?.fsGroup;
      const files = generatedFiles(volume, sources);
      writeAtomically(tree, files, sources.now(), group === undefined ? undefined : { gid: group });
      if (known === undefined) openToAll(tree, volume, group);
      this.trees.set(volume.name, { volume, tree, isReadOnly: true });
      return;
    }
    if (known !== undefined) return;
    const claim = volume.persistentVolumeClaim;
    const tree =
      claim === undefined ? this.plainTree(volume, pod, sources) : this.claimTree(claim.claimName, pod, sources);
    this.trees.set(volume.name, { volume, tree, isReadOnly: claim?.readOnly === true });
  }

  private plainTree(volume: Volume, pod: Pod, sources: VolumeSources): MemoryFiles {
    if (volume.hostPath !== undefined) return hostPathTree(this.durable.node, volume.hostPath);
    if (volume.emptyDir === undefined) {
      const kind = Object.keys(volume).find((key) => key !== "name") ?? "volume";
      throw new VolumeError(`k8s-tutor does not simulate ${kind} volumes`);
    }
    const { sizeLimit } = volume.emptyDir;
    const limit = sizeLimit === undefined ? undefined : parseQuantity(sizeLimit);
    const isMemory = volume.emptyDir.medium === "Memory";
    const tree = new MemoryFiles({
      now: () => sources.now(),
      ...(limit === undefined || !isMemory ? {} : { sizeLimitBytes: quantityValue(limit) }),
    });
    tree.setMode("/", 0o777);
    shareWithGroup(tree, pod);
    return tree;
  }

  private claimTree(claimName: string, pod: Pod, sources: VolumeSources): MemoryFiles {
    const claim = sources.findClaim(claimName);
    const name = claim?.spec.volumeName;
    if (claim === undefined) throw new VolumeError(`persistentvolumeclaim "${claimName}" not found`);
    if (name === undefined || claim.status?.phase !== "Bound") throw new VolumeError(`PVC is not bound`);
    const hostPath =
      sources.findPersistentVolume(name)?.spec.hostPath ?? sources.findPersistentVolume(name)?.spec.local;
    const tree = this.durable.persistentVolume(hostPath === undefined ? name : `${name}:${hostPath.path}`);
    shareWithGroup(tree, pod);
    return tree;
  }
}

/** What the kubelet keeps in memory: secrets, tokens and whatever is projected, and emptyDir where the pod wants it there. */
function memoryOf(volume: Volume, tree: MemoryFiles): Pick<Mount, "memory"> {
  const { emptyDir, secret, projected, downwardAPI } = volume;
  const isInMemory = (secret ?? projected ?? downwardAPI) !== undefined || emptyDir?.medium === "Memory";
  if (!isInMemory) return {};
  return { memory: tree.sizeLimitBytes === undefined ? {} : { sizeBytes: tree.sizeLimitBytes } };
}

function shareWithGroup(tree: MemoryFiles, pod: Pod): void {
  const group = pod.spec.securityContext?.fsGroup;
  if (group === undefined) return;
  tree.setOwner("/", 0, group);
  tree.setMode("/", 0o2777);
}

/** Everybody may look into it; what is kept in memory is marked as such places are. */
function openToAll(tree: MemoryFiles, { configMap }: Volume, group: number | undefined): void {
  tree.setMode("/", (configMap === undefined ? 0o1777 : 0o777) | (group === undefined ? 0 : 0o2000));
  if (group !== undefined) tree.setOwner("/", 0, group);
}

/** The directory of a subPath is made as its volume is: whoever may write there may write here. */
function makeLike(tree: MemoryFiles, path: string, base: string): void {
  const isMissing: string[] = [];
  for (let each = path; each !== base && !tree.exists(each); each = parentOf(each)) isMissing.push(each);
  makeDirectories(tree, path);
  if (!tree.exists(base)) return;
  const { mode, gid } = tree.stat(base);
  for (const each of isMissing) {
    tree.setMode(each, mode);
    tree.setOwner(each, 0, (mode & 0o2000) === 0 ? 0 : gid);
  }
}
