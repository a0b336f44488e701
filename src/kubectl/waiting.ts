// Waits until an object is as wanted, by watching it, and gives up after a while.

import type { AnyObject } from "../api/types.ts";
import { isStatus, KubectlError } from "./errors.ts";
import type { Info } from "./info.ts";
import { CommandError } from "./io.ts";
import { infoPath } from "./resource-builder.ts";
import { resourcePath } from "./rest-mapper.ts";
import type { Session } from "./session.ts";
import { iterate } from "./streams.ts";

/** @param isDone is asked with undefined when the object does not exist (any more). */
export async function waitForObject(
  session: Session,
  info: Info,
  timeoutMs: number,
  isDone: (object: AnyObject | undefined) => boolean,
): Promise<AnyObject | undefined> {
  const { io, client } = session;
  const first = await currentObject(session, info);
  if (isDone(first)) return first;
  const expired = new AbortController();
  const giveUp = () => expired.abort();
  io.interrupted.addEventListener("abort", giveUp);
  if (Number.isFinite(timeoutMs)) void io.sleep(Math.max(0, timeoutMs)).then(giveUp);
  const query = {
    fieldSelector: `metadata.name=${info.name}`,
    resourceVersion: first?.metadata.resourceVersion ?? "0",
  };
  try {
    const events = await client.watch(resourcePath(info.resource, info.namespace), query);
    for await (const event of iterate(events, expired.signal)) {
      if (event.type === "ERROR" || event.type === "BOOKMARK") continue;
      const object = event.type === "DELETED" ? undefined : (event.object as AnyObject);
      if (isDone(object)) return object;
    }
  } finally {
    io.interrupted.removeEventListener("abort", giveUp);
  }
  if (io.interrupted.aborted) throw new CommandError("", 130);
  throw new KubectlError(`timed out waiting for the condition on ${waitName(info)}`);
}

export async function currentObject(session: Session, info: Info): Promise<AnyObject | undefined> {
  try {
    return await session.client.get(infoPath(info));
  } catch (error) {
    if (isStatus(error, "NotFound")) return undefined;
    throw error;
  }
}

/** As `timed out waiting for the condition on pods/web` names it. */
export function waitName(info: Info): string {
  return `${info.resource.resource}/${info.name}`;
}
