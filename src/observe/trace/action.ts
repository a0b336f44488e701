// What a write did, told from the object before and after it. Compared only when somebody asks.

import type { AnyObject, Pod } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import type { Says } from "../language/english.ts";
import { podWord } from "./pod-word.ts";

type Words = Says["trace"];

export type Action =
  | "created"
  | "deleted"
  /** It has a deletionTimestamp now, and goes when it is ready to. */
  | "asked to delete"
  /** A pod got its node. */
  | "bound"
  | "changed"
  /** Only the status is another one. */
  | "reported";

export function actionOf({ before, after, subresource }: WriteRecord): Action {
  if (before === undefined) return "created";
  if (after === undefined) return "deleted";
  if (before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined) {
    return "asked to delete";
  }
  if (after.kind === "Pod" && nodeOf(before) === undefined && nodeOf(after) !== undefined) return "bound";
  return subresource === "status" ? "reported" : "changed";
}

function nodeOf(object: AnyObject): string | undefined {
  return (object as unknown as Pod).spec?.nodeName || undefined;
}

/** Undefined where nothing has changed that means anything. */
export function detailOf({ before, after }: WriteRecord, action: Action, says: Words): string | undefined {
  if (action === "bound" && after !== undefined) return nodeOf(after) ?? "";
  if (before === undefined || after === undefined)
    return (after?.kind === "EndpointSlice" ? stateOf(after, says) : undefined) ?? "";
  if (action === "asked to delete") return "";
  if (action === "changed" && after.kind !== "EndpointSlice") return specChanges(before, after, says);
  const now = stateOf(after, says);
  return now === stateOf(before, says) ? undefined : now;
}

interface Counts {
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly phase?: string;
  readonly desiredNumberScheduled?: number;
  readonly numberReady?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly active?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

/** How an object is, in a few words; undefined where there is no short way to say it. */
function stateOf(object: AnyObject, says: Words): string | undefined {
  const status = (object.status ?? {}) as Counts;
  switch (object.kind) {
    case "Pod":
      return podWord(object as unknown as Pod, says);
    case "Deployment":
    case "ReplicaSet":
    case "StatefulSet":
      return says.podsReady(status.readyReplicas ?? 0, replicasOf(object) ?? status.replicas ?? 0);
    case "DaemonSet":
      return says.podsReady(status.numberReady ?? 0, status.desiredNumberScheduled ?? 0);
    case "Job":
      return jobState(status, says);
    case "EndpointSlice":
      return sliceState(object, says);
    case "Node":
      return status.conditions?.find(({ type }) => type === "Ready")?.status === "True" ? "Ready" : "NotReady";
    default:
      return status.phase;
  }
}

export function replicasOf(object: AnyObject): number | undefined {
  return (object.spec as { readonly replicas?: number } | undefined)?.replicas;
}

function jobState({ active = 0, succeeded = 0, failed = 0, conditions }: Counts, says: Words): string {
  const end = conditions?.find(({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"));
  if (end !== undefined) return end.type;
  return says.jobState(active, succeeded, failed);
}

function sliceState(slice: AnyObject, says: Words): string {
  const endpoints = (slice.endpoints ?? []) as readonly { readonly conditions?: { readonly ready?: boolean } }[];
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false).length;
  return says.endpointsReady(ready, endpoints.length);
}

/** The fields of spec, data, labels that differ: as `spec.replicas 1 → 3`. Undefined where none does. */
function specChanges(before: AnyObject, after: AnyObject, says: Words): string | undefined {
  const changes: Changes = { found: [], says };
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (field === "metadata" || field === "status") continue;
    compare(before[field], after[field], field, changes);
  }
  compare(before.metadata.labels, after.metadata.labels, "metadata.labels", changes);
  const { found } = changes;
  if (found.length === 0) return undefined;
  const more = found.length - SHOWN;
  return [...found.slice(0, SHOWN), ...(more > 0 ? [says.more(more)] : [])].join(", ");
}

const SHOWN = 3;

interface Changes {
  readonly found: string[];
  readonly says: Words;
}

function compare(before: unknown, after: unknown, path: string, changes: Changes): void {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return;
  if (isParent(before) && isParent(after)) {
    const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const field of fields)
      compare(before[field], after[field], pathTo(path, field, Array.isArray(after)), changes);
    return;
  }
  const { found, says } = changes;
  found.push(`${path} ${shown(before, says)} → ${shown(after, says)}`);
}

function pathTo(path: string, field: string, isList: boolean): string {
  return isList ? `${path}[${field}]` : `${path}.${field}`;
}

function isParent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown, says: Words): string {
  if (value === undefined) return says.none;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
