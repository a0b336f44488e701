// One run's way to the cluster: kubeconfig, namespace, client and the server's resources, each made when first needed.

import type { ApiTransport, UserInfo } from "../api/request.ts";
import { ApiClient } from "./client.ts";
import { clusterAccess, requireNamed } from "./cluster-access.ts";
import { pluginTransport } from "./credential-plugin.ts";
import { asError, byCodeAlone, ConnectionError, KubectlError, StatusError } from "./errors.ts";
import { parseGoDuration } from "./flags/duration.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import type { ClusterAccess, KubectlIo } from "./io.ts";
import { logInfo, logUnhandled } from "./klog.ts";
import {
  activeContext,
  activeUser,
  type ConfigOverrides,
  type Kubeconfig,
  kubeconfigPaths,
  loadKubeconfig,
} from "./kubeconfig.ts";
import { isAnonymous, promptingTransport } from "./password-prompt.ts";
import { loggedTransport } from "./request-log.ts";
import { RestMapper } from "./rest-mapper.ts";
import { requireSameVersion } from "./version-match.ts";
import { writeWarning } from "./warnings.ts";

export class Session {
  private config: Kubeconfig | undefined;
  private apiClient: ApiClient | undefined;
  private restMapper: RestMapper | undefined;
  private ownTransport: ApiTransport | undefined;
  private readonly warned = new Set<string>();
  private isUsable = false;
  warningCount = 0;

  constructor(
    readonly io: KubectlIo,
    private readonly flags: FlagValues,
  ) {}

  get kubeconfigPath(): string {
    return this.flags.string("kubeconfig");
  }

  get kubeconfig(): Kubeconfig {
    this.config ??= this.loadedConfig();
    return this.config;
  }

  /** The number of -v: how much the log tells. */
  get verbosity(): number {
    return this.flags.int("v");
  }

  /** @param allowsMissing for who would make the file. */
  loadedConfig(allowsMissing = false): Kubeconfig {
    for (const path of this.verbosity >= 6 ? kubeconfigPaths(this.kubeconfigPath, this.io.env) : []) {
      if (this.io.files.kind(path) === "file") logInfo(this.io, "loader.go:402", `Config loaded from file:  ${path}`);
      else logInfo(this.io, "loader.go:140", `Config not found: ${path}`);
    }
    return loadKubeconfig(this.io, this.kubeconfigPath, allowsMissing);
  }

  get overrides(): ConfigOverrides {
    // A command may have a flag of its own by one of these names: `--user` of create rolebinding.
    const text = (name: string) => {
      const value = this.flags.get(name);
      return typeof value === "string" ? value : "";
    };
    return {
      context: text("context"),
      cluster: text("cluster"),
      user: text("user"),
      namespace: text("namespace"),
      server: text("server"),
      token: text("token"),
      certificateAuthority: text("certificate-authority"),
      clientCertificate: text("client-certificate"),
      clientKey: text("client-key"),
      username: text("username"),
      password: text("password"),
      insecureSkipTlsVerify: this.flags.bool("insecure-skip-tls-verify"),
      tlsServerName: text("tls-server-name"),
      disableCompression: this.flags.bool("disable-compression"),
      requestTimeoutMs: requestTimeoutMs(this.flags.string("request-timeout")),
    };
  }

  /** The namespace of `-n`, else of the context, else `default`. */
  get namespace(): string {
    const given = this.flags.string("namespace");
    if (given !== "") return given;
    this.requireUsable();
    const ofContext = activeContext(this.kubeconfig, this.overrides).namespace;
    return typeof ofContext === "string" && ofContext !== "" ? ofContext : "default";
  }

  /** For commands that look up the namespace before they do anything else with it. */
  requireNamespace(): void {
    if (this.flags.string("namespace") === "") this.requireUsable();
  }

  /** True when `-n` was given: objects that name another namespace are then refused. */
  get namespaceGiven(): boolean {
    return this.flags.string("namespace") !== "";
  }

  // What is wrong with the kubeconfig is said even where nothing is asked of a server.
  private requireUsable(): void {
    if (!this.isUsable) clusterAccess(this.kubeconfig, this.overrides, this.io);
    this.isUsable = true;
  }

  /** For commands that want a client before they look at the namespace, or need none of the server's answers. */
  requireClientConfig(): void {
    requireNamed(this.kubeconfig, this.overrides);
    this.requireUsable();
  }

  get access(): ClusterAccess {
    requireNamed(this.kubeconfig, this.overrides);
    const access = clusterAccess(this.kubeconfig, this.overrides, this.io);
    const user = activeUser(this.kubeconfig, this.overrides);
    const impersonate = impersonationOf(this.flags, user, access.impersonate);
    return impersonate === undefined ? access : { ...access, impersonate };
  }

  get client(): ApiClient {
    this.apiClient ??= this.openClient();
    return this.apiClient;
  }

  get mapper(): RestMapper {
    this.restMapper ??= new RestMapper(
      this.client,
      (error, times) => this.logUndiscovered(error, times),
      (text) => writeWarning(this.io, text),
      () => this.logRefresh(),
    );
    return this.restMapper;
  }

  /** The way to the cluster itself, for requests that are somebody else's. */
  transport(request: Parameters<ApiTransport>[0]): ReturnType<ApiTransport> {
    this.ownTransport ??= this.transportTo(this.access);
    const { impersonate } = this.access;
    return this.ownTransport(impersonate === undefined ? request : { ...request, impersonate });
  }

  private openClient(): ApiClient {
    const { access } = this;
    const options = { server: serverUrl(access), warn: (text: string) => this.warn(text) };
    if (this.verbosity >= 1)
      for (const [name, value] of FEATURES) logInfo(this.io, "envvar.go:172", featureText(name, value));
    const impersonated = access.impersonate === undefined ? options : { ...options, impersonate: access.impersonate };
    try {
      const transport = loggedTransport(this.io, this.verbosity, access, this.transportTo(access));
      return new ApiClient(this.checked(transport), impersonated);
    } catch (error) {
      if (error instanceof KubectlError) throw error;
      throw new ConnectionError(error instanceof Error ? error.message : String(error));
    }
  }

  /** --match-server-version: nothing is done where the server is of another version. */
  private checked(transport: ApiTransport): ApiTransport {
    if (!this.flags.bool("match-server-version")) return transport;
    let checking: Promise<void> | undefined;
    return async (request) => {
      checking ??= requireSameVersion(transport);
      await checking;
      return transport(request);
    };
  }

  private transportTo(access: ClusterAccess): ApiTransport {
    const { credentialPlugin } = access;
    const runPlugin = this.io.runCredentialPlugin;
    if (credentialPlugin !== undefined && runPlugin !== undefined)
      return pluginTransport(this.io, access, credentialPlugin, runPlugin);
    return isAnonymous(access) ? promptingTransport(this.io, access) : this.io.connect(access);
  }

  // kubectl looks for the server's resources again and again, and its log has a line each time.
  private logUndiscovered(error: ConnectionError, times: number): void {
    // What was never sent is no answer of a server that could not be read.
    for (let i = 0; i < (error.request === undefined ? 0 : times); i++) {
      const message = `couldn't get current server API group list: ${error.detail()}`;
      logUnhandled(this.io, "memcache.go:265", message);
    }
  }

  private logRefresh(): void {
    if (this.verbosity >= 5) logInfo(this.io, "discovery.go:214", "Invalidating discovery information");
  }

  /** The failure of a discovery that is asked for by itself: a refusal is told in the log too. */
  undiscovered(error: unknown): Error {
    const failure = asError(byCodeAlone(error));
    if (failure instanceof StatusError)
      logUnhandled(this.io, "memcache.go:265", `couldn't get current server API group list: ${failure.message}`);
    return failure;
  }

  /** A warning of the server; the same text is written once. */
  private warn(text: string): void {
    this.warningCount += 1;
    if (this.warned.has(text)) return;
    this.warned.add(text);
    writeWarning(this.io, text);
  }
}

/** A server that is named without a scheme is spoken to over https where anything is said about certificates. */
function serverUrl({ server, insecureSkipTlsVerify, certificateAuthority, clientCertificate }: ClusterAccess): string {
  if (/^[a-z]+:\/\//i.test(server)) return server.replace(/\/+$/, "");
  const secure =
    insecureSkipTlsVerify === true || certificateAuthority !== undefined || clientCertificate !== undefined;
  return `${secure ? "https" : "http"}://${server}`;
}

// The features of client-go 0.33 and whether they are on.
const FEATURES: readonly (readonly [name: string, enabled: boolean])[] = [
  ["ClientsAllowCBOR", false],
  ["ClientsPreferCBOR", false],
  ["InformerResourceVersion", false],
  ["InOrderInformers", true],
  ["WatchListClient", false],
];

function featureText(name: string, enabled: boolean): string {
  return `"Feature gate default state" feature="${name}" enabled=${enabled}`;
}

/** What the flags say goes before what the kubeconfig says. */
function impersonationOf(
  flags: FlagValues,
  activeUser: string,
  configured: UserInfo | undefined,
): UserInfo | undefined {
  const name = flags.string("as") || (configured?.name ?? "");
  const given = flags.strings("as-group");
  const groups = given.length > 0 ? given : (configured?.groups ?? []);
  const uid = flags.string("as-uid") || (configured?.uid ?? "");
  if (name === "" && groups.length === 0 && uid === "") return undefined;
  if (name === "")
    throw new KubectlError(`requesting uid, groups or user-extra for ${activeUser} without impersonating a user`);
  const extra = configured?.extra;
  return { name, groups, ...(uid === "" ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

/** 0 for no limit. */
function requestTimeoutMs(text: string): number {
  if (text === "") return 0;
  if (/^\+?\d+$/.test(text)) return Number(text) * 1000;
  const duration = parseGoDuration(text);
  if (typeof duration === "number") return duration;
  throw new KubectlError(
    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)",
  );
}
