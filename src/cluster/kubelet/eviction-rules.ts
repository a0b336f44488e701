// Who must go when a node runs short of memory or disk, or a pod takes more disk than it may; and what is said of it. Pure.

import { amountOf } from "../../api/pod-requests.ts";
import { formatQuantity, parseQuantity, type Quantity } from "../../api/quantity.ts";
import type { Container, Pod } from "../../api/types.ts";

export type Starved = "memory" | "ephemeral-storage";

export interface ContainerUse {
  readonly name: string;
  readonly memoryBytes: number;
  /** Its own layer and its log. */
  readonly diskBytes: number;
}

export interface PodUse {
  readonly pod: Pod;
  readonly containers: readonly ContainerUse[];
  /** emptyDir volumes that have something in them, by name. */
  readonly volumes: ReadonlyMap<string, { readonly bytes: number; readonly isMemory: boolean }>;
}

/** Pods at or above this priority keep the cluster alive, and are left alone. */
const CRITICAL_PRIORITY = 2_000_000_000;

/** What a disk is counted in. */
const BLOCK_BYTES = 4096;

export function isCritical({ metadata, spec }: Pod): boolean {
  if (metadata.annotations?.["kubernetes.io/config.source"] === "file") return true;
  return (spec.priority ?? 0) >= CRITICAL_PRIORITY;
}

export function memoryOf({ containers }: PodUse): number {
  return containers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
}

export function diskOf({ containers, volumes }: PodUse): number {
  const own = containers.reduce((sum, { diskBytes }) => sum + diskBytes, 0);
  return [...volumes.values()].reduce((sum, { bytes, isMemory }) => sum + (isMemory ? 0 : bytes), own);
}

/** Those who use more than they have asked for go first, then the less important, then those who are furthest beyond it. */
export function rankForEviction(uses: readonly PodUse[], starved: Starved): readonly PodUse[] {
  const scored = uses.map((use) => {
    const beyond = (starved === "memory" ? memoryOf(use) : diskOf(use)) - requestedOf(use.pod, starved);
    return { use, beyond, priority: use.pod.spec.priority ?? 0 };
  });
  scored.sort((a, b) => Number(b.beyond > 0) - Number(a.beyond > 0) || a.priority - b.priority || b.beyond - a.beyond);
  return scored.map(({ use }) => use);
}

function requestedOf({ spec }: Pod, starved: Starved): number {
  return spec.containers.reduce((sum, { resources }) => sum + amountOf(resources?.requests?.[starved] ?? "0"), 0);
}

export interface Shortage {
  readonly starved: Starved;
  readonly thresholdBytes: number;
  readonly availableBytes: number;
}

export function shortageText(
  { pod, containers }: PodUse,
  { starved, thresholdBytes, availableBytes }: Shortage,
): string {
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const offenders = containers.flatMap(({ name, memoryBytes, diskBytes }) => {
    const request = all.find((container) => container.name === name)?.resources?.requests?.[starved] ?? "0";
    const used = starved === "memory" ? memoryBytes : Math.ceil(diskBytes / BLOCK_BYTES) * BLOCK_BYTES;
    if (used <= amountOf(request)) return [];
    return `Container ${name} was using ${binary(used)}, request is ${canonical(request)}, has larger consumption of ${starved}. `;
  });
  const threshold = `Threshold quantity: ${binary(thresholdBytes)}, available: ${binary(availableBytes)}. `;
  return `The node was low on resource: ${starved}. ${threshold}${offenders.join("")}`;
}

/** Why a pod must go that takes more disk than it may; undefined when it does not. */
export function storageFault(use: PodUse): string | undefined {
  return emptyDirFault(use) ?? podStorageFault(use) ?? containerStorageFault(use);
}

function emptyDirFault({ pod, volumes }: PodUse): string | undefined {
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit;
    const used = volumes.get(name)?.bytes ?? 0;
    if (limit === undefined || amountOf(limit) <= 0 || used <= amountOf(limit)) continue;
    return `Usage of EmptyDir volume "${name}" exceeds the limit "${canonical(limit)}". `;
  }
  return undefined;
}

function podStorageFault(use: PodUse): string | undefined {
  const limits = use.pod.spec.containers.flatMap((container) => storageLimit(container) ?? []);
  if (limits.length === 0) return undefined;
  const total = limits.reduce((sum, limit) => sum + amountOf(limit), 0);
  if (diskOf(use) <= total) return undefined;
  const text = limits.length === 1 ? canonical(limits[0] ?? "0") : binary(total);
  return `Pod ephemeral local storage usage exceeds the total limit of containers ${text}. `;
}

function containerStorageFault({ pod, containers }: PodUse): string | undefined {
  for (const { name, diskBytes } of containers) {
    const spec = pod.spec.containers.find((container) => container.name === name);
    const limit = spec === undefined ? undefined : storageLimit(spec);
    if (limit === undefined || amountOf(limit) === 0 || diskBytes <= amountOf(limit)) continue;
    return `Container ${name} exceeded its local ephemeral storage limit "${canonical(limit)}". `;
  }
  return undefined;
}

function storageLimit({ resources }: Container): string | undefined {
  return resources?.limits?.["ephemeral-storage"];
}

function binary(bytes: number): string {
  const quantity: Quantity = { nano: BigInt(Math.floor(bytes)) * 1_000_000_000n, format: "BinarySI" };
  return formatQuantity(quantity);
}

function canonical(text: string): string {
  const quantity = parseQuantity(text);
  return quantity === undefined ? text : formatQuantity(quantity);
}
