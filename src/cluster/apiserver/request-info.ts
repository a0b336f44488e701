// What a path asks for, in the words of authorization: verb, resource, subresource, namespace, name.

import { type ApiRequest, queryFlag, queryValue } from "../../api/request.ts";
import { parseFieldSelector } from "../../api/selector.ts";
import { ApiError, badRequest } from "../../api/status.ts";

export interface ResourceRequest {
  readonly kind: "resource";
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  /** What follows the subresource, as in `…/proxy/healthz`. */
  readonly rest: string;
  /** "" where the path names none. */
  readonly namespace: string;
  readonly name: string;
}

export interface NonResourceRequest {
  readonly kind: "path";
  readonly verb: string;
  readonly path: string;
}

export type RequestInfo = ResourceRequest | NonResourceRequest;

// These follow a namespace's name and still are the namespace's own subresources.
const NAMESPACE_SUBRESOURCES = new Set(["status", "finalize"]);

const VERBS = { GET: "get", POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" } as const;

export function requestInfo(request: ApiRequest): RequestInfo {
  const segments = request.path.split("/").filter((segment) => segment !== "");
  const [root, ...others] = segments;
  if (root === "api" && others.length >= 2) return resourceRequest(request, "", others[0] ?? "", others.slice(1));
  if (root === "apis" && others.length >= 3) {
    return resourceRequest(request, others[0] ?? "", others[1] ?? "", others.slice(2));
  }
  return { kind: "path", verb: request.method.toLowerCase(), path: request.path };
}

function resourceRequest(
  request: ApiRequest,
  group: string,
  version: string,
  wholePath: readonly string[],
): ResourceRequest {
  // The old way to ask for a watch: /api/v1/watch/pods.
  const isWatch = wholePath[0] === "watch" && wholePath.length > 1;
  const path = isWatch ? wholePath.slice(1) : wholePath;
  const inNamespace = path[0] === "namespaces" && path.length > 2 && !isNamespaceSubresource(path);
  const [resource = "", name = "", subresource = "", ...rest] = inNamespace ? path.slice(2) : path;
  const namespace = path[0] === "namespaces" ? (path[1] ?? "") : "";
  return {
    kind: "resource",
    verb: isWatch ? "watch" : verbOf(request, name),
    group,
    version,
    resource,
    subresource,
    rest: rest.join("/"),
    namespace: decoded(namespace),
    name: decoded(name),
  };
}

function decoded(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new ApiError(badRequest(`invalid URL escape ${JSON.stringify(segment)}`));
  }
}

function isNamespaceSubresource(path: readonly string[]): boolean {
  return path.length === 3 && NAMESPACE_SUBRESOURCES.has(path[2] ?? "");
}

function verbOf(request: ApiRequest, name: string): string {
  const verb = VERBS[request.method];
  if (verb === "get" && name === "") return queryFlag(request.query, "watch") ? "watch" : "list";
  if (verb === "delete" && name === "") return "deletecollection";
  return verb;
}

/** The one object that a list or a watch can see by its field selector: who may see that one may ask so. */
export function nameAsked({ query }: ApiRequest, { verb, name }: ResourceRequest): string {
  const selector = queryValue(query, "fieldSelector") ?? "";
  if (name !== "" || (verb !== "list" && verb !== "watch") || !selector.includes("metadata.name")) return name;
  const exact = parseFieldSelector(selector).find(
    ({ field, operator }) => field === "metadata.name" && operator === "=",
  );
  return exact?.value ?? "";
}
