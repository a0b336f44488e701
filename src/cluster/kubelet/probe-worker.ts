// Runs one probe of one container, over and over, and keeps its verdict.

import type { Container, Pod, Probe } from "../../api/types.ts";
import type { StackView } from "../container-runtime/network/view.ts";
import { containerEvent, type KubeletContext } from "./context.ts";
import { grpcHealth } from "./grpc-probe.ts";
import { dialError, httpGet, type Outcome, portNumber, runCommand, settle } from "./hooks.ts";
import { restartPolicyOf } from "./pod-spec.ts";
import { type RunningSteps, runSteps, type Steps } from "./steps.ts";
import type { ProbeVerdict } from "./sync-pod.ts";

export type ProbeKind = "Liveness" | "Readiness" | "Startup";

/** What the worker may know of the pod it probes: what was last reported. */
export interface ProbedPod {
  readonly pod: Pod;
  /** The container as last reported: undefined before it was ever started. */
  container():
    | { readonly id: string; readonly startedAtMs?: number; readonly hasEnded: boolean; readonly isStarted: boolean }
    | undefined;
  readonly podIP: string;
  /** The verdict has changed. */
  onVerdict(): void;
}

const INITIAL: Readonly<Record<ProbeKind, ProbeVerdict>> = {
  Liveness: "success",
  Readiness: "failure",
  Startup: "unknown",
};
const ERROR_RETRIES = 3;

export class ProbeWorker {
  /** Of the container with this id. */
  private containerId: string | undefined;
  private verdict: ProbeVerdict;
  private isOnHold = false;
  private last: "success" | "failure" | undefined;
  private runLength = 0;
  private running: RunningSteps<void> | undefined;
  private timer: { cancel(): void } | undefined;
  private isStopped = false;
  private readonly view: StackView;

  constructor(
    private readonly context: KubeletContext,
    private readonly kind: ProbeKind,
    private readonly probe: Probe,
    private readonly spec: Container,
    private readonly probed: ProbedPod,
  ) {
    const { network, nodeStack } = context.runtime;
    this.view = network.view(nodeStack, { program: () => "kubelet", resolvConf: () => "", isSilent: true });
  }

  start(): void {
    this.tick();
  }

  stop(): void {
    this.isStopped = true;
    this.timer?.cancel();
    this.running?.cancel();
  }

  verdictFor(containerId: string): ProbeVerdict {
    return this.containerId === containerId ? this.verdict : undefined;
  }

  /** Does not wait for the next period: a container that has just started should not stay unready for long. */
  trigger(): void {
    if (this.isStopped || this.running !== undefined) return;
    this.timer?.cancel();
    this.tick();
  }

  private tick(): void {
    this.timer = this.context.clock.after((this.probe.periodSeconds ?? 10) * 1000, () => this.tick());
    if (this.running !== undefined || !this.isDue()) return;
    this.running = runSteps(this.context.clock, this.run(), () => {
      this.running = undefined;
    });
    if (this.running?.done.ready === true) this.running = undefined;
  }

  private isDue(): boolean {
    const container = this.probed.container();
    if (container === undefined) return false;
    if (container.id !== this.containerId) {
      this.containerId = container.id;
      this.verdict = INITIAL[this.kind];
      this.isOnHold = false;
      this.last = undefined;
      this.runLength = 0;
    }
    if (this.isOnHold) return false;
    if (container.startedAtMs === undefined) {
      this.decide("failure", false);
      if (container.hasEnded && restartPolicyOf(this.probed.pod) === "Never") this.stop();
      return false;
    }
    const runsForSeconds = Math.floor((this.context.clock.now() - container.startedAtMs) / 1000);
    if (runsForSeconds < (this.probe.initialDelaySeconds ?? 0)) return false;
    return this.kind === "Startup" ? !container.isStarted : container.isStarted;
  }

  private *run(): Steps<void> {
    const id = this.containerId ?? "";
    let outcome: Outcome = { kind: "error", output: "" };
    for (let tries = 0; tries < ERROR_RETRIES && outcome.kind === "error"; tries++) outcome = yield* this.ask(id);
    if (this.isStopped || id !== this.containerId) return;
    this.report(outcome);
    if (outcome.kind === "error") return;
    this.runLength = this.last === outcome.kind ? this.runLength + 1 : 1;
    this.last = outcome.kind;
    const { failureThreshold = 3, successThreshold = 1 } = this.probe;
    if (this.runLength < (outcome.kind === "failure" ? failureThreshold : successThreshold)) return;
    this.decide(outcome.kind, true);
  }

  private decide(verdict: "success" | "failure", isProbed: boolean): void {
    const changed = this.verdict !== verdict;
    this.verdict = verdict;
    if (!isProbed) return;
    // A container that is to be restarted is left alone until there is a new one.
    if ((this.kind === "Liveness" && verdict === "failure") || this.kind === "Startup") {
      this.isOnHold = true;
      this.runLength = 0;
    }
    if (changed) this.probed.onVerdict();
  }

  private report({ kind, output }: Outcome): void {
    if (kind === "success") return;
    const text =
      kind === "failure"
        ? `${this.kind} probe failed: ${output}`
        : `${this.kind} probe errored and resulted in unknown state: ${output}`;
    containerEvent(this.context, this.probed.pod, this.spec, "Warning", "Unhealthy", text);
  }

  private *ask(id: string): Steps<Outcome> {
    const { exec, httpGet: get, tcpSocket, grpc } = this.probe;
    const timeoutMs = (this.probe.timeoutSeconds ?? 1) * 1000;
    if (exec !== undefined) {
      const target = this.context.runtime.container(id);
      if (target === undefined) return { kind: "error", output: `container "${id}" not found` };
      return yield* runCommand(this.context, target, exec.command ?? [], timeoutMs);
    }
    const { podIP } = this.probed;
    if (get !== undefined) {
      const port = portNumber(get.port as number | string, this.spec);
      if (Number.isNaN(port)) return unknownPort(get.port);
      return yield* httpGet(this.context, this.view, podIP, get, port, timeoutMs);
    }
    if (tcpSocket !== undefined) {
      const port = portNumber(tcpSocket.port as number | string, this.spec);
      if (Number.isNaN(port)) return unknownPort(tcpSocket.port);
      return yield* this.dial(tcpSocket.host ?? podIP, port, timeoutMs);
    }
    return yield* grpcHealth(this.context, this.view, podIP, grpc?.port ?? 0, grpc?.service ?? "", timeoutMs);
  }

  private *dial(host: string, port: number, timeoutMs: number): Steps<Outcome> {
    const connecting = this.view.connect(host, port);
    yield* settle(connecting, timeoutMs);
    if (connecting.socket !== undefined) {
      connecting.socket.close();
      return { kind: "success", output: "" };
    }
    const why =
      connecting.failure === undefined
        ? `dial tcp ${host}:${port}: i/o timeout`
        : dialError(host, port, connecting.failure);
    return { kind: "failure", output: why };
  }
}

// A name that no port of the container has could still be a number in quotes; that it is none is what the kubelet says.
function unknownPort(port: unknown): Outcome {
  return { kind: "error", output: `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax` };
}
