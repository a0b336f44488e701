// `k8s-tutor serve`: a cluster of its own for any Kubernetes client.

import { randomBytes } from "node:crypto";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { Cluster } from "../cluster/cluster.ts";
import type { ClusterProfile } from "../cluster/profile.ts";
import { CertificateAuthority } from "../http/certificates/authority.ts";
import { parseProtobufTable } from "../http/protobuf/table.ts";
import { serviceNames } from "../http/server/guards.ts";
import { type Listener, listen } from "../http/server/listener.ts";
import { toYaml } from "../kubectl/yaml/dump.ts";
import { parseYamlDocument } from "../kubectl/yaml/load.ts";
import { startSigner } from "./certificate-signer.ts";
import { systemReason, UserError } from "./failure.ts";
import { LiveCluster } from "./live-cluster.ts";
import { dataDirectory } from "./places.ts";
import { chooseProfile, type ProfileChoice } from "./profiles.ts";
import { readSchema, schemaSource } from "./schema-source.ts";
import { checkKubeconfig, removeKubeconfig, servedKubeconfig, writeKubeconfig } from "./served-kubeconfig.ts";
import { endWith } from "./signals.ts";

export interface ServeOptions extends ProfileChoice {
  readonly port: number;
  readonly listen: string;
  readonly kubeconfig?: string;
  readonly seed: number;
}

const loopback: readonly string[] = ["127.0.0.1", "::1", "localhost"];
const everywhere: readonly string[] = ["0.0.0.0", "::"];
const dayMs = 24 * 3600 * 1000;

/** Resolves with the exit code when the server has been told to end. */
export async function serve(options: ServeOptions): Promise<number> {
  if (options.port > 65535) throw new UserError(`--port: there is no port ${options.port}; they end at 65535`, 2);
  const file = options.kubeconfig ?? join(dataDirectory(), "serve", "kubeconfig");
  checkKubeconfig(file);
  const profile = chooseProfile(options);
  warnOfStrangers(options.listen);
  outliveClosedPipes();
  const started = await start(options, profile);
  try {
    writeKubeconfig(file, started.kubeconfig);
  } catch (error) {
    await started.end();
    throw error;
  }
  const { kubernetes } = profile;
  process.stdout.write(`Kubernetes ${kubernetes} is ready at ${started.server}; export KUBECONFIG=${quoted(file)}\n`);
  await untilToldToEnd(async () => {
    removeKubeconfig(file, started.kubeconfig);
    await started.end();
  });
  return 0;
}

interface Started {
  /** As in `https://127.0.0.1:39211`. */
  readonly server: string;
  readonly kubeconfig: string;
  end(): Promise<void>;
}

async function start(options: ServeOptions, profile: ClusterProfile): Promise<Started> {
  const now = Date.now();
  const validity = { notBefore: new Date(now - dayMs), notAfter: new Date(now + 365 * dayMs) };
  const authority = CertificateAuthority.create("kubernetes", validity);
  const token = randomBytes(24).toString("hex");
  const cluster = Cluster.boot({
    profile,
    seed: options.seed,
    startMs: now,
    schema: schemaSource(),
    rootCertificate: authority.certificate,
    adminToken: token,
    tokenKey: randomBytes(32).toString("hex"),
    keepsJournal: false,
    parseYaml: (text) => parseYamlDocument(text).value,
  });
  const live = new LiveCluster({ clock: cluster.clock, handle: cluster.handle, onFault: logFault });
  const hosts = ownNames(options.listen);
  const listener = await bind(options, live, {
    door: {
      handle: live.handle,
      authenticate: (credentials) => cluster.authenticate(credentials),
      isServing: () => cluster.isServing,
    },
    identity: authority.issue({
      subject: { commonName: "kube-apiserver" },
      usages: ["server"],
      hosts: [...new Set([...loopback, ...serviceNames, ...hosts])],
      ...validity,
    }),
    clientAuthority: authority.certificate,
    hosts,
    codecs: { parseYaml, formatYaml: toYaml, protobuf: once(() => parseProtobufTable(readSchema("protobuf.json"))) },
    log,
  });
  const stopSigner = startSigner(live.handle, authority, () => cluster.clock.now());
  const server = `https://${clientHost(options.listen)}:${listener.port}`;
  return {
    server,
    kubeconfig: servedKubeconfig({ server, token, authority: authority.certificate }),
    end: async () => {
      stopSigner();
      await listener.close();
      live.stop();
    },
  };
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function logFault(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  log(`something went wrong in the cluster that should not, and it goes on: ${JSON.stringify(text)}`);
  if (process.env.K8S_TUTOR_DEBUG) log(error instanceof Error ? (error.stack ?? "") : "");
}

// Other commands end when nobody reads what they say; a server is there for its clients.
function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners("error");
    stream.on("error", () => undefined);
  }
}

type Rest = Omit<Parameters<typeof listen>[0], "address" | "port">;

async function bind({ listen: address, port }: ServeOptions, live: LiveCluster, rest: Rest): Promise<Listener> {
  try {
    return await listen({ ...rest, address, port });
  } catch (error) {
    live.stop();
    const where = port === 0 ? address : `port ${port} of ${address}`;
    throw new UserError(`cannot listen on ${where}: ${systemReason(error)}; choose another with --port or --listen`);
  }
}

function warnOfStrangers(address: string): void {
  if (loopback.includes(address)) return;
  process.stderr.write(
    `warning: with --listen ${address} other machines can reach this cluster. It asks for credentials, ` +
      "but it is made for learning, not for hostile networks.\n",
  );
}

/** What clients may call a server that listens there. */
function ownNames(address: string): string[] {
  if (!everywhere.includes(address)) return [address];
  const addresses = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map((one) => one.address));
  return [hostname(), ...addresses.map((one) => one.split("%")[0] ?? "")];
}

function clientHost(address: string): string {
  const host = everywhere.includes(address) ? "127.0.0.1" : address;
  return host.includes(":") ? `[${host}]` : host;
}

function parseYaml(text: string): unknown {
  const { value, error } = parseYamlDocument(text);
  if (error !== undefined) throw new Error(error);
  return value;
}

/** For a shell to read as one word. */
function quoted(path: string): string {
  return /^[\w./:@%+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function untilToldToEnd(end: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => endWith(() => end().then(resolve, reject)));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
