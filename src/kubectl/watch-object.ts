// Watches one object from the state it is in now.

import type { Status } from "../api/status.ts";
import type { AnyObject } from "../api/types.ts";
import { KubectlError, StatusError } from "./errors.ts";
import type { Info } from "./info.ts";
import { infoPath, withType } from "./resource-builder.ts";
import { resourcePath } from "./rest-mapper.ts";
import type { Session } from "./session.ts";
import { TimeLimit } from "./time-limit.ts";

export interface ObjectChange {
  /** Undefined once it is deleted. */
  readonly object: AnyObject | undefined;
}

export const TIMED_OUT = "timed out waiting for the condition";

/** Calls `seen` with each state of the object until it answers true; throws when the time (ms, 0: no limit) is up first. */
export async function watchObject(
  session: Session,
  info: Info,
  timeoutMs: number,
  seen: (change: ObjectChange) => boolean | Promise<boolean>,
): Promise<void> {
  const limit = new TimeLimit(session.io, timeoutMs);
  const path = resourcePath(info.resource, info.namespace);
  const fieldSelector = `metadata.name=${info.name}`;
  const list = await session.client.list(path, { fieldSelector });
  const [first] = list.items;
  if (await seen({ object: first === undefined ? undefined : withType(first, info.resource) })) return;
  const resourceVersion = list.metadata.resourceVersion ?? "";
  const source = await session.client.watch(path, { allowWatchBookmarks: "true", fieldSelector, resourceVersion });
  for await (const event of limit.values(source)) {
    if (event.type === "BOOKMARK") continue;
    if (event.type === "ERROR") throw new StatusError(event.object as Status);
    const object = event.type === "DELETED" ? undefined : withType(event.object as AnyObject, info.resource);
    if (await seen({ object })) return;
  }
  if (limit.expired) throw new KubectlError(TIMED_OUT);
  if (!session.io.interrupted.aborted)
    throw new KubectlError(`watch of ${infoPath(info)} closed before the condition was met`);
}
