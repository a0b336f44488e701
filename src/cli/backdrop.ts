// What a learner's world needs of the cluster behind it, and of the time in front of it. The same laptop, prompt and lessons stand
// before a simulated cluster, whose clock is wound here, and before one outside, where time passes by itself.

import type { ApiTransport } from "../api/request.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterAccess, KubectlIo } from "../kubectl/io.ts";
import type { NetworkStack } from "../shell/process.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import type { Pace } from "./pacer.ts";
import type { LiveTime } from "./wall-time.ts";

export interface Backdrop {
  readonly pace: Pace;
  /** The laptop's clock. */
  readonly clock: Clock;
  readonly random: Random;
  /** What the laptop's own programs (curl) reach. */
  readonly network: NetworkStack;
  readonly resolvConf?: string;
  /** The laptop's kubeconfig, as the learner finds it. */
  readonly kubeconfig: string;
  /** The API for lessons and completions; these requests are in nobody's records. */
  readonly admin: ApiTransport;
  /** What changes when something from outside may have changed the cluster. */
  readonly changes: number;
  /** The context's name, where the prompt shows it: nobody shall take a real cluster for the toy. */
  readonly label?: string;
  /** The cluster itself, where it is in this process: it can be tampered with, and asked what its network saw. */
  readonly simulated?: Cluster;
  /** The same with a copy of the cluster, where it can be copied. */
  fork?(): Backdrop;
  /** Runs the program that knows the credentials, where a cluster outside has one. */
  readonly runCredentialPlugin?: NonNullable<KubectlIo["runCredentialPlugin"]>;
  /** Requests that `interrupted` (Ctrl-C) finds without an answer are waited for no longer. */
  connect(
    access: ClusterAccess,
    interrupted?: AbortSignal,
  ): { readonly transport: ApiTransport; readonly user: string };
  liveTime(): LiveTime;
  close(): void;
}

/** As kubectl says it of a server that nobody listens at. */
export function refused(server: string): Error {
  const host = server.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  return new Error(`The connection to the server ${host} was refused - did you specify the right host or port?`);
}
