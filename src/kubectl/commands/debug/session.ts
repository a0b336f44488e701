// Attaches to a debug container once it runs; prints its log when it is over already.

import type { Pod } from "../../../api/types.ts";
import { podPath } from "../../attachable-pod.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { iterate } from "../../streams.ts";
import { watchObject } from "../../watch-object.ts";
import { attachTo } from "../attach.ts";

export interface DebugTarget {
  readonly pod: Pod;
  readonly container: string;
}

export async function attachToDebugger(context: CommandContext, { pod, container }: DebugTarget): Promise<void> {
  const { flags, io, session } = context;
  const current = await waitForContainer(context, pod, container);
  if (stateOf(current, container)?.terminated) {
    const log = await session.client.textStream(podPath(current, "log"), { container });
    if (typeof log === "string") io.stdout.write(log);
    else for await (const text of iterate(log, io.interrupted)) io.stdout.write(text);
    return;
  }
  const wanted = { stdin: flags.bool("stdin"), tty: flags.bool("tty") };
  await attachTo(session, current, { wanted, quiet: flags.bool("quiet"), container });
}

async function waitForContainer({ session }: CommandContext, pod: Pod, container: string): Promise<Pod> {
  const resource = await session.mapper.resourceFor("pods");
  const { name, namespace = "" } = pod.metadata;
  const info: Info = { resource, name, namespace, source: "", object: undefined };
  let latest = pod;
  await watchObject(session, info, 0, ({ object }) => {
    if (object === undefined) throw new KubectlError(`pods "${name}" not found`);
    latest = object as unknown as Pod;
    const state = stateOf(latest, container);
    return Boolean(state?.running ?? state?.terminated);
  });
  return latest;
}

function stateOf({ status }: Pod, container: string) {
  const { containerStatuses = [], ephemeralContainerStatuses = [], initContainerStatuses = [] } = status ?? {};
  return [...containerStatuses, ...ephemeralContainerStatuses, ...initContainerStatuses].find(
    ({ name }) => name === container,
  )?.state;
}
