// The kubeconfig: its files, how several are merged, and which context is in use.

import { asError, ConfigurationError, KubectlError, throwAll } from "./errors.ts";
import type { KubectlFiles } from "./io.ts";
import { decodeKubeconfig } from "./kubeconfig-decode.ts";
import { CLUSTER, CONTEXT, type Form, formed, PREFERENCES, USER } from "./kubeconfig-form.ts";

export type Stanza = Record<string, unknown>;

export interface Kubeconfig {
  clusters: Map<string, Stanza>;
  users: Map<string, Stanza>;
  contexts: Map<string, Stanza>;
  currentContext: string;
  preferences: Stanza;
  /** The folder of the file that an entry comes from: paths in it are relative to that. */
  readonly folders: Map<Stanza, string>;
}

/** Where a kubeconfig comes from. */
export interface ConfigSource {
  readonly files: Pick<KubectlFiles, "read">;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
}

/** What the command line says over the kubeconfig. */
export interface ConfigOverrides {
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
  readonly server?: string;
  readonly token?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly username?: string;
  readonly password?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
  readonly disableCompression?: boolean;
  /** Milliseconds; 0 for no limit. */
  readonly requestTimeoutMs?: number;
}

export function emptyKubeconfig(): Kubeconfig {
  return {
    clusters: new Map(),
    users: new Map(),
    contexts: new Map(),
    currentContext: "",
    preferences: {},
    folders: new Map(),
  };
}

/** The files that make up the kubeconfig, most important first. */
export function kubeconfigPaths(explicit: string, env: Readonly<Record<string, string>>): string[] {
  if (explicit !== "") return [explicit];
  const listed = (env.KUBECONFIG ?? "").split(listSeparator(env)).filter((path) => path !== "");
  if (listed.length > 0) return [...new Set(listed)];
  return [`${env.HOME ?? env.USERPROFILE ?? ""}/.kube/config`];
}

// Paths of Windows hold colons themselves.
function listSeparator({ KUBECONFIG = "", HOME, USERPROFILE }: Readonly<Record<string, string>>): string {
  if (/^[a-z]:[\\/]/i.test(KUBECONFIG)) return ";";
  return HOME === undefined && USERPROFILE !== undefined ? ";" : ":";
}

export function readKubeconfigFile(io: ConfigSource, path: string): Kubeconfig | undefined {
  let text: string;
  try {
    text = io.files.read(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    // A folder can be opened; it is when it is read that this is noticed.
    const operation = errorCode(error) === "EISDIR" ? "read" : "open";
    throw new KubectlError(`error loading config file "${path}": ${systemMessage(operation, path, error)}`);
  }
  const decoded = decodeKubeconfig(text);
  if ("error" in decoded) throw new KubectlError(`error loading config file "${path}": ${decoded.error}`);
  return kubeconfigOf(decoded.value, absoluteFolder(path, io.workingDirectory ?? ""));
}

/** Loads and merges; the first file that sets a value wins. A missing explicit file is an error, save for who would make it. */
export function loadKubeconfig(io: ConfigSource, explicit: string, allowsMissing = false): Kubeconfig {
  const merged = emptyKubeconfig();
  const failures: Error[] = [];
  for (const path of kubeconfigPaths(explicit, io.env)) {
    const config = readInto(failures, io, path);
    if (config === undefined) {
      if (explicit !== "" && !allowsMissing) throw new KubectlError(`stat ${explicit}: no such file or directory`);
      continue;
    }
    for (const part of ["clusters", "users", "contexts"] as const) {
      for (const [name, stanza] of config[part]) if (!merged[part].has(name)) merged[part].set(name, stanza);
    }
    for (const [stanza, folder] of config.folders) merged.folders.set(stanza, folder);
    if (merged.currentContext === "") merged.currentContext = config.currentContext;
    merged.preferences = { ...config.preferences, ...merged.preferences };
  }
  throwAll(failures);
  return merged;
}

// One broken file does not keep the others from being read, so that all that is wrong is said at once.
function readInto(failures: Error[], io: ConfigSource, path: string): Kubeconfig | undefined {
  try {
    return readKubeconfigFile(io, path);
  } catch (error) {
    failures.push(asError(error));
    return emptyKubeconfig();
  }
}

function kubeconfigOf(value: unknown, folder: string): Kubeconfig {
  const config = emptyKubeconfig();
  if (!isStanza(value)) return config;
  config.currentContext = typeof value["current-context"] === "string" ? value["current-context"] : "";
  config.preferences = isStanza(value.preferences) ? value.preferences : {};
  readNamed(value.clusters, "cluster", config.clusters);
  readNamed(value.users, "user", config.users);
  readNamed(value.contexts, "context", config.contexts);
  for (const part of [config.clusters, config.users])
    for (const stanza of part.values()) config.folders.set(stanza, folder);
  return config;
}

function readNamed(list: unknown, field: string, into: Map<string, Stanza>): void {
  if (!Array.isArray(list)) return;
  for (const entry of list) {
    if (!isStanza(entry) || typeof entry.name !== "string" || into.has(entry.name)) continue;
    const body = entry[field];
    into.set(entry.name, isStanza(body) ? body : {});
  }
}

export function isStanza(value: unknown): value is Stanza {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The same kubeconfig as the document that files hold. */
export function kubeconfigDocument(config: Kubeconfig): Stanza {
  const named = (part: Map<string, Stanza>, field: string, form: Form) =>
    part.size === 0
      ? null
      : [...part].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, body]) => ({ name, [field]: formed(body, form) }));
  return {
    kind: "Config",
    apiVersion: "v1",
    preferences: formed(config.preferences, PREFERENCES),
    clusters: named(config.clusters, "cluster", CLUSTER),
    users: named(config.users, "user", USER),
    contexts: named(config.contexts, "context", CONTEXT),
    "current-context": config.currentContext,
  };
}

/** The name of the context in use; empty when there is none. */
export function contextName(config: Kubeconfig, overrides: ConfigOverrides): string {
  return overrides.context || config.currentContext;
}

/** The context in use; throws when one is named that does not exist. */
export function activeContext(config: Kubeconfig, overrides: ConfigOverrides): Stanza {
  const name = contextName(config, overrides);
  const context = config.contexts.get(name);
  if (context === undefined && name !== "") throw contextNotFound(name);
  return context ?? {};
}

export function contextNotFound(name: string): ConfigurationError {
  return new ConfigurationError(`context was not found for specified context: ${name}`);
}

/** The name of the user of the context in use. */
export function activeUser(config: Kubeconfig, overrides: ConfigOverrides): string {
  return overrides.user || text(activeContext(config, overrides).user);
}

/** A path that an entry names, seen from the working directory. */
export function pathIn(config: Kubeconfig, entry: Stanza, path: string): string {
  const folder = config.folders.get(entry) ?? "";
  if (folder === "" || isAbsolute(path)) return path;
  return `${folder}/${path.replace(/^(\.\/)+/, "")}`;
}

function absoluteFolder(path: string, workingDirectory: string): string {
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"), 0));
  if (workingDirectory === "" || isAbsolute(path)) return folder;
  return folder === "" || folder === "." ? workingDirectory : `${workingDirectory}/${folder.replace(/^(\.\/)+/, "")}`;
}

function isAbsolute(path: string): boolean {
  return /^([/\\]|[a-z]:[/\\])/i.test(path);
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function errorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

const SYSTEM_MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  EACCES: "permission denied",
  EEXIST: "file exists",
};

/** As Go says it: `open web.yaml: no such file or directory`. */
export function systemMessage(operation: string, path: string, error: unknown): string {
  return `${operation} ${path}: ${SYSTEM_MESSAGES[errorCode(error)] ?? (error instanceof Error ? error.message : String(error))}`;
}
