// Asks the API server: one method for each verb, answers as objects, errors as StatusError.

import type { ApiResponse, ApiTransport, Connection, Method, Query, UserInfo, WatchEvent } from "../api/request.ts";
import type { Status } from "../api/status.ts";
import type { Source } from "../api/stream.ts";
import type { AnyObject } from "../api/types.ts";
import { statusOfAnswer } from "../api/unexpected-answer.ts";
import { readableText } from "../bytes/bytes.ts";
import { asError, ConnectionError, KubectlError, StatusError } from "./errors.ts";
import { CommandError } from "./io.ts";

export const ACCEPT_JSON = "application/json";
/** Of what is passed on as it comes. */
export const ACCEPT_ANY = "application/json, */*";
export const ACCEPT_TABLE =
  "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

export type PatchKind = "strategic" | "merge" | "json" | "apply";

const PATCH_TYPES: Readonly<Record<PatchKind, string>> = {
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  apply: "application/apply-patch+yaml",
};

export interface RequestOptions {
  readonly query?: Query;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

export interface ClientOptions {
  readonly impersonate?: UserInfo;
  /** As in `https://127.0.0.1:6443`, for what is said when it does not answer. */
  readonly server: string;
  /** Called with each warning of the server. */
  readonly warn: (text: string) => void;
}

export interface ObjectList extends AnyObject {
  readonly items: readonly AnyObject[];
}

export class ApiClient {
  constructor(
    private readonly transport: ApiTransport,
    private readonly options: ClientOptions,
  ) {}

  /** Any request; an answer of 400 and above is thrown as StatusError. */
  async request(method: Method, path: string, options: RequestOptions = {}): Promise<ApiResponse> {
    const { impersonate } = this.options;
    const request = { method, path, query: options.query ?? {}, userAgent: "kubectl", ...picked(options) };
    let response: ApiResponse;
    try {
      response = await this.transport(impersonate === undefined ? request : { ...request, impersonate });
    } catch (error) {
      if (error instanceof CommandError || error instanceof StatusError || error instanceof KubectlError) throw error;
      throw this.unanswered(asError(error), method, path, options.query ?? {});
    }
    for (const warning of response.warnings ?? []) this.options.warn(warning);
    if (response.status >= 400) throw new StatusError(statusOf(method, path, response));
    return response;
  }

  private unanswered(error: Error, method: Method, path: string, query: Query): ConnectionError {
    const { message } = error;
    const reason = reasonOf(message);
    if (reason === undefined) return new ConnectionError(message);
    return new ConnectionError(message, { method, server: this.options.server, path: path + searchOf(query), reason });
  }

  async object(method: Method, path: string, options: RequestOptions = {}): Promise<AnyObject> {
    const response = await this.request(method, path, options);
    if (response.kind === "text" || response.kind === "text-stream")
      throw new KubectlError("serializer for text/plain doesn't exist");
    if (response.kind !== "object") throw new Error(`${method} ${path} answered with a ${response.kind}`);
    return response.body as AnyObject;
  }

  get(path: string, query: Query = {}, accept = ACCEPT_JSON): Promise<AnyObject> {
    return this.object("GET", path, { query, accept });
  }

  /** A whole list, asked for in pieces of `limit` (0: in one). */
  async list(path: string, query: Query = {}, limit = 500): Promise<ObjectList> {
    const first = (await this.get(path, limit > 0 ? { ...query, limit: String(limit) } : query)) as ObjectList;
    const items = [...(first.items ?? [])];
    let more = continueToken(first);
    while (more !== "") {
      const next = (await this.get(path, { ...query, limit: String(limit), continue: more })) as ObjectList;
      items.push(...next.items);
      more = continueToken(next);
    }
    return { ...first, items };
  }

  create(path: string, body: unknown, query: Query = {}): Promise<AnyObject> {
    return this.object("POST", path, { query, body, accept: ACCEPT_JSON, contentType: ACCEPT_JSON });
  }

  replace(path: string, body: unknown, query: Query = {}): Promise<AnyObject> {
    return this.object("PUT", path, { query, body, accept: ACCEPT_JSON, contentType: ACCEPT_JSON });
  }

  patch(path: string, kind: PatchKind, body: unknown, query: Query = {}): Promise<AnyObject> {
    return this.object("PATCH", path, { query, body, accept: ACCEPT_JSON, contentType: PATCH_TYPES[kind] });
  }

  delete(path: string, body?: unknown, query: Query = {}): Promise<AnyObject> {
    return this.object("DELETE", path, body === undefined ? { query } : { query, body, contentType: ACCEPT_JSON });
  }

  async watch(path: string, query: Query = {}, accept = ACCEPT_JSON): Promise<Source<WatchEvent>> {
    const response = await this.request("GET", path, { query: { ...query, watch: "true" }, accept });
    if (response.kind !== "watch") throw new Error(`GET ${path} did not answer with a watch`);
    return response.events;
  }

  /** The text of an answer that is no object, or the object as JSON. */
  async text(path: string, query: Query = {}): Promise<string> {
    const response = await this.request("GET", path, { query });
    if (response.kind === "text") return response.body;
    if (response.kind === "object") return JSON.stringify(response.body);
    throw new Error(`GET ${path} answered with a ${response.kind}`);
  }

  /** Text as it comes: the log of a container. */
  async textStream(path: string, query: Query = {}): Promise<Source<string> | string> {
    const response = await this.request("GET", path, { query });
    if (response.kind === "text-stream") return response.text;
    if (response.kind === "text") return response.body;
    throw new Error(`GET ${path} answered with a ${response.kind}`);
  }

  /** exec, attach, port-forward. */
  async connect(path: string, query: Query): Promise<Connection> {
    const response = await this.request("POST", path, { query });
    if (response.kind !== "connection") throw new Error(`POST ${path} did not answer with a connection`);
    return response.connection;
  }
}

function picked({
  accept,
  contentType,
  body,
}: RequestOptions): Pick<RequestOptions, "accept" | "contentType" | "body"> {
  return {
    ...(accept === undefined ? {} : { accept }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(body === undefined ? {} : { body: asJson(body) }),
  };
}

/** JSON holds text only: bytes that are none go out as U+FFFD, as Go writes them. */
function asJson(body: unknown): unknown {
  const json = JSON.stringify(body);
  if (!/\\ud[89a-f]/.test(json)) return body;
  return JSON.parse(json, (_, value) => (typeof value === "string" ? readableText(value) : value));
}

function statusOf(method: Method, path: string, response: ApiResponse): Status {
  if (response.kind === "object") return response.body as Status;
  const text = response.kind === "text" ? response.body : undefined;
  return statusOfAnswer({ code: response.status, method, path, text });
}

/** What Go's network has said, of which only a friendlier form is left. */
function reasonOf(message: string): string | undefined {
  const host = /^The connection to the server (\S+) was refused/.exec(message)?.[1];
  if (host !== undefined) return `dial tcp ${host.replace(/^localhost:/, "127.0.0.1:")}: connect: connection refused`;
  return /^Unable to connect to the server: (.*)$/s.exec(message)?.[1];
}

/** A query as Go writes it: by key. */
function searchOf(query: Query): string {
  const pairs = Object.entries(query)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => [value ?? []].flat().map((each): [string, string] => [key, String(each)]));
  const search = new URLSearchParams(pairs).toString();
  return search === "" ? "" : `?${search}`;
}

function continueToken(list: ObjectList): string {
  return (list.metadata as { continue?: string }).continue ?? "";
}
