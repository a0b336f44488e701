// Stands for the audit log of writes: who wrote what, with the object before and after. Bounded; nothing is compared when it is written,
// and the objects are the store's own, so that a write costs one small record more.

import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { AnyObject } from "../../api/types.ts";
import type { WriteRecord } from "../../api/write-record.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Etcd } from "../etcd/etcd.ts";
import { requestInfo } from "./request-info.ts";

/** What happens in some minutes of a busy cluster. */
const KEPT = 4096;

/** A write as it is kept; what it asked for is read out of it when somebody wants to know. */
interface Kept extends Pick<WriteRecord, "at" | "revision" | "isInside" | "before" | "after"> {
  readonly request: Pick<ApiRequest, "method" | "path" | "user" | "impersonate" | "userAgent">;
}

export class WriteLog {
  private kept: Kept[] = [];
  private depth = 0;
  /** What requests within the present one have written. */
  private readonly noted = new Set<number>();

  constructor(
    private readonly etcd: Etcd<AnyObject>,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  list(): readonly WriteRecord[] {
    const kept = this.kept.slice(-KEPT).sort((one, other) => one.revision - other.revision);
    return kept.map(recordOf);
  }

  /** Answers a request, and notes what it wrote. */
  during(request: ApiRequest, isInside: boolean, answer: () => ApiResponse): ApiResponse {
    const before = this.etcd.revision;
    this.depth++;
    try {
      return answer();
    } finally {
      this.depth--;
      if (this.etcd.revision > before) this.note(request, isInside, before);
    }
  }

  private note({ method, path, user, impersonate, userAgent }: ApiRequest, isInside: boolean, since: number): void {
    for (const { revision, previous, entry } of this.etcd.changesAfter("", since) ?? []) {
      if (this.noted.has(revision)) continue;
      if (this.depth > 0) this.noted.add(revision);
      const kind = (entry ?? previous)?.value.kind;
      // Nobody asks why a component is still alive; and events tell of other writes.
      if (kind === undefined || kind === "Lease" || kind === "Event") continue;
      this.kept.push({
        at: this.clock.now(),
        revision,
        isInside,
        request: {
          method,
          path,
          user,
          ...(impersonate === undefined ? {} : { impersonate }),
          ...(userAgent === undefined ? {} : { userAgent }),
        },
        ...(previous === undefined ? {} : { before: previous.value }),
        ...(entry === undefined ? {} : { after: entry.value }),
      });
    }
    if (this.depth === 0) this.noted.clear();
    if (this.kept.length > 2 * KEPT) this.kept = this.kept.slice(-KEPT);
  }
}

function recordOf({ request, ...kept }: Kept): WriteRecord {
  const info = requestInfo({ ...request, query: {} });
  return {
    ...kept,
    verb: info.verb,
    resource: info.kind === "resource" ? info.resource : "",
    subresource: info.kind === "resource" ? info.subresource : "",
    user: request.impersonate?.name ?? request.user.name,
    userAgent: request.userAgent ?? "",
  };
}
