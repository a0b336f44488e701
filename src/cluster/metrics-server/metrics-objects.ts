// PodMetrics and NodeMetrics, as objects and as rows of a Table.

import { formatDuration } from "../../api/duration.ts";
import { addQuantity, formatQuantity, type Quantity, quantityOf } from "../../api/quantity.ts";
import type { KubeObject, Node, Pod } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import type { Usage } from "./sample-store.ts";

export const GROUP = "metrics.k8s.io";
export const VERSION = "v1beta1";

export interface ResourceUsage {
  readonly cpu: string;
  readonly memory: string;
}

export interface NodeMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly usage: ResourceUsage;
}

export interface PodMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: ResourceUsage }[];
}

const apiVersion = `${GROUP}/${VERSION}`;
const NANO = 1_000_000_000n;

export function nodeMetrics({ metadata }: Node, usage: Usage, nowMs: number): NodeMetrics {
  return {
    kind: "NodeMetrics",
    apiVersion,
    metadata: metadataOf(metadata, nowMs),
    ...spanOf(usage),
    usage: amounts(usage),
  };
}

/** @param usages by container, at least one. */
export function podMetrics({ metadata }: Pod, usages: ReadonlyMap<string, Usage>, nowMs: number): PodMetrics {
  // The oldest of the containers' samples speaks for the pod.
  const oldest = [...usages.values()].reduce((first, each) => (each.at < first.at ? each : first));
  const containers = [...usages].map(([name, usage]) => ({ name, usage: amounts(usage) }));
  return { kind: "PodMetrics", apiVersion, metadata: metadataOf(metadata, nowMs), ...spanOf(oldest), containers };
}

function metadataOf({ name, namespace, labels }: KubeObject["metadata"], nowMs: number): KubeObject["metadata"] {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: timestamp(nowMs),
    ...(labels === undefined ? {} : { labels }),
  } as KubeObject["metadata"];
}

function spanOf({ at, windowMs }: Usage): { timestamp: string; window: string } {
  return { timestamp: timestamp(at), window: formatDuration(windowMs) };
}

function amounts({ nanocores, memoryBytes }: Usage): ResourceUsage {
  const cpu: Quantity = { nano: BigInt(nanocores), format: "DecimalSI" };
  const memory: Quantity = { nano: BigInt(memoryBytes) * NANO, format: "BinarySI" };
  return { cpu: formatQuantity(cpu), memory: formatQuantity(memory) };
}

type Metrics = NodeMetrics | PodMetrics;

const column = (name: string, format: string, description = "") => ({
  name,
  type: "string",
  format,
  description,
  priority: 0,
});

const COLUMNS = [
  column("Name", "name", "Name of the resource"),
  column("cpu", "quantity"),
  column("memory", "quantity"),
  column("Window", "duration"),
];

/** A list without rows has no columns either: they come from what was measured. */
export function metricsTable(items: readonly Metrics[], include: string): object {
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: {},
    columnDefinitions: items.length === 0 ? null : COLUMNS,
    rows: items.map((item) => ({
      cells: [item.metadata.name, ...sumsOf(item), item.window],
      ...(include === "None" ? {} : { object: include === "Object" ? item : partial(item) }),
    })),
  };
}

function sumsOf(item: Metrics): string[] {
  const usages = "usage" in item ? [item.usage] : item.containers.map(({ usage }) => usage);
  return (["cpu", "memory"] as const).map((name) =>
    formatQuantity(usages.map((usage) => quantityOf(usage[name])).reduce(addQuantity)),
  );
}

function partial({ metadata }: Metrics): object {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata };
}
