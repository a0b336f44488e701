// Stands for kubectl logs.

import type { Pod } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import { isStatus, KubectlError, usageError } from "../errors.ts";
import { boolFlag, durationFlag, intFlag, stringFlag } from "../flags/flag.ts";
import { firstPod, mostTalkativeFirst, podSelectionOf, podsOf } from "../pod-choice.ts";
import { collectInfos } from "../resource-builder.ts";
import { followAll, type LogSource, printAll } from "./logs/output.ts";
import { checkSinceTime, logQuery } from "./logs/query.ts";
import { sourcesOf } from "./logs/sources.ts";

const USAGE =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

export const command: Command = {
  name: "logs",
  short: "Print the logs for a container in a pod",
  long: "Print what a container has written. A pod with one container needs no container name.",
  examples:
    "# The log of a pod with one container\nkubectl logs nginx\n\n# Of all containers\nkubectl logs nginx --all-containers=true\n\n# Of the container's life before the last restart\nkubectl logs -p -c ruby web-1\n\n# Follow it\nkubectl logs -f -c ruby web-1\n\n# The last 20 lines\nkubectl logs --tail=20 nginx",
  usage: "logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]",
  flags: [
    boolFlag("all-containers", "Print the logs of all containers of the pods."),
    boolFlag("all-pods", "Print the logs of all pods. Sets --prefix."),
    stringFlag("container", "Print the log of this container", "", { shorthand: "c" }),
    boolFlag("follow", "Go on with the log as it is written.", false, { shorthand: "f" }),
    boolFlag("ignore-errors", "With --follow, go on past errors."),
    boolFlag("insecure-skip-tls-verify-backend", "Do not check the identity of the kubelet that the logs come from."),
    intFlag("limit-bytes", "Print no more bytes than this; 0 means no limit."),
    intFlag("max-log-requests", "How many logs to follow at once with a selector.", 5),
    durationFlag("pod-running-timeout", "How long to wait until a pod is running", 20_000),
    boolFlag("prefix", "Begin each line with where it comes from (pod name and container name)"),
    boolFlag("previous", "Print the log of the container's life before, if it has one.", false, { shorthand: "p" }),
    stringFlag("selector", "The pods whose labels match.", "", { shorthand: "l" }),
    durationFlag("since", "Only what is newer than this, such as 5s, 2m, or 3h."),
    stringFlag("since-time", "Only what came after this instant (RFC3339)."),
    intFlag("tail", "How many of the last lines to print; all of them without a selector, else 10.", -1),
    boolFlag("timestamps", "Begin each line with its instant"),
  ],
  interrupted: () => 1,
  run: logs,
};

async function logs(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  const container = checkArguments(context);
  checkSinceTime(context);
  const pods = await podsToRead(context);
  if (pods === undefined) return;
  const query = logQuery(context);
  const options = { container, allContainers: flags.bool("all-containers") };
  const sources = pods.flatMap((pod) => sourcesOf(pod, options, io));
  const limit = flags.int("max-log-requests");
  const prefixed = flags.bool("prefix") || flags.bool("all-pods");
  const read: readonly LogSource[] = sources.map((source) => ({ ...source, prefixed }));
  if (!flags.bool("follow") || read.length < 2) return printAll(context, read, query);
  if (read.length > limit) {
    throw new KubectlError(
      `you are attempting to follow ${read.length} log streams, but maximum allowed concurrency is ${limit}, use --max-log-requests to increase the limit`,
    );
  }
  return followAll(context, read, query);
}

/** The container that an argument or -c names; empty for none. */
function checkArguments({ args, flags, path }: CommandContext): string {
  const selector = flags.string("selector");
  const given = flags.string("container");
  if (args.length === 0 && selector === "") throw usageError(path, USAGE);
  if (args.length > 2) throw usageError(path, USAGE);
  if (selector !== "" && args.length === 1) throw usageError(path, "only a selector (-l) or a POD name is allowed");
  if (selector !== "" && args.length > 1) {
    throw new KubectlError("selectors and the all flag cannot be used when passing resource/name arguments");
  }
  if (args.length === 2 && given !== "")
    throw new KubectlError("only one of -c or an inline [CONTAINER] arg is allowed");
  const container = args[1] ?? given;
  if (flags.bool("all-containers") && container !== "") {
    throw new KubectlError(`--all-containers=true should not be specified with container name ${container}`);
  }
  return container;
}

/** undefined when no pod matches, which has then been said. */
async function podsToRead(context: CommandContext): Promise<readonly Pod[] | undefined> {
  const { args, flags, io, session } = context;
  const { namespace } = session;
  const labelSelector = flags.string("selector");
  if (labelSelector !== "") {
    const pods = await podsOf(session, { namespace, labelSelector });
    if (pods.length > 0) return pods;
    io.stderr.write(`No resources found in ${namespace} namespace.\n`);
    return undefined;
  }
  const object = await namedObject(context, args[0] ?? "");
  if (object.kind === "Pod") return [object as unknown as Pod];
  const selection = podSelectionOf(object, "get the logs from");
  if (flags.bool("all-pods")) return podsOf(session, selection);
  const { pod, count } = await firstPod(session, selection, flags.duration("pod-running-timeout"), mostTalkativeFirst);
  if (count > 1) io.stderr.write(`Found ${count} pods, using pod/${pod.metadata.name}\n`);
  return [pod];
}

async function namedObject({ session }: CommandContext, argument: string) {
  const args = argument.includes("/") ? [argument] : ["pods", argument];
  try {
    const [info] = await collectInfos(session, { args, latest: true, singleType: true, exactType: true, typed: true });
    if (info?.object === undefined) throw new Error(`${argument} was resolved to nothing`);
    return info.object;
  } catch (error) {
    if (!isStatus(error, "NotFound")) throw error;
    throw new KubectlError(`error from server (NotFound): ${error.message} in namespace "${session.namespace}"`);
  }
}
