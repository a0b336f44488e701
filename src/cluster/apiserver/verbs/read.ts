// get, list and watch.

import { type ApiResponse, queryFlag, queryValue } from "../../../api/request.ts";
import { ApiError, badRequest, expired } from "../../../api/status.ts";
import type { AnyObject } from "../../../api/types.ts";
import type { Entry } from "../../etcd/entry.ts";
import type { Scope } from "../core.ts";
import { objectFilter } from "../object-filter.ts";
import { presentation } from "../presentation.ts";
import { queryNumber } from "../request-info.ts";
import { rangeOf } from "../storage.ts";

export function getObject(scope: Scope): ApiResponse {
  const object = scope.core.storage.get(scope.resource, scope.namespace, scope.info.name);
  return { kind: "object", status: 200, body: presentation(scope).object(object) };
}

export function listObjects(scope: Scope): ApiResponse {
  const { resource, request } = scope;
  const filter = objectFilter(resource, request);
  const page = pageOf(scope);
  const items: AnyObject[] = [];
  let next: string | undefined;
  let remaining = 0;
  for (const { key, value } of page.entries) {
    if (!filter.matches(value)) continue;
    if (items.length < page.limit) items.push(value);
    else {
      next ??= key;
      remaining++;
    }
  }
  const isFiltered = queryValue(request.query, "labelSelector") || queryValue(request.query, "fieldSelector");
  const metadata = {
    resourceVersion: String(page.revision),
    ...(next === undefined ? {} : { continue: continueToken(page.revision, next, rangeOf(resource, scope.namespace)) }),
    // Counting what a selector would leave is not worth its price, so Kubernetes does not say.
    ...(next === undefined || isFiltered ? {} : { remainingItemCount: remaining }),
  };
  return { kind: "object", status: 200, body: presentation(scope).list(items, metadata) };
}

interface Page {
  readonly entries: readonly Entry<AnyObject>[];
  readonly revision: number;
  readonly limit: number;
}

function pageOf(scope: Scope): Page {
  const { etcd } = scope.core.storage;
  const prefix = rangeOf(scope.resource, scope.namespace);
  const limit = queryNumber(scope.request, "limit") || Number.POSITIVE_INFINITY;
  const token = queryValue(scope.request.query, "continue");
  if (token === undefined || token === "") return { entries: etcd.range(prefix), revision: etcd.revision, limit };
  const { revision, start } = parseContinueToken(token);
  const entries = etcd.rangeAt(prefix, revision);
  if (entries === undefined) {
    throw new ApiError(expired("The provided continue parameter is too old to display a consistent list result."));
  }
  return { entries: entries.filter((entry) => !(entry.key < prefix + start)), revision, limit };
}

// An opaque text for clients: the revision of the first page and the key that the next one begins with.
function continueToken(revision: number, key: string, prefix: string): string {
  return `${revision}.${encodeURIComponent(key.slice(prefix.length))}`;
}

function parseContinueToken(token: string): { revision: number; start: string } {
  const [, revision, start] = /^(\d+)\.(.*)$/.exec(token) ?? [];
  if (revision === undefined || start === undefined)
    throw new ApiError(badRequest("continue key is not valid: illegal base64 data at input byte 0"));
  return { revision: Number(revision), start: decodeURIComponent(start) };
}

export function watchObjects(scope: Scope): ApiResponse {
  const { core, resource, request } = scope;
  const version = queryValue(request.query, "resourceVersion") ?? "";
  const initial = queryFlag(request.query, "sendInitialEvents");
  const shown = presentation(scope);
  const events = core.hub.watch(resource, {
    namespace: scope.namespace,
    filter: objectFilter(resource, request, scope.info.name),
    from: initial || version === "" || version === "0" ? "now" : Number(version),
    markInitialEvents: initial && queryFlag(request.query, "allowWatchBookmarks"),
    present: (object) => shown.watched(object),
    bookmark: (revision, annotations) => shown.bookmark(revision, annotations),
  });
  const seconds = queryNumber(request, "timeoutSeconds");
  if (seconds !== undefined && seconds > 0) core.clock.after(seconds * 1000, () => events.end());
  return { kind: "watch", status: 200, events };
}
