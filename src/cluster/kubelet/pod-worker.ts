// Stands for the pod worker of one pod: it syncs the pod until it ends, then terminates it, then cleans up. One thing at a time.

import type { Container, Pod, PodStatus, Secret } from "../../api/types.ts";
import type { Timer } from "../../sim/clock.ts";
import { timestamp } from "../client/event-recorder.ts";
import type { Sandbox } from "../container-runtime/runtime.ts";
import type { StartFailure } from "./container-statuses.ts";
import { type KubeletContext, podEvent } from "./context.ts";
import { hasChangingFiles, mountVolumes } from "./mount-volumes.ts";
import { createSandbox, presentSandbox } from "./pod-sandbox.ts";
import { podStatus } from "./pod-status.ts";
import { PodProbes } from "./probes.ts";
import { pullSecretsOf } from "./pull-secrets.ts";
import { lookAt, nothingSeen, type SeenPod } from "./runtime-status.ts";
import { startContainer } from "./start-container.ts";
import { deleteFromApi, sendStatus, withoutNewEnd } from "./status-updates.ts";
import { pause, type RunningSteps, runSteps, type Steps } from "./steps.ts";
import { computePodActions, type PodActions } from "./sync-pod.ts";
import { interruptionText, killContainer, killPod, podGraceSeconds } from "./termination.ts";
import { PodVolumes } from "./volumes.ts";

type Stage = "syncing" | "terminating" | "terminated" | "finished";
type SyncOutcome = "done" | "failed" | "terminal";

/** After a failed sync, and between syncs of a pod whose files may change; something is added by chance. */
const RETRY_MS = 10_000;
const RESYNC_MS = 60_000;
const RELIST_MS = 1000;
const AFTER_RELIST_MS = 20;
const SANDBOX_STOP_MS = 60;

/** The runtime is looked at once a second; a sync after a sync waits for the next look. */
export interface Relister {
  /** The instant of the last look, and of the next one. */
  last(): number;
  next(): number;
}

export class PodWorker {
  stage: Stage = "syncing";
  status: PodStatus | undefined;
  readonly volumes: PodVolumes;
  private readonly probes: PodProbes;
  private readonly failures = new Map<string, StartFailure>();
  private readonly startTime: string;
  private seen: SeenPod = nothingSeen;
  private running: RunningSteps<SyncOutcome> | undefined;
  private pullSecrets: readonly Secret[] = [];
  private wake: Timer | undefined;
  private deadline: Timer | undefined;
  private finishedMs = Number.NEGATIVE_INFINITY;
  private isPending = false;
  private isStopped = false;
  /** Who is told of the status: the pod itself, or a static pod's mirror. */
  private apiUid: string;
  /** The grace that the termination under way was given; the least that anybody has asked for. */
  private graceSeconds: number | undefined;
  /** Nothing of the pod can run any more: only then does its phase tell of the end, since others count on that. */
  private hasEnded = false;
  private verdict: { readonly reason: string; readonly message: string; readonly isDisruption?: boolean } | undefined;

  constructor(
    private readonly context: KubeletContext,
    public pod: Pod,
    private readonly relister: Relister,
    private readonly onFinished: (worker: PodWorker) => void,
  ) {
    this.apiUid = pod.metadata.uid;
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
    this.startTime = pod.status?.startTime ?? timestamp(context.clock.now());
    // A kubelet that comes back finds what it had left running.
    if (context.runtime.sandboxesOf(pod.metadata.uid).length > 0) this.look();
    this.setDeadline();
  }

  update(pod: Pod): void {
    const wasDeleted = this.pod.metadata.deletionTimestamp !== undefined;
    this.pod = pod;
    if (pod.metadata.deletionTimestamp !== undefined && !wasDeleted && this.stage === "syncing") this.terminate();
    if (this.stage === "terminating" && this.shortenGrace()) this.interrupt();
    // It ended before the server knew; now nothing but this word is missing.
    if (this.stage === "finished" && !wasDeleted) this.removeFromApi();
    this.setDeadline();
    this.request();
  }

  /** The pod is gone from the API, or the kubelet evicts it: end what runs. */
  terminate(): void {
    if (this.stage !== "syncing") return;
    this.stage = "terminating";
    this.running?.cancel();
    this.running = undefined;
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
    if (this.running === undefined) return;
    const { context, pod } = this;
    const ending = context.runtime.containersOf(pod.metadata.uid).filter(({ isRunning }) => isRunning);
    this.running.cancel();
    this.running = undefined;
    this.finishedMs = context.clock.now();
    podEvent(context, pod, "Warning", "FailedKillPod", interruptionText(pod, ending));
  }

  /** The pod is a static one, and this is the uid of its mirror: only the mirror can be told of its status. */
  reportTo(mirrorUid: string): void {
    this.apiUid = mirrorUid;
    if (this.status !== undefined) this.send(this.status);
  }

  /** Ends the pod for good, and soon. @param isDisruption the pod is told to suffer for others. */
  evict(message: string, isDisruption: boolean): void {
    if (this.stage !== "syncing" || this.verdict !== undefined) return;
    this.verdict = { reason: "Evicted", message, isDisruption };
    podEvent(this.context, this.pod, "Warning", "Evicted", message);
    this.terminate();
  }

  /** Never starts the pod; of its containers there is nothing to say. */
  reject(message: string): void {
    const { qosClass } = this.pod.status;
    podEvent(this.context, this.pod, "Warning", "Evicted", message);
    this.stage = "finished";
    this.status = {
      phase: "Failed",
      reason: "Evicted",
      message: `Pod was rejected: ${message}`,
      startTime: this.startTime,
      ...(qosClass === undefined ? {} : { qosClass }),
    };
    this.send(this.status);
  }

  /** Takes a fresh look at the runtime. */
  look(): void {
    this.seen = lookAt(this.context.runtime, this.pod.metadata.uid);
  }

  request(): void {
    if (this.stage === "finished") return;
    if (this.running !== undefined) {
      this.isPending = true;
      return;
    }
    const { clock } = this.context;
    this.schedule(this.finishedMs >= this.relister.last() ? this.relister.next() - clock.now() : 0);
  }

  /** Nobody cares for this pod any more, or the kubelet stops. */
  stop(): void {
    this.isStopped = true;
    this.rest();
  }

  private rest(): void {
    this.wake?.cancel();
    this.deadline?.cancel();
    this.running?.cancel();
    this.running = undefined;
    this.probes.stop("Liveness", "Readiness", "Startup");
  }

  private schedule(delayMs: number): void {
    const at = this.context.clock.now() + delayMs;
    if (this.wake !== undefined && this.wake.at <= at) return;
    this.wake?.cancel();
    this.wake = this.context.clock.after(delayMs, () => this.begin());
  }

  private begin(): void {
    this.wake = undefined;
    if (this.running !== undefined || this.stage === "finished") return;
    if (this.finishedMs > Number.NEGATIVE_INFINITY) this.look();
    this.isPending = false;
    const steps = this.stage === "syncing" ? this.sync() : this.stage === "terminating" ? this.end() : this.cleanUp();
    let isOver = false;
    const running = runSteps(this.context.clock, steps, (outcome) => {
      isOver = true;
      this.finish(outcome);
    });
    if (!isOver) this.running = running;
  }

  private finish(outcome: SyncOutcome): void {
    this.running = undefined;
    this.finishedMs = this.context.clock.now();
    if (this.stage === "terminated") {
      this.stage = "finished";
      this.rest();
      this.onFinished(this);
      return;
    }
    if (this.stage === "terminating") this.stage = "terminated";
    else if (outcome === "terminal") this.stage = "terminating";
    else {
      if (this.isPending) this.request();
      else if (outcome === "failed") this.schedule(this.retryDelayMs());
      else if (hasChangingFiles(this.pod)) this.schedule(RESYNC_MS * this.context.random.between(1, 1.5));
      return;
    }
    this.request();
  }

  // Simplified: a failed sync is tried again after some 10.5 to 13.5 s; the real kubelet takes up to 15, so STATUS may change a little sooner here.
  /** The kubelet's own ticker wakes the pod, a moment after the runtime was looked at. */
  private retryDelayMs(): number {
    const { clock, random } = this.context;
    const due = clock.now() + RETRY_MS * random.between(1.05, 1.25);
    const tick = this.relister.next() - clock.now();
    return Math.ceil((due - clock.now() - tick) / RELIST_MS) * RELIST_MS + tick + AFTER_RELIST_MS;
  }

  private *sync(): Steps<SyncOutcome> {
    const { context } = this;
    const status = this.publish(false);
    if (status.phase === "Succeeded" || status.phase === "Failed") return "terminal";
    this.probes.start();
    if (!(yield* mountVolumes(context, this.pod, this.volumes, () => this.seen.sandbox?.ip ?? ""))) return "failed";
    this.pullSecrets = pullSecretsOf(context, this.pod);
    const actions = computePodActions(this.pod, this.seen, this.probes);
    if (actions.killPod) yield* killPod(context, this.pod);
    else {
      for (const { id, container, message, because } of actions.toKill) {
        yield* killContainer(context, this.pod, container, id, { message, because });
      }
    }
    const sandbox = actions.createSandbox
      ? yield* createSandbox(context, this.pod, actions.sandboxAttempt)
      : presentSandbox(context, this.pod);
    if (sandbox === "failed") return "failed";
    return sandbox === undefined ? "done" : yield* this.startAll(actions, sandbox);
  }

  private *startAll(actions: PodActions, sandbox: Sandbox): Steps<SyncOutcome> {
    let outcome: SyncOutcome = "done";
    for (const container of actions.ephemeralToStart) yield* this.startOne(container, sandbox);
    for (const container of actions.initToStart) {
      if (yield* this.startOne(container, sandbox)) continue;
      outcome = "failed";
      if (container.restartPolicy !== "Always") return outcome;
    }
    for (const container of actions.toStart) if (!(yield* this.startOne(container, sandbox))) outcome = "failed";
    return outcome;
  }

  private *startOne(container: Container, sandbox: Sandbox): Steps<boolean> {
    const { pod, seen, volumes, pullSecrets } = this;
    const failure = yield* startContainer(this.context, { pod, container, seen, sandbox, volumes, pullSecrets });
    if (failure === undefined) this.failures.delete(container.name);
    else this.failures.set(container.name, failure);
    return failure === undefined;
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
    this.removeFromApi();
    return "done";
  }

  private removeFromApi(): void {
    const { context, pod } = this;
    if (pod.metadata.deletionTimestamp === undefined || this.isStopped) return;
    deleteFromApi(context, pod, () => context.clock.after(RETRY_MS, () => this.removeFromApi()));
  }

  /** Works out the status and tells the API server what has changed. The answer may be ahead of what is told. */
  private publish(isTerminal: boolean): PodStatus {
    const { context, pod } = this;
    this.checkDeadline();
    const next = podStatus({
      pod,
      seen: this.seen,
      previous: this.status ?? pod.status ?? {},
      isTerminal,
      verdict: this.verdict,
      hostIP: context.node.hostIP,
      nowMs: context.clock.now(),
      startTime: this.startTime,
      failureOf: (name) => this.failures.get(name),
      isStarted: (id, name) => this.probes.isStarted(id, name),
      isReady: (id, name) => this.probes.isReady(id, name),
    });
    const reported = this.hasEnded ? next : withoutNewEnd(next, this.status ?? pod.status);
    const isNew = this.status === undefined || JSON.stringify(this.status) !== JSON.stringify(reported);
    if (isNew) {
      this.status = reported;
      this.send(reported);
    }
    this.probes.hurry([...(next.containerStatuses ?? []), ...(next.initContainerStatuses ?? [])]);
    return next;
  }

  private send(status: PodStatus): void {
    const { context } = this;
    sendStatus(context, this.pod, this.apiUid, status, () => context.clock.after(RETRY_MS, () => this.resend(status)));
  }

  private resend(status: PodStatus): void {
    if (this.status === status && !this.isStopped) this.send(status);
  }

  private onVerdict(): void {
    if (this.stage === "terminated" || this.stage === "finished") return;
    this.publish(false);
    this.request();
  }

  private checkDeadline(): void {
    const at = this.deadlineMs();
    if (at === undefined || this.context.clock.now() < at) return;
    const { phase } = this.status ?? this.pod.status ?? {};
    if (this.verdict === undefined && (phase === "Succeeded" || phase === "Failed")) return;
    const message = "Pod was active on the node longer than the specified deadline";
    this.verdict = { reason: "DeadlineExceeded", message };
    podEvent(this.context, this.pod, "Normal", "DeadlineExceeded", message);
  }

  private setDeadline(): void {
    this.deadline?.cancel();
    const at = this.deadlineMs();
    if (at === undefined || this.stage !== "syncing") return;
    this.deadline = this.context.clock.after(at - this.context.clock.now(), () => this.request());
  }

  private deadlineMs(): number | undefined {
    const seconds = this.pod.spec.activeDeadlineSeconds;
    return seconds === undefined ? undefined : Date.parse(this.startTime) + seconds * 1000;
  }
}

/** The same pod with as little grace as a pod can be given. */
function hurried(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 1 } };
}
