// What a map shows, as plain data in a stable order: the same cluster gives the same model, so that two of them can be compared line by line.

/** What a mark stands for. */
export type Health = "ready" | "running" | "waiting" | "failing" | "finished" | "leaving";

export interface MapContainer {
  readonly name: string;
  readonly image: string;
  readonly role: "main" | "init" | "sidecar" | "ephemeral";
  readonly health: Health;
  /** The reason it waits or ended, or Running. */
  readonly state: string;
  readonly restarts: number;
}

export interface MapPod {
  readonly namespace: string;
  readonly name: string;
  readonly health: Health;
  /** As `kubectl get pods` says it. */
  readonly status: string;
  /** Why it has no node, or is not what it should be. */
  readonly why?: string;
  /** From the outermost, as `deployment/web`, `replicaset/web-5d4f`. */
  readonly owners: readonly string[];
  readonly containers: readonly MapContainer[];
}

export interface MapNode {
  readonly name: string;
  readonly roles: readonly string[];
  /** As `kubectl get nodes` says it: `Ready`, `Ready,SchedulingDisabled`, `NotReady`. */
  readonly status: string;
  readonly pods: readonly MapPod[];
}

export interface MapService {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  /** `None` for a headless one. */
  readonly clusterIP?: string;
  readonly external: readonly string[];
  /** As `80 → 8080` and `80:30080 → http`. */
  readonly ports: readonly string[];
  readonly selector?: string;
  /** How many pods the selector means, whether they have an address or not. */
  readonly selected: number;
  readonly ready: readonly string[];
  readonly notReady: readonly string[];
}

export interface MapModel {
  /** Absent where all namespaces are shown. */
  readonly namespace?: string;
  readonly nodes: readonly MapNode[];
  /** Pods that have no node. */
  readonly unscheduled: readonly MapPod[];
  readonly services: readonly MapService[];
}
