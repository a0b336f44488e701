// One run's way to the cluster: kubeconfig, namespace, client and the server's resources, each made when first needed.

import type { UserInfo } from "../api/request.ts";
import { ApiClient } from "./client.ts";
import { ConnectionError, KubectlError } from "./errors.ts";
import { parseGoDuration } from "./flags/duration.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import type { ClusterAccess, KubectlIo } from "./io.ts";
import {
  activeContext,
  activeUser,
  type ConfigOverrides,
  clusterAccess,
  type Kubeconfig,
  loadKubeconfig,
} from "./kubeconfig.ts";
import { RestMapper } from "./rest-mapper.ts";
import { writeWarning } from "./warnings.ts";

export class Session {
  private config: Kubeconfig | undefined;
  private apiClient: ApiClient | undefined;
  private restMapper: RestMapper | undefined;
  private readonly warned = new Set<string>();
  warningCount = 0;

  constructor(
    readonly io: KubectlIo,
    private readonly flags: FlagValues,
  ) {}

  get kubeconfigPath(): string {
    return this.flags.string("kubeconfig");
  }

  get kubeconfig(): Kubeconfig {
    this.config ??= loadKubeconfig(this.io, this.kubeconfigPath);
    return this.config;
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
    };
  }

  /** The namespace of `-n`, else of the context, else `default`. */
  get namespace(): string {
    const given = this.flags.string("namespace");
    if (given !== "") return given;
    const ofContext = activeContext(this.kubeconfig, this.overrides).namespace;
    return typeof ofContext === "string" && ofContext !== "" ? ofContext : "default";
  }

  /** True when `-n` was given: objects that name another namespace are then refused. */
  get namespaceGiven(): boolean {
    return this.flags.string("namespace") !== "";
  }

  get access(): ClusterAccess {
    const access = clusterAccess(this.kubeconfig, this.overrides, this.io);
    const impersonate = impersonationOf(this.flags, activeUser(this.kubeconfig, this.overrides));
    return impersonate === undefined ? access : { ...access, impersonate };
  }

  get client(): ApiClient {
    this.apiClient ??= this.openClient();
    return this.apiClient;
  }

  get mapper(): RestMapper {
    this.restMapper ??= new RestMapper(this.client);
    return this.restMapper;
  }

  private openClient(): ApiClient {
    checkRequestTimeout(this.flags.string("request-timeout"));
    const { access } = this;
    const options = { warn: (text: string) => this.warn(text) };
    const impersonated = access.impersonate === undefined ? options : { ...options, impersonate: access.impersonate };
    try {
      return new ApiClient(this.io.connect(access), impersonated);
    } catch (error) {
      throw new ConnectionError(error instanceof Error ? error.message : String(error));
    }
  }

  /** A warning of the server; the same text is written once. */
  private warn(text: string): void {
    this.warningCount += 1;
    if (this.warned.has(text)) return;
    this.warned.add(text);
    writeWarning(this.io, text);
  }
}

function impersonationOf(flags: FlagValues, activeUser: string): UserInfo | undefined {
  const name = flags.string("as");
  const groups = flags.strings("as-group");
  const uid = flags.string("as-uid");
  if (name === "" && groups.length === 0 && uid === "") return undefined;
  if (name === "")
    throw new KubectlError(`requesting uid, groups or user-extra for ${activeUser} without impersonating a user`);
  return uid === "" ? { name, groups } : { name, groups, uid };
}

function checkRequestTimeout(text: string): void {
  if (/^-?\d+$/.test(text)) return;
  if (typeof parseGoDuration(text) === "number") return;
  throw new KubectlError(
    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)",
  );
}
