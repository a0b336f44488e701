// What a write did, told from the object before and after it. Compared only when somebody asks.

import type { AnyObject, Pod } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import { podWord } from "./pod-word.ts";

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
export function detailOf({ before, after }: WriteRecord, action: Action): string | undefined {
  if (action === "bound" && after !== undefined) return nodeOf(after) ?? "";
  if (before === undefined || after === undefined)
    return (after?.kind === "EndpointSlice" ? stateOf(after) : undefined) ?? "";
  if (action === "asked to delete") return "";
  if (action === "changed" && after.kind !== "EndpointSlice") return specChanges(before, after);
  const now = stateOf(after);
  return now === stateOf(before) ? undefined : now;
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
function stateOf(object: AnyObject): string | undefined {
  const status = (object.status ?? {}) as Counts;
  switch (object.kind) {
    case "Pod":
      return podWord(object as unknown as Pod);
    case "Deployment":
    case "ReplicaSet":
    case "StatefulSet":
      return `${status.readyReplicas ?? 0} of ${replicasOf(object) ?? status.replicas ?? 0} pods ready`;
    case "DaemonSet":
      return `${status.numberReady ?? 0} of ${status.desiredNumberScheduled ?? 0} pods ready`;
    case "Job":
      return jobState(status);
    case "EndpointSlice":
      return sliceState(object);
    case "Node":
      return status.conditions?.find(({ type }) => type === "Ready")?.status === "True" ? "Ready" : "NotReady";
    default:
      return status.phase;
  }
}

export function replicasOf(object: AnyObject): number | undefined {
  return (object.spec as { readonly replicas?: number } | undefined)?.replicas;
}

function jobState({ active = 0, succeeded = 0, failed = 0, conditions }: Counts): string {
  const end = conditions?.find(({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"));
  if (end !== undefined) return end.type;
  return `${active} active, ${succeeded} succeeded, ${failed} failed`;
}

function sliceState(slice: AnyObject): string {
  const endpoints = (slice.endpoints ?? []) as readonly { readonly conditions?: { readonly ready?: boolean } }[];
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false).length;
  return `${ready} of ${endpoints.length} endpoints ready`;
}

/** The fields of spec, data, labels that differ: as `spec.replicas 1 → 3`. Undefined where none does. */
function specChanges(before: AnyObject, after: AnyObject): string | undefined {
  const changes: string[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (field === "metadata" || field === "status") continue;
    compare(before[field], after[field], field, changes);
  }
  compare(before.metadata.labels, after.metadata.labels, "metadata.labels", changes);
  if (changes.length === 0) return undefined;
  const more = changes.length - SHOWN;
  return [...changes.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

const SHOWN = 3;

function compare(before: unknown, after: unknown, path: string, changes: string[]): void {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return;
  if (isParent(before) && isParent(after)) {
    const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const field of fields)
      compare(before[field], after[field], pathTo(path, field, Array.isArray(after)), changes);
    return;
  }
  changes.push(`${path} ${shown(before)} → ${shown(after)}`);
}

function pathTo(path: string, field: string, isList: boolean): string {
  return isList ? `${path}[${field}]` : `${path}.${field}`;
}

function isParent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return "(none)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
