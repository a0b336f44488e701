// Stands for the pod worker of one pod: it syncs the pod until it ends, then terminates it, then cleans up. One thing at a time.

import { ApiError } from "../../api/status.ts";
import type { Container, Pod, PodStatus } from "../../api/types.ts";
import type { Timer } from "../../sim/clock.ts";
import { timestamp } from "../client/event-recorder.ts";
import { resources } from "../client/resources.ts";
import { RuntimeError } from "../container-runtime/errors.ts";
import type { Sandbox } from "../container-runtime/runtime.ts";
import type { StartFailure } from "./container-statuses.ts";
import { type KubeletContext, podEvent, volumeSources } from "./context.ts";
import { podDomain, podHostname } from "./pod-files.ts";
import { podStatus } from "./pod-status.ts";
import { PodProbes } from "./probes.ts";
import { lookAt, nothingSeen, type SeenPod } from "./runtime-status.ts";
import { startContainer } from "./start-container.ts";
import { pause, type RunningSteps, runSteps, type Steps } from "./steps.ts";
import { computePodActions, type PodActions } from "./sync-pod.ts";
import { killContainer, killPod } from "./termination.ts";
import { PodVolumes } from "./volumes.ts";

type Stage = "syncing" | "terminating" | "terminated" | "finished";
type SyncOutcome = "done" | "failed" | "terminal";

/** After a failed sync, and between syncs of a pod whose files may change; something is added by chance. */
const RETRY_MS = 10_000;
const RESYNC_MS = 60_000;
const RELIST_MS = 1000;
const AFTER_RELIST_MS = 20;
const SANDBOX_MS = 150;
const SANDBOX_STOP_MS = 60;
const VOLUME_POLL_MS = 300;
const MOUNT_TIMEOUT_MS = 123_000;

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
  private wake: Timer | undefined;
  private deadline: Timer | undefined;
  private finishedMs = Number.NEGATIVE_INFINITY;
  private isPending = false;
  /** Nothing of the pod can run any more: only then does its phase tell of the end, since others count on that. */
  private hasEnded = false;
  private verdict: { readonly reason: string; readonly message: string } | undefined;

  constructor(
    private readonly context: KubeletContext,
    public pod: Pod,
    private readonly relister: Relister,
    private readonly onFinished: (worker: PodWorker) => void,
  ) {
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

  evict(reason: string, message: string): void {
    this.verdict = { reason, message };
    this.request();
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

  stop(): void {
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
      this.stop();
      this.onFinished(this);
      return;
    }
    if (this.stage === "terminating") this.stage = "terminated";
    else if (outcome === "terminal") this.stage = "terminating";
    else {
      if (this.isPending) this.request();
      else if (outcome === "failed") this.schedule(this.retryDelayMs());
      else if (this.hasChangingFiles()) this.schedule(RESYNC_MS * this.context.random.between(1, 1.5));
      return;
    }
    this.request();
  }

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
    if (!(yield* this.mountVolumes())) return "failed";
    const actions = computePodActions(this.pod, this.seen, this.probes);
    if (actions.killPod) yield* killPod(context, this.pod);
    else {
      for (const { id, container, message, because } of actions.toKill) {
        yield* killContainer(context, this.pod, container, id, { message, because });
      }
    }
    const sandbox = actions.createSandbox ? yield* this.createSandbox(actions) : this.presentSandbox();
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
    const { pod, seen, volumes } = this;
    const failure = yield* startContainer(this.context, { pod, container, seen, sandbox, volumes });
    if (failure === undefined) this.failures.delete(container.name);
    else this.failures.set(container.name, failure);
    return failure === undefined;
  }

  private *createSandbox(actions: PodActions): Steps<Sandbox | "failed"> {
    const { context, pod } = this;
    if (actions.sandboxAttempt > 0) {
      podEvent(context, pod, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
    }
    yield* pause(SANDBOX_MS);
    const { namespace = "default", name, uid } = pod.metadata;
    const hostNetwork = pod.spec.hostNetwork === true;
    const hostname = hostNetwork ? context.node.name : this.hostname();
    try {
      return context.runtime.runPodSandbox({
        podUid: uid,
        namespace,
        name,
        hostname,
        hostNetwork,
        attempt: actions.sandboxAttempt,
      });
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      const text = `Failed to create pod sandbox: rpc error: code = Unknown desc = ${error.message}`;
      podEvent(context, pod, "Warning", "FailedCreatePodSandBox", text);
      return "failed";
    }
  }

  private hostname(): string {
    const host = podHostname(this.pod);
    const domain = podDomain(this.pod, this.context.dns.clusterDomain);
    return this.pod.spec.setHostnameAsFQDN === true && domain !== undefined ? `${host}.${domain}` : host;
  }

  private presentSandbox(): Sandbox | undefined {
    return this.context.runtime.sandboxesOf(this.pod.metadata.uid).find((sandbox) => sandbox.isReady);
  }

  private *mountVolumes(): Steps<boolean> {
    const { context, pod } = this;
    if ((pod.spec.volumes ?? []).length === 0) return true;
    const startedAt = context.clock.now();
    const wasSetUp = this.volumes.isSetUp(pod);
    for (let delayMs = 500; ; delayMs = Math.min(delayMs * 2, MOUNT_TIMEOUT_MS)) {
      const failures = this.volumes.setUp(pod, volumeSources(context, pod, this.seen.sandbox?.ip ?? ""));
      for (const { volume, message } of failures) {
        podEvent(
          context,
          pod,
          "Warning",
          "FailedMount",
          `MountVolume.SetUp failed for volume "${volume}" : ${message}`,
        );
      }
      // Volumes that were there once stay usable, even if their source has gone.
      if (wasSetUp) return true;
      if (this.volumes.isSetUp(pod)) break;
      if (context.clock.now() + delayMs - startedAt > MOUNT_TIMEOUT_MS) {
        this.reportUnmounted(failures.map(({ volume }) => volume));
        return false;
      }
      yield* pause(delayMs);
    }
    yield* pause(VOLUME_POLL_MS);
    return true;
  }

  private reportUnmounted(volumes: readonly string[]): void {
    const text = `Unable to attach or mount volumes: unmounted volumes=[${volumes.join(" ")}], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition`;
    podEvent(this.context, this.pod, "Warning", "FailedMount", text);
  }

  private *end(): Steps<SyncOutcome> {
    this.publish(false);
    this.probes.stop("Liveness", "Startup");
    yield* killPod(this.context, this.pod);
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
    if (this.pod.metadata.deletionTimestamp !== undefined) this.deleteFromApi();
    return "done";
  }

  private deleteFromApi(): void {
    const { namespace, name, uid } = this.pod.metadata;
    try {
      this.context.client.delete(
        resources.pods,
        { namespace, name },
        { gracePeriodSeconds: 0, preconditions: { uid } },
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Somebody else was faster, or the API server is away: the pod's next event comes back to this.
    }
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
    this.status = reported;
    if (isNew) this.send(reported);
    this.probes.hurry([...(next.containerStatuses ?? []), ...(next.initContainerStatuses ?? [])]);
    return next;
  }

  private send(status: PodStatus): void {
    const { namespace, name, uid } = this.pod.metadata;
    const { reason = null, message = null } = status;
    const patch = { metadata: { uid }, status: { ...status, reason, message } };
    try {
      this.context.client.patch(resources.pods, { namespace, name }, patch, "status");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The pod is gone, or the server is: what is not sent now differs again at the next look.
      if (error.reason !== "NotFound") this.context.clock.after(RETRY_MS, () => this.resend(status));
    }
  }

  private resend(status: PodStatus): void {
    if (this.status === status && this.stage !== "finished") this.send(status);
  }

  private onVerdict(): void {
    if (this.stage === "terminated" || this.stage === "finished") return;
    this.publish(false);
    this.request();
  }

  private checkDeadline(): void {
    const seconds = this.pod.spec.activeDeadlineSeconds;
    if (seconds === undefined || this.context.clock.now() < Date.parse(this.startTime) + seconds * 1000) return;
    if (this.verdict === undefined && (this.status?.phase === "Succeeded" || this.status?.phase === "Failed")) return;
    const message = "Pod was active on the node longer than the specified deadline";
    this.verdict = { reason: "DeadlineExceeded", message };
    podEvent(this.context, this.pod, "Normal", "DeadlineExceeded", message);
  }

  private setDeadline(): void {
    const seconds = this.pod.spec.activeDeadlineSeconds;
    this.deadline?.cancel();
    if (seconds === undefined || this.stage !== "syncing") return;
    const at = Date.parse(this.startTime) + seconds * 1000;
    this.deadline = this.context.clock.after(at - this.context.clock.now(), () => this.request());
  }

  /** Only such pods need to be looked at when nothing has happened. */
  private hasChangingFiles(): boolean {
    return (this.pod.spec.volumes ?? []).some((volume) => {
      if (volume.projected === undefined)
        return (volume.configMap ?? volume.secret ?? volume.downwardAPI) !== undefined;
      return !volume.name.startsWith("kube-api-access-");
    });
  }
}

function withoutNewEnd(next: PodStatus, before: PodStatus | undefined): PodStatus {
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
