// Evicts (or deletes) the pods of a node side by side, and waits until each is gone.

import type { Pod } from "../../../api/types.ts";
import { podPath } from "../../attachable-pod.ts";
import type { CommandContext } from "../../command.ts";
import { asError, isStatus } from "../../errors.ts";
import { formatGoDuration } from "../../flags/duration.ts";
import { readerOf } from "../../object-reader.ts";
import { dryRunOf } from "../../printers/print-flags.ts";
import { podsToRemove } from "./candidates.ts";
import { DrainFailure } from "./failure.ts";

const RETRY_DELAY_MS = 5000;
const POLL_MS = 1000;
const DEADLINE = "context deadline exceeded";

export async function removePods(context: CommandContext, nodeName: string, pods: readonly Pod[]): Promise<void> {
  const dryRun = dryRunOf(context.flags, context.io);
  if (dryRun === "client") {
    const verb = context.flags.bool("disable-eviction") ? "deleting" : "evicting";
    for (const { metadata } of pods)
      context.io.stdout.write(`${verb} pod ${metadata.namespace}/${metadata.name} (dry run)\n`);
    return;
  }
  const timeout = context.flags.duration("timeout");
  const deadline = timeout === 0 ? Number.POSITIVE_INFINITY : context.io.now() + timeout;
  const remove = context.flags.bool("disable-eviction") ? deletePod : evictPod;
  const failures = (await Promise.all(pods.map((pod) => remove(context, pod, deadline)))).filter(
    (text) => text !== undefined,
  );
  if (failures.length === 0) return;
  const failure = new DrainFailure(failures);
  await notePending(context, nodeName, failure);
  throw failure;
}

/** Resolves with what went wrong. */
async function evictPod(context: CommandContext, pod: Pod, deadline: number): Promise<string | undefined> {
  const { flags, io, session } = context;
  const { name, namespace = "" } = pod.metadata;
  const serverDryRun = dryRunOf(flags, io) === "server";
  const title = `error when evicting pods/"${name}" -n "${namespace}"`;
  for (;;) {
    io.stdout.write(`evicting pod ${namespace}/${name}${serverDryRun ? " (server dry run)" : ""}\n`);
    if (io.interrupted.aborted) return `${title}: interrupted`;
    if (io.now() >= deadline) return `${title}: global timeout reached: ${formatGoDuration(flags.duration("timeout"))}`;
    try {
      await session.client.create(podPath(pod, "eviction"), evictionOf(context, pod));
      break;
    } catch (error) {
      if (isStatus(error, "NotFound")) return undefined;
      if (!isStatus(error, "TooManyRequests")) return `${title}: ${asError(error).message}`;
      io.stderr.write(`${title} (will retry after 5s): ${error.message}\n`);
      await io.sleep(RETRY_DELAY_MS);
    }
  }
  if (serverDryRun) return undefined;
  const failure = await untilGone(context, pod, deadline, "evicted");
  return failure === undefined
    ? undefined
    : `error when waiting for pod "${name}" in namespace "${namespace}" to terminate: ${failure}`;
}

function evictionOf({ flags, io }: CommandContext, { metadata }: Pod): object {
  const seconds = flags.int("grace-period");
  const deleteOptions = {
    ...(seconds >= 0 ? { gracePeriodSeconds: seconds } : {}),
    ...(dryRunOf(flags, io) === "server" ? { dryRun: ["All"] } : {}),
  };
  const { name, namespace } = metadata;
  return { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace }, deleteOptions };
}

async function deletePod(context: CommandContext, pod: Pod, deadline: number): Promise<string | undefined> {
  const { flags, io, session } = context;
  const seconds = flags.int("grace-period");
  const dryRun = dryRunOf(flags, io) === "server";
  const body = { ...(seconds >= 0 ? { gracePeriodSeconds: seconds } : {}), ...(dryRun ? { dryRun: ["All"] } : {}) };
  const path = `/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods/${pod.metadata.name}`;
  try {
    await session.client.delete(path, body);
  } catch (error) {
    if (!isStatus(error, "NotFound")) return asError(error).message;
  }
  return dryRun ? undefined : untilGone(context, pod, deadline, "deleted");
}

async function untilGone(
  { flags, io, session }: CommandContext,
  pod: Pod,
  deadline: number,
  verb: string,
): Promise<string | undefined> {
  const { name, namespace = "", uid } = pod.metadata;
  const skipAfter = flags.int("skip-wait-for-delete-timeout");
  for (;;) {
    try {
      const current = await readerOf(session.client).get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`);
      if (current.metadata.uid !== uid) break;
      const since = current.metadata.deletionTimestamp;
      if (skipAfter > 0 && since !== undefined && (io.now() - Date.parse(since)) / 1000 > skipAfter) {
        io.stdout.write(`pod ${name} has DeletionTimestamp older than ${skipAfter} seconds, skipping\n`);
        return undefined;
      }
    } catch (error) {
      if (isStatus(error, "NotFound")) break;
      return asError(error).message;
    }
    if (io.now() >= deadline || io.interrupted.aborted) return DEADLINE;
    await io.sleep(POLL_MS);
  }
  io.stdout.write(`pod/${name} ${verb}\n`);
  return undefined;
}

/** Names the pods that are still there. */
async function notePending(context: CommandContext, nodeName: string, failure: DrainFailure): Promise<void> {
  const { pods } = await podsToRemove(context, nodeName);
  if (pods.length === 0) return;
  const names = pods.map(({ metadata }) => `pod/${metadata.name}\n`).join("");
  context.io.stderr.write(
    `There are pending pods in node "${nodeName}" when an error occurred: ${failure.message}\n${names}`,
  );
}
