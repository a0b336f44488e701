// Stands for kube-apiserver: the one door to the cluster's state. Every request is routed, authorized, checked and answered here.

import { type Descriptions, type FieldSchema, parseFieldSchema } from "../../api/field-schema.ts";
import type { DialNode } from "../../api/node-connection.ts";
import type { ApiHandler, ApiRequest, ApiResponse, UserInfo } from "../../api/request.ts";
import { ApiError } from "../../api/status.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { Etcd } from "../etcd/etcd.ts";
import { authenticateToken } from "./authentication.ts";
import { bootstrap } from "./bootstrap.ts";
import type { AggregatedApi, Core } from "./core.ts";
import { serveCustomResources } from "./custom-resources.ts";
import type { KindDefinition } from "./registry/kind.ts";
import { ResourceTable } from "./resource-table.ts";
import { route } from "./router.ts";
import { Storage } from "./storage.ts";
import { WatchHub } from "./watch-hub.ts";

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
  readonly kinds: readonly KindDefinition[];
  readonly etcd?: Etcd<AnyObject>;
  /** Where this server is reached from the nodes: the endpoint of the service `kubernetes`. */
  readonly advertiseAddress?: string;
}

export interface ApiServer {
  readonly handle: ApiHandler;
  /** The user that a bearer token stands for. */
  authenticateToken(token: string): UserInfo | undefined;
  /** Serves an API of somebody else behind this door, as metrics-server's. Returns what takes it away again. */
  aggregate(api: AggregatedApi): () => void;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const etcd = options.etcd ?? new Etcd<AnyObject>();
  const core: Core = {
    aggregated: [],
    schema: once(() => schemaOf(options.schema)),
    descriptions: once(() => options.schema.descriptions() as Descriptions),
    clock: options.clock,
    random: options.random,
    storage: new Storage(etcd),
    hub: new WatchHub(etcd),
    resources: new ResourceTable(options.kinds),
    serviceCIDR: options.serviceCIDR,
    dialNode: options.dialNode,
  };
  serveCustomResources(core);
  bootstrap(core, options.advertiseAddress ?? "127.0.0.1");
  return {
    handle: (request) => answer(core, request),
    authenticateToken: (token) => authenticateToken(core, token),
    aggregate: (api) => {
      core.aggregated.push(api);
      return () => {
        core.aggregated.splice(core.aggregated.indexOf(api), 1);
      };
    },
  };
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
  const warnings: string[] = [];
  try {
    const response = route(core, request, warnings);
    return warnings.length === 0 ? response : { ...response, warnings };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: "object", status: error.code, body: error.status, ...(warnings.length === 0 ? {} : { warnings }) };
  }
}
