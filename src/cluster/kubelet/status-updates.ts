// How the kubelet tells the API server of a pod: its status, and that nothing is left of it.

import { ApiError } from "../../api/status.ts";
import type { Pod, PodStatus } from "../../api/types.ts";
import { resources } from "../client/resources.ts";
import type { KubeletContext } from "./context.ts";

/** Sends a status; `onFailure` when the server could not take it, and it makes sense to try again. */
export function sendStatus(
  { client }: KubeletContext,
  pod: Pod,
  uid: string,
  status: PodStatus,
  onFailure: () => void,
): void {
  const { namespace, name } = pod.metadata;
  const { reason = null, message = null } = status;
  const patch = { metadata: { uid }, status: { ...status, reason, message } };
  try {
    client.patch(resources.pods, { namespace, name }, patch, "status");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // A pod that is gone needs no status. One that has made way for another of its name is soon forgotten here too.
    if (error.reason !== "NotFound") onFailure();
  }
}

/** The last word on a deleted pod: only the kubelet may say that it is gone. `onFailure` as above. */
export function deleteFromApi({ client }: KubeletContext, pod: Pod, onFailure: () => void): void {
  const { namespace, name, uid } = pod.metadata;
  try {
    client.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Somebody else was faster, or the API server is away.
    if (error.reason !== "NotFound") onFailure();
  }
}

/** The status without the news that the pod has ended, which others count on to mean that nothing of it runs. */
export function withoutNewEnd(next: PodStatus, before: PodStatus | undefined): PodStatus {
  if (next.phase !== "Succeeded" && next.phase !== "Failed") return next;
  const { reason: _, message: __, ...rest } = next;
  const { reason, message } = before ?? {};
  return {
    ...rest,
    phase: before?.phase ?? "Pending",
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}
