// Waits until an object is as wanted, by watching it, and gives up after a while.

import type { AnyObject } from "../api/types.ts";
import { isStatus, KubectlError } from "./errors.ts";
import type { Info } from "./info.ts";
import { CommandError } from "./io.ts";
import { infoPath } from "./resource-builder.ts";
import type { Session } from "./session.ts";
import { followObject } from "./watch-object.ts";

/** @param isDone is asked with undefined when the object does not exist (any more). */
export async function waitForObject(
  session: Session,
  info: Info,
  timeoutMs: number,
  isDone: (object: AnyObject | undefined) => boolean,
): Promise<AnyObject | undefined> {
  const { io } = session;
  let found = await currentObject(session, info);
  if (isDone(found)) return found;
  const expired = new AbortController();
  const giveUp = () => expired.abort();
  // Who waits for several objects, and was interrupted at the first, does not wait for the others either.
  if (io.interrupted.aborted) giveUp();
  io.interrupted.addEventListener("abort", giveUp);
  if (Number.isFinite(timeoutMs)) void io.sleep(Math.max(0, timeoutMs)).then(giveUp);
  try {
    const isSeen = await followObject(session, info, expired.signal, ({ object }) => {
      found = object;
      return isDone(object);
    });
    if (isSeen) return found;
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
