// What a container's mount table says, in the order of containerd: the kernel's own file systems, then volumes and the files that
// Kubernetes brings, those with fewer directories in their path first. Pure.

import type { Mount } from "../../shell/mount-files.ts";
import type { MountInfo } from "../../shell/process.ts";
import type { MachineSize } from "./usage/usage-meter.ts";

interface MountSources {
  readonly mounts: readonly Mount[];
  readonly readOnlyRootFilesystem: boolean;
  /** What the container has written into its own layer. */
  readonly writableBytes: number;
  readonly machine: MachineSize;
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;
/** The disk of a node of which nothing else is said. */
export const DISK_BYTES = 100 * GIB;

/** What an installed node takes of its disk. */
export function installedBytes(diskBytes: number): number {
  return Math.floor(Math.min(20 * GIB, diskBytes / 5));
}

const DEVICE = "/dev/sda1";
const MASKED = ["/proc/kcore", "/proc/keys", "/proc/timer_list"];

export function mountTable({
  mounts,
  readOnlyRootFilesystem,
  writableBytes,
  machine,
}: MountSources): readonly MountInfo[] {
  const sizeBytes = machine.diskBytes ?? DISK_BYTES;
  const disk = { sizeBytes, usedBytes: installedBytes(sizeBytes) + writableBytes };
  const lower = "lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs";
  const small = { sizeBytes: 64 * MIB, usedBytes: 0 };
  const root = readOnlyRootFilesystem ? "ro" : "rw";
  const proc = "nosuid,nodev,noexec,relatime";
  const tmpfs = (path: string, options: string, more: object): MountInfo => ({
    device: "tmpfs",
    path,
    type: "tmpfs",
    options,
    ...more,
  });
  const shared = {
    path: "/dev/shm",
    depth: 2,
    info: { ...tmpfs("/dev/shm", `rw,${proc},size=65536k`, small), device: "shm" },
  };
  const volumes = [
    ...mounts.map((mount) => ({ depth: mount.path.split("/").length - 1, info: volumeMount(mount, disk, machine) })),
    shared,
  ].sort((a, b) => a.depth - b.depth);
  return [
    { device: "overlay", path: "/", type: "overlay", options: `${root},relatime,${lower}`, ...disk },
    { device: "proc", path: "/proc", type: "proc", options: `rw,${proc}` },
    tmpfs("/dev", "rw,nosuid,size=65536k,mode=755", small),
    {
      device: "devpts",
      path: "/dev/pts",
      type: "devpts",
      options: "rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666",
    },
    { device: "mqueue", path: "/dev/mqueue", type: "mqueue", options: `rw,${proc}` },
    { device: "sysfs", path: "/sys", type: "sysfs", options: `ro,${proc}` },
    { device: "cgroup", path: "/sys/fs/cgroup", type: "cgroup2", options: `ro,${proc}` },
    ...volumes.map(({ info }) => info),
    ...MASKED.map((path) => tmpfs(path, "rw,nosuid,size=65536k,mode=755", small)),
    tmpfs("/sys/firmware", "ro,relatime", { sizeBytes: Math.floor(machine.memoryBytes / 2), usedBytes: 0 }),
  ];
}

type Space = { readonly sizeBytes: number; readonly usedBytes: number };

function volumeMount({ path, readOnly, memory, tree }: Mount, disk: Space, machine: MachineSize): MountInfo {
  const access = readOnly === true ? "ro" : "rw";
  if (memory === undefined) return { device: DEVICE, path, type: "ext4", options: `${access},relatime`, ...disk };
  const sizeBytes = memory.sizeBytes ?? machine.memoryBytes;
  const usedBytes = (tree as { readonly usedBytes?: number }).usedBytes ?? 0;
  const options = `${access},relatime,size=${Math.floor(sizeBytes / 1024)}k`;
  return { device: "tmpfs", path, type: "tmpfs", options, sizeBytes, usedBytes };
}
