// What a container may use of its node, and what it weighs against others: what a runtime can be told again while it runs.

import type { MemoryFiles } from "../../shell/memory-files.ts";

export interface ContainerResources {
  readonly cpuRequestMillis?: number;
  readonly cpuLimitMillis?: number;
  /** Limits nothing; it tells the kernel whom to spare when memory runs out. */
  readonly memoryRequestBytes?: number;
  readonly memoryLimitBytes?: number;
}

const PERIOD_US = 100_000;
/** Below this the kernel takes no quota. */
const LEAST_QUOTA_US = 1000;

/** Writes the files of a control group, as programs find them below /sys/fs/cgroup. */
export function writeControlGroup(group: MemoryFiles, resources: ContainerResources): void {
  const { cpuRequestMillis = 0, cpuLimitMillis, memoryLimitBytes } = resources;
  group.write("/memory.max", `${memoryLimitBytes ?? "max"}\n`);
  group.write("/cpu.max", `${cpuLimitMillis === undefined ? "max" : quotaUs(cpuLimitMillis)} ${PERIOD_US}\n`);
  group.write("/cpu.weight", `${weightOf(cpuRequestMillis)}\n`);
}

function quotaUs(limitMillis: number): number {
  return Math.max(LEAST_QUOTA_US, (limitMillis * PERIOD_US) / 1000);
}

/** Shares are of the first version of control groups, 2 to 262144; the second one has weights, 1 to 10000. */
function weightOf(requestMillis: number): number {
  const shares = Math.max(2, Math.floor((requestMillis * 1024) / 1000));
  return 1 + Math.floor(((shares - 2) * 9999) / 262142);
}
