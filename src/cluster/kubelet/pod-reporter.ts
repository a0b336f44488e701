// Stands for the kubelet's status manager, for one pod: what the API server was told of it last, and telling it what is new.

import { deepEqual } from "../../api/equality.ts";
import type { Pod, PodStatus } from "../../api/types.ts";
import type { KubeletContext } from "./context.ts";
import { type PodStatusSources, podStatus } from "./pod-status.ts";
import { RETRY_MS } from "./resync.ts";
import { deleteFromApi, sendStatus, withoutNewEnd } from "./status-updates.ts";

/** Why the kubelet itself ends the pod. */
export type Verdict = NonNullable<PodStatusSources["verdict"]>;

type Seen = Pick<PodStatusSources, "seen" | "isTerminal" | "verdict" | "failureOf" | "isStarted" | "isReady">;

// How often the status manager compares what it told with what the API server has.
const COMPARE_MS = 10_000;

export class PodReporter {
  status: PodStatus | undefined;
  /** As the API server has it. */
  private stored: PodStatus | undefined;
  private isComparing = false;
  private isStopped = false;
  /** Who is told of the status: the pod itself, or a static pod's mirror. */
  private apiUid: string;

  constructor(
    private readonly context: KubeletContext,
    private readonly podNow: () => Pod,
    private readonly startTime: string,
  ) {
    this.apiUid = podNow().metadata.uid;
  }

  /** Works out the status and tells the API server what has changed. The answer may be ahead of what is told.
   * @param hasEnded nothing of the pod can run any more: only then is its end told of, since others count on that. */
  report(seen: Seen, hasEnded: boolean): PodStatus {
    const { allocations, node, clock } = this.context;
    const pod = this.podNow();
    const next = podStatus({
      ...seen,
      pod: allocations.podOf(pod),
      pendingResize: allocations.pendingOf(pod.metadata.uid),
      previous: this.status ?? pod.status ?? {},
      hostIP: node.hostIP,
      nowMs: clock.now(),
      startTime: this.startTime,
    });
    const reported = hasEnded ? next : withoutNewEnd(next, this.status ?? pod.status);
    if (this.status === undefined || !deepEqual(this.status, reported)) this.tell(reported);
    return next;
  }

  /** The pod never runs; of its containers there is nothing to say. */
  reportRejection({ reason, message }: Verdict): void {
    const { qosClass } = this.podNow().status;
    this.tell({
      phase: "Failed",
      reason,
      message: `Pod was rejected: ${message}`,
      startTime: this.startTime,
      ...(qosClass === undefined ? {} : { qosClass }),
    });
  }

  /** The pod is a static one, and this is the uid of its mirror: only the mirror can be told of its status. */
  reportTo(mirrorUid: string): void {
    this.apiUid = mirrorUid;
    if (this.status !== undefined) this.send(this.status);
  }

  /** What the API server has now. Where somebody else has contradicted the kubelet, it says its word again: after an outage the node
   * controller may have taken a pod for lost that was well all the time. */
  compareWith(stored: PodStatus | undefined): void {
    this.stored = stored;
    if (this.isComparing || !this.isContradicted()) return;
    this.isComparing = true;
    this.context.clock.after(COMPARE_MS, () => {
      this.isComparing = false;
      if (this.status !== undefined && !this.isStopped && this.isContradicted()) this.send(this.status);
    });
  }

  private isContradicted(): boolean {
    const stored = this.stored?.conditions ?? [];
    return (this.status?.conditions ?? []).some(({ type, status }) =>
      stored.some((other) => other.type === type && other.status !== status),
    );
  }

  /** The last word on a pod that somebody has deleted. */
  removeFromApi(): void {
    const pod = this.podNow();
    if (pod.metadata.deletionTimestamp === undefined || this.isStopped) return;
    deleteFromApi(this.context, pod, () => this.context.clock.after(RETRY_MS, () => this.removeFromApi()));
  }

  stop(): void {
    this.isStopped = true;
  }

  private tell(status: PodStatus): void {
    this.status = status;
    this.send(status);
  }

  private send(status: PodStatus): void {
    const { clock } = this.context;
    sendStatus(this.context, this.podNow(), this.apiUid, status, () =>
      clock.after(RETRY_MS, () => this.resend(status)),
    );
  }

  private resend(status: PodStatus): void {
    if (this.status === status && !this.isStopped) this.send(status);
  }
}
