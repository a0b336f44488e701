// Stands for everything a lesson can look at: the cluster through its API, and records of what happened and of what the learner saw.
// Nothing here tells which keys were pressed. `commands` is for feedback only; the loader keeps it out of what a step passes by.

import type { ApiTransport } from "../api/request.ts";
import type { AnyObject } from "../api/types.ts";
import { english, type Texts } from "./language/english.ts";

/** How the world stood when the step began. */
export interface Snapshot {
  /** Virtual milliseconds since the Unix epoch. */
  readonly at: number;
  /** The objects of the kinds that the step's checks compare. */
  readonly objects: readonly AnyObject[];
}

interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Where a connection starts: inside a pod (in which container, if known), or on the learner's own machine. */
export type NetworkOrigin = "laptop" | (PodName & { readonly container?: string });

export type NetworkOutcome =
  | { readonly status: number; readonly body: string }
  | { readonly error: "refused" | "timeout" | "nxdomain" | "reset" };

/** One HTTP request that went over the simulated network. */
export interface NetworkEntry {
  readonly at: number;
  readonly from: NetworkOrigin;
  /** The host as it was asked for (a name or an address), and the port. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** What the request itself calls the host (the Host header, without a port), whatever address it went to. */
  readonly site?: string;
  /** The pod that answered, when one did. */
  readonly answeredBy?: PodName;
  /** The Service whose address was used. */
  readonly service?: PodName;
  readonly outcome: NetworkOutcome;
}

/** One question for the addresses of a name, as it reached (or missed) the name server: with the suffix that the resolver added. */
export interface NameEntry {
  readonly at: number;
  readonly from: NetworkOrigin;
  readonly name: string;
  readonly outcome: "found" | "nxdomain" | "servfail" | "timeout";
  readonly addresses: readonly string[];
}

/** One request that the API server answered. `resource` is the plural name, empty for a path that is about none;
 * `subresource` as in `log`. */
export interface AuditEntry {
  readonly at: number;
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly code: number;
  readonly user: string;
}

export type ObservationKind = "logs" | "events" | "describe" | "list" | "field" | "explain" | "file";

/** Something that was shown to the learner, by whatever command. */
export interface Observation {
  readonly at: number;
  /** `list` is a table; `field` is any other output of objects (YAML, JSON, JSONPath, custom columns). */
  readonly kind: ObservationKind;
  /** The kind of object: `Pod`. For logs it is always Pod; for events that of the object they are about. */
  readonly resource?: string;
  readonly namespace?: string;
  /** The names of the objects shown. */
  readonly names: readonly string[];
  /** The label selector that chose them. */
  readonly selector?: string;
  readonly container?: string;
  /** Logs of the container's previous life. */
  readonly previous?: boolean;
  readonly text: string;
}

/** A command that ended, already parsed into words. */
export interface CommandEntry {
  readonly at: number;
  /** As in `["kubectl", "create", "pod", "web"]`, aliases resolved. */
  readonly words: readonly string[];
  readonly exitCode: number;
  readonly stderr: string;
}

/** The learner's working directory; paths are relative to it, with `/`. */
export interface WorkingFiles {
  exists(path: string): boolean;
  /** Throws when there is no such file. */
  read(path: string): string;
  /** All files, sorted, subdirectories included. */
  list(): readonly string[];
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HttpProbe {
  readonly from: NetworkOrigin;
  readonly url: string;
  /** Where the host of the url is, instead of what name servers say. */
  readonly address?: string;
  readonly timeoutMs: number;
}

/** What a lesson may do to a cluster that no kubectl command does. */
export type Switch =
  /** A component by its own name (`scheduler`, `kube-proxy`), or the kubelet of a node (`node/oak`). */
  | { readonly kind: "stop" | "start"; readonly target: string }
  | { readonly kind: "fail-node" | "restore-node" | "add-node"; readonly node: string }
  /** The main process of a container dies with this exit code. */
  | { readonly kind: "crash"; readonly pod: PodName; readonly container?: string; readonly exitCode: number };

export interface World {
  /** In the language of the learner. Absent: English. */
  readonly texts?: Texts;
  /** Virtual milliseconds since the Unix epoch. */
  now(): number;
  /** The cluster's API as the lesson's administrator sees it; these requests are in nobody's audit log. */
  readonly read: ApiTransport;
  /** The namespace of the learner's current context. */
  readonly namespace: string;
  readonly stepStart: Snapshot;
  /** When the learner's last command or answer was entered; absent where nobody types. */
  readonly attemptStart?: number;
  networkLog(since: number): readonly NetworkEntry[];
  nameLog(since: number): readonly NameEntry[];
  audit(since: number): readonly AuditEntry[];
  observations(since: number): readonly Observation[];
  commands(since: number): readonly CommandEntry[];
  readonly files: WorkingFiles;
  /** What the learner answered to this step's questions, by the question's id. */
  readonly answers: Readonly<Record<string, string>>;
  /** False: `within` is not answered by a look at a copy's future; what is not so yet is looked at again later. Absent: true. */
  readonly looksAhead?: boolean;
  /** Only where no copy can be made: notes whether something holds at this instant, and answers since when it has been seen to. */
  readonly heldSince?: (what: object, holds: boolean) => number | undefined;
  /** Itself, where it is a copy that nobody needs as it is: the checker may send requests from it, which then are not the learner's. */
  readonly spare?: Workbench;
  /** A copy that may be wound forward and broken without the learner's cluster noticing. */
  fork(): Promise<Workbench>;
}

/** A world that one may act on: a fork, or the world of a lesson test. */
export interface Workbench extends World {
  looksAhead?: boolean;
  /** The cluster's API as its administrator, for setting up. */
  readonly api: ApiTransport;
  advance(ms: number): Promise<void>;
  /** Runs a line in the learner's shell. */
  run(command: string): Promise<RunResult>;
  http(probe: HttpProbe): Promise<NetworkOutcome>;
  switch(change: Switch): Promise<void>;
  writeFile(path: string, content: string): void;
  answer(id: string, text: string): void;
  /** Takes the snapshot anew: a step begins here. */
  beginStep(snapshot: Snapshot): void;
}

/** What is said of this world, in the language of who looks at it. */
export function textsOf({ texts }: Pick<World, "texts">): Texts {
  return texts ?? english;
}
