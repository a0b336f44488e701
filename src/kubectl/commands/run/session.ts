// The session with a pod that was just made: wait until it runs, attach, and take over its exit code.

import type { Pod } from "../../../api/types.ts";
import { podPath } from "../../attachable-pod.ts";
import type { CommandContext } from "../../command.ts";
import { defaultContainer } from "../../container-choice.ts";
import { asError, KubectlError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { CommandError } from "../../io.ts";
import { iterate } from "../../streams.ts";
import { watchObject } from "../../watch-object.ts";
import { attachTo } from "../attach.ts";

export async function attachToNewPod(context: CommandContext, created: Pod): Promise<void> {
  const { flags, io, session } = context;
  const timeout = flags.duration("pod-running-timeout");
  const pod = await waitForPod(
    context,
    created,
    timeout,
    (current) => isCompleted(current) || isRunningAndReady(current),
  );
  if (isCompleted(pod)) return printLog(context, pod);
  const wanted = { stdin: flags.bool("stdin"), tty: flags.bool("tty") };
  try {
    await attachTo(session, pod, { wanted, quiet: flags.bool("quiet"), container: "" });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    io.stderr.write(
      `warning: couldn't attach to pod/${pod.metadata.name}, falling back to streaming logs: ${asError(error).message}\n`,
    );
    await printLog(context, pod);
  }
}

/** Throws with the exit code of the first container once the pod has failed. */
export async function waitForExit(context: CommandContext, created: Pod): Promise<void> {
  const pod = await waitForPod(context, created, 0, isCompleted);
  if (pod.status?.phase === "Succeeded") return;
  const { name, namespace = "" } = pod.metadata;
  const terminated = pod.status?.containerStatuses?.[0]?.state?.terminated;
  if (!terminated || terminated.exitCode === 0) {
    throw new KubectlError(`pod ${namespace}/${name} failed with unknown exit code`);
  }
  const { reason = "", message = "", exitCode } = terminated;
  throw new CommandError(`pod ${namespace}/${name} terminated (${reason})\n${message}`, exitCode);
}

async function waitForPod(
  context: CommandContext,
  pod: Pod,
  timeout: number,
  ready: (pod: Pod) => boolean,
): Promise<Pod> {
  const { session } = context;
  const resource = await session.mapper.resourceFor("pods");
  const { name, namespace = "" } = pod.metadata;
  const info: Info = { resource, name, namespace, source: "", object: undefined };
  let latest = pod;
  await watchObject(session, info, timeout, ({ object }) => {
    if (object === undefined) throw new KubectlError(`pods "${name}" not found`);
    latest = object as unknown as Pod;
    return ready(latest);
  });
  return latest;
}

async function printLog({ io, session }: CommandContext, pod: Pod): Promise<void> {
  const container = defaultContainer(pod, io, false).name;
  const log = await session.client.textStream(podPath(pod, "log"), { container, follow: "true" });
  if (typeof log === "string") io.stdout.write(log);
  else for await (const text of iterate(log, io.interrupted)) io.stdout.write(text);
}

function isCompleted({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

function isRunningAndReady({ status }: Pod): boolean {
  const ready = status?.conditions?.find((condition) => condition.type === "Ready");
  return status?.phase === "Running" && ready?.status === "True";
}
