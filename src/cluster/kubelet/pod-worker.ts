// Stands for the pod worker of one pod: it syncs the pod until it ends, then terminates it, then cleans up. One thing at a time.

import type { Pod, PodStatus } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import { ActiveDeadline } from "./active-deadline.ts";
import type { Rejection } from "./admission.ts";
import type { StartFailure } from "./container-statuses.ts";
import { type KubeletContext, podEvent } from "./context.ts";
import { PodQueue } from "./pod-queue.ts";
import { PodReporter, type Verdict } from "./pod-reporter.ts";
import { PodProbes } from "./probes.ts";
import { mayChangeUnseen, type Relister, resyncDelayMs, retryDelayMs } from "./resync.ts";
import { lookAt, nothingSeen, type SeenPod } from "./runtime-status.ts";
import { pause, type Steps } from "./steps.ts";
import { resizePod, syncContainers } from "./sync-containers.ts";
import { hurried, killPod, podGraceSeconds, tellInterruption } from "./termination.ts";
import { PodVolumes } from "./volumes.ts";

type Stage = "syncing" | "terminating" | "terminated" | "finished";
type SyncOutcome = "done" | "failed" | "terminal";

const SANDBOX_STOP_MS = 60;

export class PodWorker {
  stage: Stage = "syncing";
  seen: SeenPod = nothingSeen;
  readonly volumes: PodVolumes;
  readonly probes: PodProbes;
  readonly failures = new Map<string, StartFailure>();
  private readonly reporter: PodReporter;
  private readonly deadline: ActiveDeadline;
  private readonly queue: PodQueue<SyncOutcome>;
  /** The grace that the termination under way was given; the least that anybody has asked for. */
  private graceSeconds: number | undefined;
  private hasEnded = false;
  private verdict: Verdict | undefined;

  constructor(
    private readonly context: KubeletContext,
    public pod: Pod,
    private readonly relister: Relister,
    private readonly onFinished: (worker: PodWorker) => void,
  ) {
    const startTime = pod.status?.startTime ?? timestamp(context.clock.now());
    this.reporter = new PodReporter(context, () => this.pod, startTime);
    this.deadline = new ActiveDeadline(context.clock, startTime, () => this.request());
    this.queue = new PodQueue(context.clock, relister, {
      begin: (isFirst) => this.begin(isFirst),
      done: (outcome) => this.finish(outcome),
    });
    this.volumes = new PodVolumes(context.durable);
    const worker = this;
    this.probes = new PodProbes(context, {
      get pod() {
        return worker.pod;
      },
      get status() {
        return worker.status;
      },
      onVerdict: () => this.onVerdict(),
    });
    // A kubelet that comes back finds what it had left running.
    if (context.runtime.sandboxesOf(pod.metadata.uid).length > 0) this.look();
    this.deadline.set(pod);
  }

  /** What the API server was told last. */
  get status(): PodStatus | undefined {
    return this.reporter.status;
  }

  update(pod: Pod): void {
    const wasDeleted = this.pod.metadata.deletionTimestamp !== undefined;
    this.pod = pod;
    if (pod.metadata.deletionTimestamp !== undefined && !wasDeleted && this.stage === "syncing") this.terminate();
    if (this.stage === "terminating" && this.shortenGrace()) this.interrupt();
    // It ended before the server knew; now nothing but this word is missing.
    if (this.stage === "finished" && !wasDeleted) this.reporter.removeFromApi();
    if (this.stage === "syncing") this.deadline.set(pod);
    else this.deadline.cancel();
    this.request();
  }

  /** The pod is gone from the API, or the kubelet evicts it: end what runs. */
  terminate(): void {
    if (this.stage !== "syncing") return;
    this.stage = "terminating";
    this.queue.breakOff();
    this.request();
  }

  /** True when less grace is asked for than the termination under way was given. */
  private shortenGrace(): boolean {
    const before = this.graceSeconds;
    const wanted = podGraceSeconds(this.pod);
    if (before === undefined || wanted >= before) return false;
    this.graceSeconds = wanted;
    return true;
  }

  /** What waits for the containers to end gives up, says so, and is begun again with less patience. */
  private interrupt(): void {
    if (!this.queue.isBusy) return;
    this.queue.giveUp();
    tellInterruption(this.context, this.pod);
  }

  /** The pod is a static one, and this is the uid of its mirror: only the mirror can be told of its status. */
  reportTo(mirrorUid: string): void {
    this.reporter.reportTo(mirrorUid);
  }

  /** Ends the pod for good, and soon. @param isDisruption the pod is told to suffer for others. */
  evict(message: string, isDisruption: boolean): void {
    if (this.stage !== "syncing" || this.verdict !== undefined) return;
    this.verdict = { reason: "Evicted", message, isDisruption };
    podEvent(this.context, this.pod, "Warning", "Evicted", message);
    this.terminate();
  }

  /** Never starts the pod. */
  reject(rejection: Rejection): void {
    podEvent(this.context, this.pod, "Warning", rejection.reason, rejection.message);
    this.stage = "finished";
    this.reporter.reportRejection(rejection);
  }

  /** Takes a fresh look at the runtime. */
  look(): void {
    this.seen = lookAt(this.context.runtime, this.pod.metadata.uid);
  }

  /** What the API server has of the pod's status. */
  compareWith(stored: PodStatus | undefined): void {
    if (this.stage === "syncing") this.reporter.compareWith(stored);
  }

  request(): void {
    if (this.stage !== "finished") this.queue.request();
  }

  /** Nobody cares for this pod any more, or the kubelet stops. */
  stop(): void {
    this.reporter.stop();
    this.rest();
  }

  private rest(): void {
    this.deadline.cancel();
    this.queue.stop();
    this.probes.stop("Liveness", "Readiness", "Startup");
  }

  private begin(isFirst: boolean): Steps<SyncOutcome> | undefined {
    if (this.stage === "finished") return undefined;
    if (!isFirst) this.look();
    return this.stage === "syncing" ? this.sync() : this.stage === "terminating" ? this.end() : this.cleanUp();
  }

  private finish(outcome: SyncOutcome): void {
    const { context, queue } = this;
    if (this.stage === "terminated") {
      this.stage = "finished";
      this.rest();
      this.onFinished(this);
      return;
    }
    if (this.stage === "terminating") this.stage = "terminated";
    else if (outcome === "terminal") this.stage = "terminating";
    else {
      if (queue.wasAsked) this.request();
      else if (outcome === "failed") queue.schedule(retryDelayMs(context, this.relister));
      else if (mayChangeUnseen(context, this.pod)) queue.schedule(resyncDelayMs(context.random));
      return;
    }
    this.request();
  }

  private *sync(): Steps<SyncOutcome> {
    resizePod(this.context, this.pod);
    const status = this.publish(false);
    if (status.phase === "Succeeded" || status.phase === "Failed") return "terminal";
    this.probes.start();
    return yield* syncContainers(this.context, this);
  }

  private *end(): Steps<SyncOutcome> {
    this.graceSeconds ??= podGraceSeconds(this.pod);
    this.publish(false);
    this.probes.stop("Liveness", "Startup");
    yield* killPod(this.context, this.verdict?.reason === "Evicted" ? hurried(this.pod) : this.pod);
    yield* pause(SANDBOX_STOP_MS);
    this.hasEnded = true;
    this.probes.stop("Readiness");
    this.look();
    this.publish(true);
    return "done";
  }

  private *cleanUp(): Steps<SyncOutcome> {
    this.publish(true);
    yield* pause(0);
    this.reporter.removeFromApi();
    return "done";
  }

  private publish(isTerminal: boolean): PodStatus {
    const { seen, probes, failures } = this;
    this.checkDeadline();
    const sight = {
      seen,
      isTerminal,
      verdict: this.verdict,
      failureOf: (name: string) => failures.get(name),
      isStarted: (id: string, name: string) => probes.isStarted(id, name),
      isReady: (id: string, name: string) => probes.isReady(id, name),
    };
    const next = this.reporter.report(sight, this.hasEnded);
    probes.hurry([...(next.containerStatuses ?? []), ...(next.initContainerStatuses ?? [])]);
    return next;
  }

  private onVerdict(): void {
    if (this.stage === "terminated" || this.stage === "finished") return;
    this.publish(false);
    this.request();
  }

  private checkDeadline(): void {
    if (!this.deadline.isOver(this.pod)) return;
    const { phase } = this.status ?? this.pod.status ?? {};
    if (this.verdict === undefined && (phase === "Succeeded" || phase === "Failed")) return;
    const message = "Pod was active on the node longer than the specified deadline";
    this.verdict = { reason: "DeadlineExceeded", message };
    podEvent(this.context, this.pod, "Normal", "DeadlineExceeded", message);
  }
}
