// What is asked of a kubelet: logs, exec, attach and port-forward by the API server, usage by metrics-server.

import type { Connection } from "./request.ts";
import type { Source } from "./stream.ts";
import type { Pod } from "./types.ts";

export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** Milliseconds since the Unix epoch. */
  readonly sinceTime?: number;
  readonly limitBytes?: number;
}

export interface ExecOptions {
  readonly container: string;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** What had been used at one instant. */
export interface UsageSample {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly startedAt: number;
  /** Processor time since the start, in milliseconds of one core. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

export interface PodUsage {
  readonly namespace: string;
  readonly name: string;
  /** Those that run. */
  readonly containers: readonly (UsageSample & { readonly name: string })[];
}

export interface NodeUsage {
  readonly node: UsageSample;
  readonly pods: readonly PodUsage[];
}

/** The kubelet's own server. Methods throw ApiError for what cannot be done. */
export interface NodeConnection {
  /** The text so far, or with `follow` a stream that goes on until the container ends. */
  logs(pod: Pod, options: LogOptions): string | Source<string>;
  exec(pod: Pod, options: ExecOptions): Connection;
  attach(pod: Pod, options: Omit<ExecOptions, "command">): Connection;
  /** One TCP connection to a port inside the pod. */
  portForward(pod: Pod, port: number): Connection;
  /** As `/metrics/resource` says it. */
  usage(): NodeUsage;
}

/** Reaches the kubelet of a node; undefined when nothing answers there. */
export type DialNode = (nodeName: string) => NodeConnection | undefined;
