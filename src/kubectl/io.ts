// Everything that kubectl needs from outside: streams, files, time, and a way to the cluster. Nothing else is reached for.

import type { HttpAccess } from "../api/http-access.ts";
import type { ApiTransport } from "../api/request.ts";

/** How kubeconfig and flags say the cluster is to be reached. */
export interface ClusterAccess extends HttpAccess {
  /** The program that knows the credentials; they are had from it before anything is connected. */
  readonly credentialPlugin?: CredentialPlugin;
}

/** The `exec` of a kubeconfig's user: a program that prints credentials. */
export interface CredentialPlugin {
  readonly apiVersion: string;
  /** A name to look for on the PATH, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint: string;
  readonly interactiveMode: "Never" | "IfAvailable" | "Always";
  readonly provideClusterInfo: boolean;
  /** What the cluster's entry keeps for this program. */
  readonly clusterConfig?: unknown;
}

/** One run of a credential plugin. */
export interface PluginRun {
  readonly command: string;
  readonly args: readonly string[];
  /** What the program gets beside the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it may talk with the user on the terminal. */
  readonly interactive: boolean;
}

/** `exitCode` is -1 when a signal ended it. */
export type PluginOutcome =
  | { readonly kind: "ended"; readonly exitCode: number; readonly stdout: string; readonly path: string }
  | { readonly kind: "not found" }
  | { readonly kind: "not started"; readonly reason: string; readonly path: string };

export interface KubectlInput {
  readonly isTerminal: boolean;
  /** The next piece of input, undefined at its end. */
  read(): Promise<string | undefined>;
}

export interface KubectlOutput {
  readonly isTerminal: boolean;
  /** Width in columns of a terminal. */
  readonly columns?: number;
  /** Its height in lines. */
  readonly rows?: number;
  /** Calls back when the terminal has another size; the answer ends that. */
  onResize?(callback: () => void): () => void;
  /** False when nobody reads any more (a closed pipe): kubectl then ends.
   * @param spoken the same for somebody who listens, as far as it reads in another way then. */
  write(text: string, spoken?: () => string): boolean;
}

/** Paths are as the user typed them, relative to the working directory. Every method throws an Error whose `code` is the system's (`ENOENT`, `EISDIR`, `EACCES`). */
export interface KubectlFiles {
  read(path: string): string;
  write(path: string, content: string, mode?: number): void;
  /** Names in a directory, sorted. */
  list(path: string): string[];
  kind(path: string): "file" | "directory" | undefined;
  makeDirectory(path: string): void;
  remove(path: string): void;
}

/** A local port that port-forward listens on. */
export interface LocalListener {
  readonly port: number;
  close(): void;
}

export interface LocalConnection {
  /** Calls back with what the local client sends; undefined is the end. */
  onData(callback: (data: string | undefined) => void): void;
  write(data: string): void;
  close(): void;
}

/** Where kubectl proxy listens. */
export type ProxyAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** What of an HTTP request decides where kubectl proxy sends it. */
export interface ProxiedRequest {
  readonly method: string;
  /** Path and query, as they stand in the request line. */
  readonly target: string;
  readonly host: string;
  readonly range?: string | undefined;
}

/** An answer of kubectl proxy's own; its length is for the sender to tell. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface ProxyOptions {
  readonly address: ProxyAddress;
  readonly access: ClusterAccess;
  readonly appendServerPath: boolean;
  readonly keepAliveMs: number;
  /** The way to the API server where there is none for HTTP as it comes. */
  readonly transport: ApiTransport;
  readonly route: (
    request: ProxiedRequest,
  ) => { readonly kind: "api"; readonly target: string } | { readonly kind: "answer"; readonly answer: ProxyAnswer };
  /** Told why a request found no API server. */
  readonly onFailure: (why: string) => void;
}

export interface ProxyServer {
  /** The address as it is printed. */
  readonly shown: string;
  close(): void;
}

export interface KubectlIo {
  readonly stdin: KubectlInput;
  readonly stdout: KubectlOutput;
  readonly stderr: KubectlOutput;
  readonly files: KubectlFiles;
  readonly env: Readonly<Record<string, string>>;
  /** Where relative paths begin, for messages that name whole paths. */
  readonly workingDirectory?: string;
  /** Opens a way to a cluster; rejects when there is no such cluster. Its requests reject with an Error whose message is kubectl's. */
  connect(access: ClusterAccess): ApiTransport;
  /** Milliseconds since the Unix epoch: the cluster's virtual time, or the wall's for a real one. */
  now(): number;
  /** Resolves after `ms`, or at once when interrupted. */
  sleep(ms: number): Promise<void>;
  /** Told of work of the host (a module being loaded), during which the time of a simulated cluster must stand still. */
  hold?<T>(work: Promise<T>): Promise<T>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** A number in [0, 1). */
  random(): number;
  /** Runs `$KUBE_EDITOR`, `$EDITOR` or vi on a file; resolves with its exit code. */
  edit(editor: string, path: string): Promise<number>;
  /** Resolves with the listener, or rejects with an Error whose message says why the port cannot be had. */
  listen(address: string, port: number, onConnection: (connection: LocalConnection) => void): Promise<LocalListener>;
  /** Listens for HTTP and passes it on to the API server: kubectl proxy. Rejects with an Error whose message is kubectl's. */
  serveProxy?(options: ProxyOptions): Promise<ProxyServer>;
  /** Gets a manifest from the network; absent where the network of the host is out of reach. Rejects with an Error whose message is kubectl's. */
  fetchText?(url: string): Promise<string>;
  /** Runs a credential plugin of the kubeconfig; absent where no program of the host may be run. */
  runCredentialPlugin?(plugin: PluginRun): Promise<PluginOutcome>;
  /** Runs a program of the user's with kubectl's streams; resolves with its exit code, or undefined when there is no such program. Absent where none may be run. */
  runProgram?(program: string, args: readonly string[]): Promise<number | undefined>;
  /** True for a file that may be run as a program; absent where there are none. */
  isExecutable?(path: string): boolean;
  /** Puts the terminal into the state that an interactive exec needs; the answer restores it. */
  rawMode?(): () => void;
}

/** Ends kubectl: its text goes to stderr as it stands (no text: nothing is printed). */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
