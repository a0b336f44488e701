// get and list.

import { type ApiResponse, queryValue } from "../../../api/request.ts";
import { ApiError, badRequest, expired } from "../../../api/status.ts";
import type { AnyObject } from "../../../api/types.ts";
import type { Entry } from "../../etcd/entry.ts";
import { continueToken, expiredContinuation, parseContinueToken } from "../continue-token.ts";
import type { Scope } from "../core.ts";
import { type ListOptions, listOptions, parsePageRevision, parseRevision, refuseFuture } from "../list-options.ts";
import { objectFilter } from "../object-filter.ts";
import { presentation } from "../presentation.ts";
import { rangeOf, shownEntries } from "../storage.ts";

const RETRY_SECONDS = 1;

export function getObject(scope: Scope): ApiResponse {
  const { core, request, resource, namespace, info } = scope;
  const wanted = parseRevision(queryValue(request.query, "resourceVersion") ?? "");
  refuseFuture(wanted, core.storage.etcd.revision, RETRY_SECONDS);
  const object = core.storage.get(resource, namespace, info.name);
  return { kind: "object", status: 200, body: presentation(scope).object(object) };
}

export function listObjects(scope: Scope): ApiResponse {
  const { resource, request } = scope;
  const options = listOptions(request, false);
  const filter = objectFilter(resource, request);
  const page = pageOf(scope, options);
  const items: AnyObject[] = [];
  let last = "";
  let remaining = 0;
  for (const { key, value } of page.entries) {
    if (!filter.matches(value)) continue;
    if (items.length < page.limit) {
      items.push(value);
      last = key;
    } else remaining++;
  }
  const isFiltered = queryValue(request.query, "labelSelector") || queryValue(request.query, "fieldSelector");
  const prefix = rangeOf(resource, scope.namespace);
  const metadata = {
    resourceVersion: String(page.revision),
    ...(remaining === 0 ? {} : { continue: continueToken(page.revision, last.slice(prefix.length)) }),
    // Counting what a selector would leave is not worth its price, so Kubernetes does not say.
    ...(remaining === 0 || isFiltered ? {} : { remainingItemCount: remaining }),
  };
  return { kind: "object", status: 200, body: presentation(scope).list(items, metadata) };
}

interface Page {
  readonly entries: readonly Entry<AnyObject>[];
  readonly revision: number;
  readonly limit: number;
}

function pageOf(scope: Scope, options: ListOptions): Page {
  if (options.continueToken !== "") return nextPage(scope, options);
  const { etcd } = scope.core.storage;
  const prefix = rangeOf(scope.resource, scope.namespace);
  const { resourceVersion, match } = options;
  // Whatever is at hand comes out of the server's memory, whole.
  const limit = options.limit === 0 || resourceVersion === "0" ? Number.POSITIVE_INFINITY : options.limit;
  const isExact = match === "Exact" || (match === "" && options.limit > 0);
  const wanted = isExact ? parsePageRevision(resourceVersion) : parseRevision(resourceVersion);
  if (!isExact || wanted === 0) {
    refuseFuture(wanted, etcd.revision, RETRY_SECONDS);
    return { entries: shownEntries(scope.resource, etcd.range(prefix)), revision: etcd.revision, limit };
  }
  refuseFuture(wanted, etcd.revision, 0);
  const entries = etcd.rangeAt(prefix, wanted);
  if (entries === undefined) throw new ApiError(expired("The resourceVersion for the provided list is too old."));
  return { entries: shownEntries(scope.resource, entries), revision: wanted, limit };
}

function nextPage({ core, resource, namespace }: Scope, options: ListOptions): Page {
  const { etcd } = core.storage;
  const prefix = rangeOf(resource, namespace);
  const continuation = parseContinueToken(options.continueToken);
  if (options.resourceVersion !== "" && options.resourceVersion !== "0") {
    throw new ApiError(badRequest("specifying resource version is not allowed when using continue"));
  }
  const revision = continuation.revision < 0 ? etcd.revision : continuation.revision;
  const entries = etcd.rangeAt(prefix, revision);
  if (entries === undefined) throw expiredContinuation(continuation);
  const start = prefix + continuation.start;
  const limit = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  const left = entries.filter(({ key }) => key >= start);
  return { entries: shownEntries(resource, left), revision, limit };
}
