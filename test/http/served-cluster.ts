// A cluster behind the HTTPS door, in this process: what the server's tests knock at.

import type { ApiHandler, ApiRequest, ApiResponse, UserInfo } from "../../src/api/request.ts";
import type { Status } from "../../src/api/status.ts";
import { LiveCluster } from "../../src/cli/live-cluster.ts";
import { readSchema, schemaSource } from "../../src/cli/schema-source.ts";
import { Cluster } from "../../src/cluster/cluster.ts";
import { profileOfNodes } from "../../src/cluster/profile.ts";
import { CertificateAuthority, type KeyPair } from "../../src/http/certificates/authority.ts";
import type { Subject } from "../../src/http/certificates/names.ts";
import { parseProtobufTable } from "../../src/http/protobuf/table.ts";
import { type ListenOptions, listen } from "../../src/http/server/listener.ts";
import { toYaml } from "../../src/kubectl/yaml/dump.ts";
import { parseYamlDocument } from "../../src/kubectl/yaml/load.ts";
import { RawClient } from "./raw-client.ts";

const dayMs = 24 * 3600 * 1000;
const masters: UserInfo = { name: "test", groups: ["system:masters", "system:authenticated"] };

export interface ServedOptions extends Partial<Pick<ListenOptions, "limits" | "hosts">> {
  readonly nodes?: readonly string[];
  /** The machine's clock, in milliseconds since the Unix epoch. */
  readonly wall?: () => number;
}

export interface ServedCluster {
  readonly cluster: Cluster;
  readonly live: LiveCluster;
  readonly authority: CertificateAuthority;
  readonly port: number;
  readonly adminToken: string;
  /** A client of the administrator's; `as` makes others of it. */
  readonly client: RawClient;
  /** What the server has written into its log. */
  readonly log: string[];
  /** How many requests the API server has been asked. */
  asked(): number;
  /** How many watches and followed logs the API server has open for clients. */
  openStreams(): number;
  /** Asks the API server itself, past the door. @throws where it refuses. */
  ask<T = unknown>(method: ApiRequest["method"], path: string, body?: unknown): T;
  /** A client certificate of this cluster's authority. */
  certificate(subject: Subject, validity?: { readonly notBefore?: Date; readonly notAfter?: Date }): KeyPair;
  close(): Promise<void>;
}

export async function serveCluster(options: ServedOptions = {}): Promise<ServedCluster> {
  const wall = options.wall ?? Date.now;
  const validity = { notBefore: new Date(wall() - dayMs), notAfter: new Date(wall() + dayMs) };
  const authority = CertificateAuthority.create("kubernetes", validity);
  const identity = authority.issue({
    subject: { commonName: "kube-apiserver" },
    usages: ["server"],
    hosts: ["127.0.0.1", "localhost"],
    ...validity,
  });
  const adminToken = "the-administrators-token";
  const cluster = Cluster.boot({
    profile: profileOfNodes(options.nodes ?? ["control", "worker"]),
    seed: 1,
    startMs: wall(),
    schema: schemaSource(),
    rootCertificate: authority.certificate,
    adminToken,
    keepsJournal: false,
  });
  const live = new LiveCluster({ clock: cluster.clock, handle: cluster.handle, wall });
  const log: string[] = [];
  const counted = countStreams(live.handle);
  const listener = await listen({
    door: { handle: counted.handle, authenticate: (credentials) => cluster.authenticate(credentials) },
    identity,
    clientAuthority: authority.certificate,
    codecs: { parseYaml, formatYaml: toYaml, protobuf: () => parseProtobufTable(readSchema("protobuf.json")) },
    log: (line) => log.push(line),
    address: "127.0.0.1",
    port: 0,
    hosts: options.hosts ?? [],
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const ask = <T>(method: ApiRequest["method"], path: string, body?: unknown): T => {
    const answer = live.handle({ method, path, query: {}, user: masters, body });
    if (answer.kind !== "object" || answer.status >= 400) throw new Error(messageOf(answer));
    return answer.body as T;
  };
  return {
    cluster,
    live,
    authority,
    adminToken,
    log,
    ask,
    port: listener.port,
    client: new RawClient(listener.port, authority.certificate, { token: adminToken }),
    asked: counted.asked,
    openStreams: counted.open,
    certificate: (subject, { notBefore, notAfter } = {}) =>
      authority.issue({
        subject,
        usages: ["client"],
        notBefore: notBefore ?? validity.notBefore,
        notAfter: notAfter ?? validity.notAfter,
      }),
    close: async () => {
      await listener.close();
      live.stop();
    },
  };
}

function parseYaml(text: string): unknown {
  const { value, error } = parseYamlDocument(text);
  if (error !== undefined) throw new Error(error);
  return value;
}

function messageOf(answer: ApiResponse): string {
  return answer.kind === "object" ? ((answer.body as Status).message ?? "refused") : `a ${answer.kind} came`;
}

interface Counted {
  readonly handle: ApiHandler;
  readonly asked: () => number;
  readonly open: () => number;
}

/** Notices when the server lets go of what goes on. */
function countStreams(handle: ApiHandler): Counted {
  const open = new Set<object>();
  let asked = 0;
  const count = <T extends { cancel(): void; observe(observer: never): void }>(source: T): T => {
    open.add(source);
    const close = (): void => void open.delete(source);
    const observe = source.observe.bind(source) as (observer: { next(value: unknown): void; end(): void }) => void;
    const cancel = source.cancel.bind(source);
    return Object.assign(source, {
      observe: (observer: { next(value: unknown): void; end(): void }) =>
        observe({
          next: (value) => observer.next(value),
          end: () => {
            close();
            observer.end();
          },
        }),
      cancel: () => {
        close();
        cancel();
      },
    });
  };
  return {
    asked: () => asked,
    open: () => open.size,
    handle: (request) => {
      asked++;
      const answer = handle(request);
      if (answer.kind === "watch") return { ...answer, events: count(answer.events) };
      return answer.kind === "text-stream" ? { ...answer, text: count(answer.text) } : answer;
    },
  };
}
