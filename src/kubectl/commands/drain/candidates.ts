// Which pods a drain removes, which it leaves, and why it may not go on.

import type { Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { controllerOf } from "../../describe/owner.ts";
import { readerOf } from "../../object-reader.ts";
import { DrainFailure } from "./failure.ts";

type Verdict =
  | { readonly kind: "remove"; readonly warning?: string }
  | { readonly kind: "leave"; readonly warning?: string }
  | { readonly kind: "refuse"; readonly reason: string };

const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

export interface Candidates {
  readonly pods: readonly Pod[];
  /** What the user should know; empty for nothing. */
  readonly warning: string;
}

/** Throws DrainFailure when a pod is in the way. */
export async function podsToRemove(context: CommandContext, nodeName: string): Promise<Candidates> {
  const { flags, session } = context;
  const labelSelector = flags.string("pod-selector");
  const query = { fieldSelector: `spec.nodeName=${nodeName}`, ...(labelSelector === "" ? {} : { labelSelector }) };
  const pods = await readerOf(session.client, flags.int("chunk-size")).list<Pod>("/api/v1/pods", query);
  const judged = pods.map((pod) => ({ pod, verdict: judge(pod, context) }));
  const refused = grouped(judged.map(({ pod, verdict }) => [verdict.kind === "refuse" ? verdict.reason : "", pod]));
  if (refused.length > 0) throw new DrainFailure(refused.map((text) => `cannot delete ${text}`));
  const warnings = grouped(
    judged.map(({ pod, verdict }) => [verdict.kind === "refuse" ? "" : (verdict.warning ?? ""), pod]),
  );
  return {
    pods: judged.filter(({ verdict }) => verdict.kind === "remove").map(({ pod }) => pod),
    warning: warnings.join("; "),
  };
}

/** `TEXT: ns/a, ns/b` for each text that is not empty. */
function grouped(entries: readonly (readonly [text: string, pod: Pod])[]): string[] {
  const groups = new Map<string, string[]>();
  for (const [text, { metadata }] of entries) {
    if (text === "") continue;
    groups.set(text, [...(groups.get(text) ?? []), `${metadata.namespace ?? ""}/${metadata.name}`]);
  }
  return [...groups].map(([text, names]) => `${text}: ${names.join(", ")}`);
}

function judge(pod: Pod, { flags, io }: CommandContext): Verdict {
  const isOver = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  const skipAfter = flags.int("skip-wait-for-delete-timeout");
  if (skipAfter > 0 && endingForSeconds(pod, io.now()) > skipAfter) return { kind: "leave" };
  const controller = controllerOf(pod);
  if (controller?.kind === "DaemonSet" && !isOver) {
    if (flags.bool("ignore-daemonsets")) return { kind: "leave", warning: "ignoring DaemonSet-managed Pods" };
    return { kind: "refuse", reason: "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)" };
  }
  if (pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) return { kind: "leave" };
  const hasLocalData = (pod.spec.volumes ?? []).some((volume) => volume.emptyDir !== undefined);
  if (hasLocalData && !isOver && !flags.bool("delete-emptydir-data")) {
    return { kind: "refuse", reason: "Pods with local storage (use --delete-emptydir-data to override)" };
  }
  if (controller !== undefined || isOver) return { kind: "remove" };
  if (flags.bool("force")) return { kind: "remove", warning: "deleting Pods that declare no controller" };
  return { kind: "refuse", reason: "cannot delete Pods that declare no controller (use --force to override)" };
}

function endingForSeconds({ metadata }: Pod, now: number): number {
  return metadata.deletionTimestamp === undefined ? 0 : (now - Date.parse(metadata.deletionTimestamp)) / 1000;
}
