// What a cluster is made of, for those who boot one; all that happens in it follows from these, from what comes in, and from time.

import type { ApiHandler } from "../api/request.ts";
import type { Clock } from "../sim/clock.ts";
import type { SchemaSource } from "./apiserver/server.ts";
import type { ClusterProfile } from "./profile.ts";

/** Where boots are kept between runs of one and the same program. */
export interface BootStore {
  read(key: string): string | undefined;
  /** @param text is asked for when there is time for it, or never. */
  keep(key: string, text: () => string): void;
}

export interface ClusterOptions {
  readonly profile: ClusterProfile;
  readonly seed: number;
  /** When somebody first looks at it, in milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly schema: SchemaSource;
  /** What pods are told to trust (PEM); the built-in one, which nobody can sign with, when not given. */
  readonly rootCertificate?: string;
  /** The administrator's token; comes from the seed when not given. */
  readonly adminToken?: string;
  /** What service accounts' tokens are signed with; comes from the seed when not given. */
  readonly tokenKey?: string;
  /** False for a cluster that is never forked: what came in is then not kept. */
  readonly keepsJournal?: boolean;
  /** Stands between the components and the API server, as a network does that fails now and then. Nothing does when not given.
   * A copy of the cluster calls it anew: what it does may follow from the requests and the time only. */
  readonly between?: (handler: ApiHandler, clock: Clock) => ApiHandler;
  /** How kubelets read manifests on their nodes: undefined where the text is no YAML. They read JSON only when not given. */
  readonly parseYaml?: (text: string) => unknown;
  /** Where boots are kept between runs of the program; nowhere when not given. */
  readonly boots?: BootStore | undefined;
}
