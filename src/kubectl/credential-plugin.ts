// Credentials from a program: runs the plugin of the kubeconfig, reads what it prints, and asks again when that is no longer good.

import { goQuote } from "../api/go-values.ts";
import type { ApiTransport } from "../api/request.ts";
import { ConnectionError } from "./errors.ts";
import type { ClusterAccess, CredentialPlugin, KubectlIo, PluginOutcome, PluginRun } from "./io.ts";
import { isStanza, text } from "./kubeconfig.ts";

type RunPlugin = (plugin: PluginRun) => Promise<PluginOutcome>;

/** What of kubectl's surroundings a plugin needs. */
export type PluginIo = Pick<KubectlIo, "stdin" | "now" | "connect" | "runCredentialPlugin">;

interface Credentials {
  readonly token?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /** Milliseconds; Infinity when they do not expire. */
  readonly expiresAt: number;
}

/** A way to the cluster whose credentials come from the plugin, before the first request and whenever they have expired. */
export function pluginTransport(
  io: PluginIo,
  access: ClusterAccess,
  plugin: CredentialPlugin,
  runPlugin: RunPlugin,
): ApiTransport {
  let current: { readonly transport: ApiTransport; readonly expiresAt: number } | undefined;
  return async (request) => {
    if (current === undefined || current.expiresAt <= io.now()) {
      const { expiresAt, ...credentials } = await credentialsOf(io, access, plugin, runPlugin);
      current = { transport: io.connect({ ...access, ...credentials }), expiresAt };
    }
    const response = await current.transport(request);
    // The server does not know them any more: the next request asks for others.
    if (response.status === 401) current = undefined;
    return response;
  };
}

/** The access with what the plugin says now; as it is where there is none to ask. */
export async function accessWithCredentials(io: PluginIo, access: ClusterAccess): Promise<ClusterAccess> {
  const { credentialPlugin } = access;
  const run = io.runCredentialPlugin;
  if (credentialPlugin === undefined || run === undefined) return access;
  const { expiresAt: _, ...credentials } = await credentialsOf(io, access, credentialPlugin, run);
  return { ...access, ...credentials };
}

async function credentialsOf(
  io: PluginIo,
  access: ClusterAccess,
  plugin: CredentialPlugin,
  runPlugin: RunPlugin,
): Promise<Credentials> {
  const interactive = isInteractive(io, plugin);
  const { command, args } = plugin;
  const info = `${JSON.stringify(execInfo(access, plugin, interactive))}\n`;
  const outcome = await runPlugin({ command, args, env: { ...plugin.env, KUBERNETES_EXEC_INFO: info }, interactive });
  return parseCredential(outputOf(outcome, plugin), plugin.apiVersion);
}

function isInteractive(io: PluginIo, { interactiveMode }: CredentialPlugin): boolean {
  if (interactiveMode === "Always" && !io.stdin.isTerminal)
    throw failed("exec plugin cannot support interactive mode: standard input is not a terminal");
  return interactiveMode !== "Never" && io.stdin.isTerminal;
}

function execInfo(access: ClusterAccess, plugin: CredentialPlugin, interactive: boolean): unknown {
  const spec = plugin.provideClusterInfo ? { cluster: clusterInfo(access, plugin), interactive } : { interactive };
  return { kind: "ExecCredential", apiVersion: plugin.apiVersion, spec };
}

function clusterInfo(access: ClusterAccess, { clusterConfig }: CredentialPlugin): unknown {
  const { server, tlsServerName, insecureSkipTlsVerify, certificateAuthority, proxyUrl, disableCompression } = access;
  return {
    server,
    ...(tlsServerName === undefined ? {} : { "tls-server-name": tlsServerName }),
    ...(insecureSkipTlsVerify === true ? { "insecure-skip-tls-verify": true } : {}),
    ...(certificateAuthority === undefined ? {} : { "certificate-authority-data": btoa(certificateAuthority) }),
    ...(proxyUrl === undefined ? {} : { "proxy-url": proxyUrl }),
    ...(disableCompression === true ? { "disable-compression": true } : {}),
    ...(clusterConfig === undefined ? {} : { config: clusterConfig }),
  };
}

function outputOf(outcome: PluginOutcome, plugin: CredentialPlugin): string {
  if (outcome.kind === "not found") throw failed(notFoundText(plugin));
  if (outcome.kind === "not started") throw failed(`exec: fork/exec ${outcome.path}: ${outcome.reason}`);
  if (outcome.exitCode !== 0)
    throw failed(`exec: executable ${outcome.path} failed with exit code ${outcome.exitCode}`);
  return outcome.stdout;
}

function notFoundText({ command, installHint }: CredentialPlugin): string {
  const hint = installHint === "" ? "" : `\n\n${installHint}`;
  return `exec: executable ${command} not found

It looks like you are trying to use a client-go credential plugin that is not installed.

To learn more about this feature, consult the documentation available at:
      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins${hint}`;
}

function failed(why: string): ConnectionError {
  return new ConnectionError(`Unable to connect to the server: getting credentials: ${why}`);
}

function parseCredential(output: string, wantedVersion: string): Credentials {
  const document = parsed(output);
  const version = text(document.apiVersion);
  const kind = text(document.kind);
  if (version !== "" && (kind !== "ExecCredential" || !version.startsWith("client.authentication.k8s.io/")))
    throw failed(
      `decoding stdout: no kind ${goQuote(kind)} is registered for version ${goQuote(version)} in scheme "pkg/client/auth/exec/exec.go:62"`,
    );
  if (version !== wantedVersion) {
    const returned = version === "" ? "client.authentication.k8s.io/__internal" : version;
    throw failed(`exec plugin is configured to use API version ${wantedVersion}, plugin returned version ${returned}`);
  }
  const { status } = document;
  if (!isStanza(status)) throw failed("exec plugin didn't return a status field");
  const token = text(status.token);
  const clientCertificate = text(status.clientCertificateData);
  const clientKey = text(status.clientKeyData);
  checkCredentials(token, clientCertificate, clientKey);
  return {
    ...(token === "" ? {} : { token }),
    ...(clientCertificate === "" ? {} : { clientCertificate, clientKey }),
    expiresAt: expiryOf(text(status.expirationTimestamp)),
  };
}

function parsed(output: string): Record<string, unknown> {
  if (output.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(output);
    if (isStanza(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw failed(
    'decoding stdout: couldn\'t get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
  );
}

function checkCredentials(token: string, certificate: string, key: string): void {
  if (token === "" && certificate === "" && key === "")
    throw failed("exec plugin didn't return a token or cert/key pair");
  if ((certificate === "") !== (key === "")) throw failed("exec plugin returned only certificate or key, not both");
  if (certificate !== "" && !certificate.includes("-----BEGIN "))
    throw failed("failed parsing client key/certificate: tls: failed to find any PEM data in certificate input");
  if (key !== "" && !key.includes("-----BEGIN "))
    throw failed("failed parsing client key/certificate: tls: failed to find any PEM data in key input");
}

function expiryOf(timestamp: string): number {
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}
