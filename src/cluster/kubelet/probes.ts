// All probes of one pod.

import type { ContainerStatus, Pod, PodStatus } from "../../api/types.ts";
import type { KubeletContext } from "./context.ts";
import { initContainersOf, isSidecar } from "./pod-spec.ts";
import { type ProbeKind, ProbeWorker } from "./probe-worker.ts";
import type { ProbeResults, ProbeVerdict } from "./sync-pod.ts";

export interface ProbeHost {
  readonly pod: Pod;
  /** What was last reported. */
  readonly status: PodStatus | undefined;
  onVerdict(): void;
}

export class PodProbes implements ProbeResults {
  private readonly workers = new Map<string, ProbeWorker>();
  private readonly nameOfId = new Map<string, string>();
  private areStarted = false;

  constructor(
    private readonly context: KubeletContext,
    private readonly host: ProbeHost,
  ) {}

  /** Makes the workers, once. */
  start(): void {
    if (this.areStarted) return;
    this.areStarted = true;
    const { pod } = this.host;
    for (const container of [...initContainersOf(pod).filter(isSidecar), ...pod.spec.containers]) {
      const probes = {
        Startup: container.startupProbe,
        Readiness: container.readinessProbe,
        Liveness: container.livenessProbe,
      };
      for (const kind of ["Startup", "Readiness", "Liveness"] as const) {
        const probe = probes[kind];
        if (probe === undefined) continue;
        const worker = new ProbeWorker(this.context, kind, probe, container, this.viewOf(container.name));
        this.workers.set(`${kind} ${container.name}`, worker);
        worker.start();
      }
    }
  }

  stop(...kinds: readonly ProbeKind[]): void {
    for (const [key, worker] of this.workers) {
      if (kinds.some((kind) => key.startsWith(`${kind} `))) worker.stop();
    }
  }

  liveness(containerId: string): ProbeVerdict {
    return this.verdict("Liveness", containerId);
  }

  startup(containerId: string): ProbeVerdict {
    return this.verdict("Startup", containerId);
  }

  /** Has the container's startup probe passed? Without one, running is enough. */
  isStarted(containerId: string, name: string): boolean {
    this.nameOfId.set(containerId, name);
    const worker = this.workers.get(`Startup ${name}`);
    return worker === undefined || worker.verdictFor(containerId) === "success";
  }

  isReady(containerId: string, name: string): boolean {
    this.nameOfId.set(containerId, name);
    const worker = this.workers.get(`Readiness ${name}`);
    return worker === undefined || worker.verdictFor(containerId) === "success";
  }

  /** Probes the readiness of what runs but is not ready at once, after a status has shown it so. */
  hurry(statuses: readonly ContainerStatus[]): void {
    for (const status of statuses) {
      if (status.state?.running === undefined || status.ready || status.started !== true) continue;
      const worker = this.workers.get(`Readiness ${status.name}`);
      if (worker !== undefined) this.context.clock.after(0, () => worker.trigger());
    }
  }

  private verdict(kind: ProbeKind, containerId: string): ProbeVerdict {
    const name = this.nameOfId.get(containerId);
    return name === undefined ? undefined : this.workers.get(`${kind} ${name}`)?.verdictFor(containerId);
  }

  private viewOf(name: string): ConstructorParameters<typeof ProbeWorker>[4] {
    const { host } = this;
    return {
      get pod() {
        return host.pod;
      },
      get podIP() {
        return host.status?.podIP ?? "";
      },
      container: () => {
        const all = [...(host.status?.containerStatuses ?? []), ...(host.status?.initContainerStatuses ?? [])];
        const status = all.find((one) => one.name === name);
        if (status?.containerID === undefined) return undefined;
        const running = status.state?.running;
        return {
          id: status.containerID.replace("containerd://", ""),
          ...(running?.startedAt === undefined ? {} : { startedAtMs: Date.parse(running.startedAt) }),
          hasEnded: status.state?.terminated !== undefined,
          isStarted: status.started === true,
        };
      },
      onVerdict: () => host.onVerdict(),
    };
  }
}
