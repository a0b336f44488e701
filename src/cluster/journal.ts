// Everything that came into a cluster from outside and can have changed it, with its exact place in the run.
// A new cluster with the same seed that is given the same journal is in the same state: that is what a fork is.

import type { ApiHandler, ApiRequest, ApiResponse, Connection, InputFrame } from "../api/request.ts";
import type { VirtualClock } from "../sim/clock.ts";

/** What a lesson or an instructor may do to a cluster besides talking to its API. */
export type Intervention =
  /** A component by its real name (`kube-scheduler`), or the kubelet of a node (`kubelet/oak`). */
  | { readonly kind: "stop" | "start"; readonly component: string }
  /** The power of a node fails or returns: its kubelet, its containers and its network. */
  | { readonly kind: "fail-node" | "restore-node"; readonly node: string }
  /** A new machine joins. */
  | { readonly kind: "add-node"; readonly node: string }
  /** The main process of a container dies. */
  | {
      readonly kind: "crash";
      readonly namespace: string;
      readonly pod: string;
      readonly container?: string;
      readonly exitCode: number;
    };

type Input =
  | { readonly kind: "request"; readonly request: ApiRequest }
  | { readonly kind: "frame"; readonly connection: number; readonly frame: InputFrame }
  | { readonly kind: "hang-up"; readonly connection: number }
  | { readonly kind: "intervention"; readonly intervention: Intervention };

interface Entry {
  readonly at: number;
  readonly timersRun: number;
  readonly input: Input;
}

export type Journal = readonly Entry[];

export class JournaledDoor {
  private readonly entries: Entry[] = [];
  private readonly connections: Connection[] = [];
  /** Requests that were to change something, and left all as it was. */
  private inVain = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly handler: ApiHandler,
    private readonly intervene: (intervention: Intervention) => void,
    /** False: nothing is kept, for a cluster that is never copied. */
    private readonly keeps = true,
  ) {}

  get journal(): Journal {
    return this.entries;
  }

  /** Grows with whatever from outside may have changed the cluster; not with what was refused or only tried (dry run). */
  get changes(): number {
    return this.entries.length - this.inVain;
  }

  readonly handle: ApiHandler = (request) => {
    if (!this.keeps || !canChange(request)) return this.handler(request);
    this.note({ kind: "request", request });
    return this.answer(request);
  };

  apply(intervention: Intervention): void {
    if (this.keeps) this.note({ kind: "intervention", intervention });
    this.intervene(intervention);
  }

  /** Repeats another cluster's journal; its answers go nowhere. */
  replay(journal: Journal): void {
    for (const { at, timersRun, input } of journal) {
      this.clock.replayTo(at, timersRun);
      this.note(input);
      this.repeat(input);
    }
  }

  private repeat(input: Input): void {
    if (input.kind === "request") this.answer(input.request);
    else if (input.kind === "intervention") this.intervene(input.intervention);
    else if (input.kind === "frame") this.connections[input.connection]?.send(input.frame);
    else this.connections[input.connection]?.close();
  }

  private note(input: Input): void {
    this.entries.push({ at: this.clock.now(), timersRun: this.clock.timersRun, input });
  }

  private answer(request: ApiRequest): ApiResponse {
    const response = this.handler(request);
    const isRefused = response.kind === "object" && response.status >= 400;
    if (isRefused || request.query.dryRun !== undefined) this.inVain++;
    if (response.kind !== "connection") return response;
    const { connection } = response;
    const index = this.connections.push(connection) - 1;
    return { ...response, connection: this.noting(connection, index) };
  }

  private noting(connection: Connection, index: number): Connection {
    return {
      output: connection.output,
      send: (frame) => {
        this.note({ kind: "frame", connection: index, frame });
        connection.send(frame);
      },
      close: () => {
        this.note({ kind: "hang-up", connection: index });
        connection.close();
      },
    };
  }
}

// Reading changes nothing, except that exec, attach and port-forward are opened by reading, and that programs see who asks them.
function canChange({ method, path }: ApiRequest): boolean {
  // A question about access is a POST, and leaves nothing behind.
  if (/^\/apis\/authorization\.k8s\.io\/v1\/(namespaces\/[^/]+\/)?\w+reviews$/.test(path)) return false;
  return method !== "GET" || /\/(exec|attach|portforward|proxy(\/.*)?)$/.test(path);
}
