// Finds the pod for exec, attach, port-forward: a pod by its name, or the best one of a workload.

import type { AnyObject, Pod } from "../api/types.ts";
import type { CommandContext } from "./command.ts";
import { usageError } from "./errors.ts";
import { firstPod, healthiestFirst, podSelectionOf } from "./pod-choice.ts";
import { collectInfos } from "./resource-builder.ts";
import type { Session } from "./session.ts";

/** The object of `NAME` (a pod) or `TYPE/NAME`. */
export async function namedObject(session: Session, argument: string): Promise<AnyObject> {
  const args = argument.includes("/") ? [argument] : ["pods", argument];
  const [info] = await collectInfos(session, { args, latest: true, singleType: true, exactType: true, typed: true });
  if (info?.object === undefined) throw new Error(`${argument} was resolved to nothing`);
  return info.object;
}

/** How long a pod may take until it runs, as --pod-running-timeout says. */
export function runningTimeout({ flags, path }: CommandContext): number {
  const timeout = flags.duration("pod-running-timeout");
  if (timeout <= 0) throw usageError(path, "--pod-running-timeout must be higher than zero");
  return timeout;
}

export async function attachablePod(session: Session, object: AnyObject, timeoutMs: number): Promise<Pod> {
  if (object.kind === "Pod") return object as unknown as Pod;
  const { pod } = await firstPod(session, podSelectionOf(object, "attach to"), timeoutMs, healthiestFirst);
  return pod;
}

export function podPath({ metadata }: Pod, subresource: string): string {
  return `/api/v1/namespaces/${metadata.namespace ?? ""}/pods/${metadata.name}/${subresource}`;
}
