// The one door of the cluster: an HTTP-shaped request goes in, a response comes out, at once.

import type { Status } from "./status.ts";
import type { Source } from "./stream.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Query parameters by name; a list where one is repeated (`command` of exec). */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** Who asks. The rim establishes it (token, certificate); the API server trusts it and authorizes. */
export interface UserInfo {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface ApiRequest {
  readonly method: Method;
  /** The path without query, as in `/api/v1/namespaces/default/pods/web`. */
  readonly path: string;
  readonly query: Query;
  readonly user: UserInfo;
  /** Set when the user asks to act as somebody else (`--as`, `--as-group`). */
  readonly impersonate?: UserInfo;
  /** The Accept header; `application/json` when absent. */
  readonly accept?: string;
  /** The Content-Type header, which tells the patch kinds apart; `application/json` when absent. */
  readonly contentType?: string;
  /** The User-Agent header up to the first slash: the default field manager. */
  readonly userAgent?: string;
  /** The body, already parsed from JSON, YAML or protobuf. The server copies what it keeps. */
  readonly body?: unknown;
}

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  /** The object, its Table of one row, or for ERROR a Status: as the request's Accept asked. */
  readonly object: unknown;
}

/** What goes to a program that exec, attach or port-forward reached. */
export type InputFrame =
  | { readonly channel: "stdin"; readonly data: string }
  | { readonly channel: "stdin-closed" }
  | { readonly channel: "resize"; readonly columns: number; readonly rows: number };

/** What comes back. `exit` is the last frame: Success, or NonZeroExitCode with the code as a cause. */
export type OutputFrame =
  | { readonly channel: "stdout" | "stderr"; readonly data: string }
  | { readonly channel: "exit"; readonly status: Status };

/** An upgraded request: exec and attach, or one connection of a port-forward (its bytes travel as stdin and stdout). Data is any
 * bytes, as src/bytes says. */
export interface Connection {
  readonly output: Source<OutputFrame>;
  send(frame: InputFrame): void;
  /** Hangs up, as when kubectl is interrupted. */
  close(): void;
}

interface Answer {
  readonly status: number;
  /** The Content-Type of the answer, where it is not the usual one of its kind. */
  readonly contentType?: string;
  /** Texts of `Warning: 299` headers. */
  readonly warnings?: readonly string[];
}

/** `body` of an object answer is shared with the store: read only. Text is any bytes, as src/bytes says; within objects
 * it is text alone. */
export type ApiResponse =
  | (Answer & { readonly kind: "object"; readonly body: unknown })
  | (Answer & { readonly kind: "text"; readonly body: string })
  | (Answer & { readonly kind: "watch"; readonly events: Source<WatchEvent> })
  | (Answer & { readonly kind: "text-stream"; readonly text: Source<string> })
  | (Answer & { readonly kind: "connection"; readonly connection: Connection })
  /** Somebody else has to be asked first (a program behind a proxy): one answer comes, of another kind than this. */
  | (Answer & { readonly kind: "later"; readonly answer: Source<ApiResponse> });

export type ApiHandler = (request: ApiRequest) => ApiResponse;

/** The door as seen from the rim: in-process it wraps an ApiHandler, over HTTPS it is a real connection. It never rejects for
 * an answer of the server, whatever its status; it rejects with an Error when no answer could be had. */
export type ApiTransport = (request: Omit<ApiRequest, "user">) => Promise<ApiResponse>;

/** The answer itself, for those who can wait for one that comes later. */
export function settled(response: ApiResponse): Promise<ApiResponse> {
  if (response.kind !== "later") return Promise.resolve(response);
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new Error("the server gave no answer"));
    response.answer.observe({ next: (answer) => resolve(settled(answer)), end });
  });
}

/** The single value of a query parameter, or undefined. */
export function queryValue(query: Query, name: string): string | undefined {
  const value = query[name];
  return typeof value === "object" ? value[0] : value;
}

/** All values of a query parameter. */
export function queryValues(query: Query, name: string): readonly string[] {
  const value = query[name];
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** True where Kubernetes' query parsing says true: given, and neither `false` nor `0`. */
export function queryFlag(query: Query, name: string): boolean {
  const value = queryValue(query, name);
  return value !== undefined && value !== "0" && value.toLowerCase() !== "false";
}
