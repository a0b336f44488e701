// Stands for kube-apiserver: the one door to the cluster's state. Every request is routed, authorized, checked and answered here.

import type { AggregatedApi } from "../../api/aggregated-api.ts";
import { type Descriptions, type FieldSchema, parseFieldSchema } from "../../api/field-schema.ts";
import type { DialNode } from "../../api/node-connection.ts";
import type { ApiHandler, ApiRequest, ApiResponse, UserInfo } from "../../api/request.ts";
import { ApiError } from "../../api/status.ts";
import type { AnyObject } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import type { Clock } from "../../sim/clock.ts";
import { Random } from "../../sim/random.ts";
import { Etcd } from "../etcd/etcd.ts";
import { registerLocalApiServices } from "./aggregation/api-services.ts";
import { watchAvailability } from "./aggregation/availability.ts";
import { authenticateToken } from "./authentication.ts";
import { bootstrap } from "./bootstrap.ts";
import { compactRegularly } from "./compaction.ts";
import type { Core } from "./core.ts";
import { serveCustomResources } from "./custom-resources.ts";
import { expireEvents } from "./event-expiry.ts";
import { type Answered, type Outcome, Outcomes } from "./outcomes.ts";
import { isDryRun } from "./query-options.ts";
import type { KindDefinition } from "./registry/kind.ts";
import { RequestCounter } from "./request-counter.ts";
import { type RequestInfo, requestInfo } from "./request-info.ts";
import { ResourceTable } from "./resource-table.ts";
import { route } from "./router.ts";
import { noteServiceAddresses } from "./service-addresses.ts";
import { StoreBackup } from "./snapshot.ts";
import { Storage } from "./storage.ts";
import { WatchHub } from "./watch-hub.ts";
import { WriteLog } from "./write-log.ts";

/** Where the field schema comes from; nothing is read before the first use. */
export interface SchemaSource {
  /** The parsed `schema/fields.json`. */
  fields(): unknown;
  /** The parsed `schema/descriptions.json`. */
  descriptions(): unknown;
}

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly schema: SchemaSource;
  /** The range of service addresses, as `10.96.0.0/16`. */
  readonly serviceCIDR: string;
  readonly dialNode: DialNode;
  /** Whether packets find a node; all of them, when not given. */
  readonly hasRoute?: (nodeName: string) => boolean;
  readonly kinds: readonly KindDefinition[];
  readonly etcd?: Etcd<AnyObject>;
  /** Where this server is reached from the nodes: the endpoint of the service `kubernetes`. */
  readonly advertiseAddress?: string;
  /** What service accounts' tokens are signed with. Whoever has it can be any service account. */
  readonly tokenKey: string;
  /** The clock by which watches of strangers are timed; the server's own when not given. */
  readonly spectator?: Clock;
  /** Whether a component of the control plane runs, by its real name; all do when not given. */
  readonly isRunning?: (component: string) => boolean;
  /** Whether it may be copied later: what came of writes is kept then. */
  readonly keepsOutcomes?: boolean;
  /** What came of the writes of the run that this server repeats, from the very first. */
  readonly repeated?: readonly Outcome[];
}

export interface ApiServer {
  readonly handle: ApiHandler;
  /** The same for the cluster's own components, whose watches go on until they leave. */
  readonly inside: ApiHandler;
  /** All that is stored, to be put aside and brought back. */
  readonly backup: StoreBackup;
  /** What a copy repeats. */
  readonly outcomes: Outcomes;
  /** Who wrote what of late, oldest first. */
  writes(): readonly WriteRecord[];
  /** The user that a bearer token stands for. */
  authenticateToken(token: string): UserInfo | undefined;
  /** Makes known a program that serves an API of its own, as metrics-server does. Requests come to it where an APIService says so,
   * through a Service. Returns what takes it away again. */
  aggregate(api: AggregatedApi): () => void;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const etcd = options.etcd ?? new Etcd<AnyObject>();
  const requests = new RequestCounter();
  const outcomes = new Outcomes({
    etcd,
    random: options.random,
    keeps: options.keepsOutcomes ?? false,
    repeated: options.repeated ?? [],
    count: (counted) => requests.countAgain(counted),
  });
  const core: Core = {
    aggregated: [],
    schema: once(() => schemaOf(options.schema)),
    descriptions: once(() => options.schema.descriptions() as Descriptions),
    clock: options.clock,
    random: options.random,
    storage: new Storage(etcd, outcomes),
    hub: new WatchHub(etcd),
    resources: new ResourceTable(options.kinds),
    serviceCIDR: options.serviceCIDR,
    tokenKey: options.tokenKey,
    dialNode: options.dialNode,
    hasRoute: options.hasRoute ?? (() => true),
    isRunning: options.isRunning ?? (() => true),
    requests,
    outcomes,
    serverAddress: `${options.advertiseAddress ?? "127.0.0.1"}:6443`,
    watching: { clock: options.spectator ?? options.clock, defaultSeconds: watchSeconds() },
  };
  const inside: Core = { ...core, watching: { ...core.watching, defaultSeconds: () => undefined } };
  serveCustomResources(core);
  compactRegularly(core);
  expireEvents(core);
  noteServiceAddresses(core);
  bootstrap(core, options.advertiseAddress ?? "127.0.0.1");
  registerLocalApiServices(core);
  watchAvailability(core);
  const log = new WriteLog(etcd, options.clock);
  return {
    handle: (request) => log.during(request, false, () => answer(core, request)),
    inside: (request) => log.during(request, true, () => answer(inside, request)),
    backup: new StoreBackup(etcd, core.resources),
    outcomes,
    writes: () => log.list(),
    authenticateToken: (token) => {
      const authentication = authenticateToken(core, token);
      return authentication.kind === "known" ? authentication.user : undefined;
    },
    aggregate: (api) => {
      core.aggregated.push(api);
      return () => {
        core.aggregated.splice(core.aggregated.indexOf(api), 1);
      };
    },
  };
}

const MIN_WATCH_SECONDS = 1800;

/** Between half an hour and an hour, so that clients do not all come back at once. */
function watchSeconds(): () => number {
  // A stream of its own: watching must not change what happens.
  const random = new Random("how long watches last");
  return () => MIN_WATCH_SECONDS * (1 + random.fraction());
}

// Copies of a cluster share the types of the API, which never change.
const schemas = new WeakMap<SchemaSource, FieldSchema>();

function schemaOf(source: SchemaSource): FieldSchema {
  const known = schemas.get(source);
  if (known !== undefined) return known;
  const schema = parseFieldSchema(source.fields());
  schemas.set(source, schema);
  return schema;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function answer(core: Core, request: ApiRequest): ApiResponse {
  return core.outcomes.of(request, () => workOut(core, request));
}

function workOut(core: Core, request: ApiRequest): Answered {
  const warnings: string[] = [];
  let info: RequestInfo | undefined;
  let response: ApiResponse;
  try {
    info = requestInfo(request);
    response = route(core, request, info, warnings);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    response = { kind: "object", status: error.code, body: error.status };
  }
  return { response: { ...response, ...told(warnings) }, counted: info && count(core, request, info, response.status) };
}

/** The same warning is given once. */
function told(warnings: readonly string[]): { warnings?: readonly string[] } {
  return warnings.length === 0 ? {} : { warnings: [...new Set(warnings)] };
}

function count(core: Core, request: ApiRequest, info: RequestInfo, code: number): string | undefined {
  return isKnown(core, info) ? core.requests.count(info, code, isDryRun(request)) : undefined;
}

/** What strangers make up is not counted: there would be no end of counters. */
function isKnown(core: Core, info: RequestInfo): boolean {
  if (info.kind === "path") return true;
  const served = core.resources.find(info.group, info.version, info.resource)?.info;
  return served !== undefined && (info.subresource === "" || served.subresources?.includes(info.subresource) === true);
}
