// What kubeconfig and flags say about reaching a cluster, checked as kubectl checks it.

import { goQuote } from "../api/go-values.ts";
import type { UserInfo } from "../api/request.ts";
import { base64Fault } from "../bytes/base64-fault.ts";
import { checkedPlugin } from "./credential-plugin-config.ts";
import { ConfigurationError, KubectlError } from "./errors.ts";
import type { ClusterAccess } from "./io.ts";
import {
  type ConfigOverrides,
  type ConfigSource,
  contextName,
  contextNotFound,
  type Kubeconfig,
  pathIn,
  type Stanza,
  systemMessage,
  text,
} from "./kubeconfig.ts";

/** How the cluster of the context in use is reached. */
export function clusterAccess(config: Kubeconfig, overrides: ConfigOverrides, io: ConfigSource): ClusterAccess {
  const name = contextName(config, overrides);
  const context = config.contexts.get(name);
  const clusterName = overrides.cluster || text(context?.cluster);
  const userName = overrides.user || text(context?.user);
  const cluster = config.clusters.get(clusterName);
  const user = config.users.get(userName);
  const problems: string[] = [];
  const lostContext = context === undefined && name !== "" ? contextNotFound(name) : undefined;
  if (lostContext !== undefined) problems.push(lostContext.message);
  const source: Source = { config, overrides, io, problems };
  const ofUser = userPart(source, userName, user ?? {}, cluster?.extensions);
  if (cluster === undefined && overrides.cluster) problems.push(`no server found for cluster ${goQuote(clusterName)}`);
  const access = {
    ...clusterPart(source, clusterName, cluster ?? {}),
    ...ofUser,
    disableCompression: overrides.disableCompression === true || cluster?.["disable-compression"] === true || undefined,
    requestTimeoutMs: overrides.requestTimeoutMs || undefined,
  };
  if (lostContext !== undefined && problems.length === 1) throw lostContext;
  refuse(problems);
  refuseAuthProvider(user?.["auth-provider"]);
  return withoutUndefined(access);
}

/** What is named on the command line must be there: who asks for a client before the namespace is told so first. */
export function requireNamed({ users, contexts, clusters }: Kubeconfig, overrides: ConfigOverrides): void {
  const missing = (what: string, part: ReadonlyMap<string, Stanza>, name: string | undefined) => {
    if (name && !part.has(name)) throw new KubectlError(`${what} ${goQuote(name)} does not exist`);
  };
  missing("auth info", users, overrides.user);
  missing("context", contexts, overrides.context);
  missing("cluster", clusters, overrides.cluster);
}

interface Source {
  readonly config: Kubeconfig;
  readonly overrides: ConfigOverrides;
  readonly io: ConfigSource;
  /** Everything that is wrong, in the order in which it is found. */
  readonly problems: string[];
}

// One problem is kubectl's own complaint, several are listed.
function refuse(problems: readonly string[]): void {
  if (problems.length === 1) throw new KubectlError(problems[0]);
  if (problems.length > 1) throw new ConfigurationError(`\n${problems.map((problem) => `* ${problem}`).join("\n")}`);
}

function clusterPart(source: Source, name: string, cluster: Stanza) {
  const { overrides, problems } = source;
  const skip = overrides.insecureSkipTlsVerify === true;
  // A flag about whom to trust takes the place of all that the file says about it.
  const overruled = skip || (overrides.certificateAuthority ?? "") !== "";
  const data = overruled ? "" : decoded(cluster["certificate-authority-data"], source);
  const file = overruled ? "" : text(cluster["certificate-authority"]);
  const path = overrides.certificateAuthority || (file === "" ? "" : pathIn(source.config, cluster, file));
  const proxyUrl = text(cluster["proxy-url"]);
  const proxyProblem = proxyUrl === "" ? undefined : proxyComplaint(proxyUrl);
  if (proxyProblem !== undefined)
    problems.push(`invalid 'proxy-url' ${goQuote(proxyUrl)} for cluster ${goQuote(name)}: ${proxyProblem}`);
  return {
    server: overrides.server || text(cluster.server) || "http://localhost:8080",
    certificateAuthority: data || readFile(source, path, "certificate-authority", name),
    insecureSkipTlsVerify: skip || (!overruled && cluster["insecure-skip-tls-verify"] === true) || undefined,
    tlsServerName: overrides.tlsServerName || (overrides.server ? "" : text(cluster["tls-server-name"])),
    proxyUrl,
  };
}

function proxyComplaint(proxyUrl: string): string | undefined {
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(proxyUrl) ?? [];
  if (scheme === undefined) return `could not parse: ${proxyUrl}`;
  if (["http", "https", "socks5"].includes(scheme.toLowerCase())) return undefined;
  return `unsupported scheme ${goQuote(scheme)}, must be http, https, or socks5`;
}

function userPart(source: Source, name: string, user: Stanza, clusterExtensions: unknown) {
  const { overrides, config } = source;
  const token = overrides.token || tokenOf(source, user);
  const username = overrides.username || text(user.username);
  const password = overrides.password || text(user.password);
  checkMethods(source, name, { token, username, password });
  const credentialPlugin = checkedPlugin(user.exec, {
    userName: name,
    problems: source.problems,
    pathOf: (path) => pathIn(config, user, path),
    clusterExtensions,
  });
  return {
    token,
    ...certificateOf(source, name, user),
    username,
    password,
    impersonate: impersonationOf(user),
    credentialPlugin: token === "" && username === "" ? credentialPlugin : undefined,
  };
}

function tokenOf({ config, io }: Source, user: Stanza): string {
  const path = text(user.tokenFile);
  if (path === "") return text(user.token);
  const file = pathIn(config, user, path);
  try {
    return io.files.read(file).trim();
  } catch (error) {
    // The file holds the newer one, as long as it is there.
    if (text(user.token) !== "") return text(user.token);
    throw new KubectlError(systemMessage("open", file, error));
  }
}

function checkMethods(
  { problems }: Source,
  name: string,
  given: { readonly token: string; readonly username: string; readonly password: string },
): void {
  if (given.token === "" || (given.username === "" && given.password === "")) return;
  problems.push(`more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`);
}

function certificateOf(source: Source, name: string, user: Stanza) {
  const { overrides, problems, config } = source;
  const path = (flag: string | undefined, field: string) =>
    flag || (text(user[field]) === "" ? "" : pathIn(config, user, text(user[field])));
  const certificateFile = path(overrides.clientCertificate, "client-certificate");
  const keyFile = path(overrides.clientKey, "client-key");
  const certificateData = overrides.clientCertificate ? "" : decoded(user["client-certificate-data"], source);
  const keyData = overrides.clientKey ? "" : decoded(user["client-key-data"], source);
  if (certificateFile === "" && certificateData === "") return {};
  if (keyFile === "" && keyData === "") {
    problems.push(
      `client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`,
    );
  }
  return {
    clientCertificate: certificateData || readFile(source, certificateFile, "client-cert", name),
    clientKey: keyData || readFile(source, keyFile, "client-key", name),
  };
}

function readFile({ io, problems }: Source, path: string, what: string, name: string): string | undefined {
  if (path === "") return undefined;
  try {
    return io.files.read(path);
  } catch (error) {
    problems.push(`unable to read ${what} ${path} for ${name} due to ${systemMessage("open", path, error)}`);
    return undefined;
  }
}

function decoded(value: unknown, { problems }: Source): string {
  if (typeof value !== "string" || value === "") return "";
  const fault = base64Fault(value);
  if (fault === undefined) return atob(value);
  problems.push(fault);
  return "";
}

const CREDENTIAL_PLUGINS =
  "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins";

const REMOVED: Readonly<Record<string, readonly [plugin: string, see: string]>> = {
  gcp: [
    '"gke-gcloud-auth-plugin"',
    "https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke",
  ],
  azure: ["https://github.com/Azure/kubelogin", CREDENTIAL_PLUGINS],
};

function refuseAuthProvider(stanza: unknown): void {
  if (typeof stanza !== "object" || stanza === null || !("name" in stanza)) return;
  const name = String(stanza.name);
  const removed = REMOVED[name];
  if (removed !== undefined) {
    const [plugin, see] = removed;
    throw new KubectlError(
      `The ${name} auth plugin has been removed.\nPlease use the ${plugin} kubectl/client-go credential plugin instead.\nSee ${see} for further details`,
    );
  }
  if (name === "oidc")
    throw new KubectlError(
      'k8s-tutor does not sign in by the auth provider "oidc": give the user of the kubeconfig a credential plugin (exec)',
    );
  throw new KubectlError(`no Auth Provider found for name ${goQuote(name)}`);
}

/** Whom the kubeconfig wants to act as. */
function impersonationOf(user: Stanza): UserInfo | undefined {
  const name = text(user.as);
  if (name === "") return undefined;
  const groups = Array.isArray(user["as-groups"]) ? user["as-groups"].map(String) : [];
  const uid = text(user["as-uid"]);
  const extra = extraOf(user["as-user-extra"]);
  return { name, groups, ...(uid === "" ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

function extraOf(value: unknown): UserInfo["extra"] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, values]) => [key, Array.isArray(values) ? values.map(String) : []]),
  );
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined && item !== ""),
  ) as Defined<T>;
}
