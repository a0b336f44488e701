// Watches one object from the state it is in now.

import type { AnyObject } from "../api/types.ts";
import { ConnectionError, KubectlError } from "./errors.ts";
import type { Info } from "./info.ts";
import { withType } from "./resource-builder.ts";
import { resourcePath } from "./rest-mapper.ts";
import type { Session } from "./session.ts";
import { iterate } from "./streams.ts";
import { TimeLimit } from "./time-limit.ts";

export interface ObjectChange {
  /** Undefined once it is deleted. */
  readonly object: AnyObject | undefined;
}

type Seen = (change: ObjectChange) => boolean | Promise<boolean>;

export const TIMED_OUT = "timed out waiting for the condition";
const pauseMs = 1000;

/** Calls `seen` with each state of the object until it answers true; throws when the time (ms, 0: no limit) is up first. */
export async function watchObject(session: Session, info: Info, timeoutMs: number, seen: Seen): Promise<void> {
  const limit = new TimeLimit(session.io, timeoutMs);
  const wasSeen = await followObject(session, info, limit.signal, seen);
  if (!wasSeen && limit.expired) throw new KubectlError(TIMED_OUT);
}

/** Calls `seen` with each state of the object until it answers true; false when `signal` came first. */
export async function followObject(session: Session, info: Info, signal: AbortSignal, seen: Seen): Promise<boolean> {
  // Servers end every watch after a while, and may be away for a moment; who waits for an object goes on waiting.
  for (let attempt = 0; ; attempt++) {
    try {
      if (await followOnce(session, info, signal, seen)) return true;
    } catch (error) {
      if (attempt === 0 || !(error instanceof ConnectionError)) throw error;
    }
    if (signal.aborted) return false;
    await session.io.sleep(pauseMs);
    if (signal.aborted) return false;
  }
}

async function followOnce(session: Session, info: Info, signal: AbortSignal, seen: Seen): Promise<boolean> {
  const path = resourcePath(info.resource, info.namespace);
  const fieldSelector = `metadata.name=${info.name}`;
  const list = await session.client.list(path, { fieldSelector });
  const [first] = list.items;
  if (await seen({ object: first === undefined ? undefined : withType(first, info.resource) })) return true;
  const resourceVersion = list.metadata.resourceVersion ?? "";
  const source = await session.client.watch(path, { allowWatchBookmarks: "true", fieldSelector, resourceVersion });
  for await (const event of iterate(source, signal)) {
    if (event.type === "BOOKMARK") continue;
    // What has happened since then is no longer known: the state of now says enough.
    if (event.type === "ERROR") return false;
    const object = event.type === "DELETED" ? undefined : withType(event.object as AnyObject, info.resource);
    if (await seen({ object })) return true;
  }
  return false;
}
