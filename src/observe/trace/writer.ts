// Who wrote: a person's program, or one of the cluster's components by the name of what it does.

import type { AnyObject } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import type { Says } from "../language/english.ts";

export interface Writer {
  /** As `kubectl`, `replicaset controller`, `kubelet`. */
  readonly name: string;
  /** The node of a kubelet. */
  readonly node?: string;
  /** Whose credentials a person's program used. */
  readonly user?: string;
  readonly isPerson: boolean;
}

/** What has been deleted by then. */
export interface Gone {
  readonly uids: ReadonlySet<string>;
  /** Namespaces that are being emptied. */
  readonly namespaces: ReadonlySet<string>;
}

export function writerOf(record: WriteRecord, gone: Gone, says: Says["trace"]): Writer {
  const { user, userAgent, isInside } = record;
  if (user.startsWith("system:node:")) {
    const node = user.slice("system:node:".length);
    if (userAgent === "kubelet") return { name: "kubelet", node, isPerson: false };
  }
  if (userAgent === "kube-controller-manager") return { name: controllerName(record, gone), isPerson: false };
  if (userAgent === "kube-scheduler") return { name: "scheduler", isPerson: false };
  if (isInside || user === "k8s-tutor") return { name: isInside ? userAgent || user : says.theLesson, isPerson: false };
  if (user.startsWith("system:serviceaccount:")) return { name: user.slice("system:".length), isPerson: false };
  return { name: userAgent === "" ? user : userAgent, user, isPerson: true };
}

/** What a kind's own controller is called, where it is not the kind's name. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: "horizontal pod autoscaler",
  PersistentVolume: "persistent volume controller",
  PersistentVolumeClaim: "persistent volume controller",
  PodDisruptionBudget: "disruption controller",
  ConfigMap: "root CA publisher",
  Node: "node lifecycle controller",
  Pod: "pod garbage collector",
};

// The controllers share one process. Which of them wrote follows from what was written: each has its own objects.
function controllerName(record: WriteRecord, gone: Gone): string {
  const { before, after, subresource } = record;
  const object = after ?? before;
  if (object === undefined) return "controller manager";
  if (subresource === "scale") return "horizontal pod autoscaler";
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner !== undefined) {
    if (gone.uids.has(owner.uid) && isEnding(before, after)) return "garbage collector";
    if (object.kind === "PersistentVolumeClaim") return "ephemeral volume controller";
    const isOwn = before !== undefined && after !== undefined && subresource === "status";
    if (!isOwn && object.kind !== "EndpointSlice") return nameOf(owner.kind);
  }
  if (isEnding(before, after) && gone.namespaces.has(object.metadata.namespace ?? "")) return "namespace controller";
  if (object.kind === "PersistentVolumeClaim" && before === undefined) return "statefulset controller";
  if (object.kind === "Pod" && before !== undefined) return podEndedBy(object);
  return nameOf(object.kind);
}

function isEnding(before: AnyObject | undefined, after: AnyObject | undefined): boolean {
  return after === undefined || (after.metadata.deletionTimestamp !== undefined && before !== undefined);
}

function podEndedBy(pod: AnyObject): string {
  const { conditions } = (pod.status ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
  };
  const reason = conditions?.find(({ type }) => type === "DisruptionTarget")?.reason;
  return reason === "DeletionByTaintManager" ? "taint eviction controller" : nameOf("Pod");
}

function nameOf(kind: string): string {
  return CONTROLLERS[kind] ?? `${kind.toLowerCase()} controller`;
}
