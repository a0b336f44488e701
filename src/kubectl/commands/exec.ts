// Stands for kubectl exec.

import type { Pod } from "../../api/types.ts";
import { attachablePod, namedObject, podPath, runningTimeout } from "../attachable-pod.ts";
import type { Command, CommandContext } from "../command.ts";
import { defaultContainer } from "../container-choice.ts";
import { KubectlError, usageError } from "../errors.ts";
import { boolFlag, durationFlag, type Flag, stringFlag, stringsFlag } from "../flags/flag.ts";
import { availableStreams, openConnection, runRemote, streamQuery } from "../remote-command.ts";
import { collectInfos } from "../resource-builder.ts";

/** The flags that exec and attach share. */
export const STREAM_FLAGS: readonly Flag[] = [
  stringFlag(
    "container",
    "The container; without it the one of the annotation kubectl.kubernetes.io/default-container, or the first.",
    "",
    {
      shorthand: "c",
    },
  ),
  durationFlag("pod-running-timeout", "How long to wait until a pod is running", 60_000),
  boolFlag("quiet", "Only print output of the session", false, { shorthand: "q" }),
  boolFlag("stdin", "Pass stdin to the container", false, { shorthand: "i" }),
  boolFlag("tty", "Stdin is a TTY", false, { shorthand: "t" }),
];

export const command: Command = {
  name: "exec",
  short: "Execute a command in a container",
  long: "Execute a command in a container.",
  examples:
    "# Run 'date' in the first container of a pod\nkubectl exec mypod -- date\n\n# A shell with a terminal\nkubectl exec mypod -c ruby-container -i -t -- sh\n\n# In a pod of a deployment\nkubectl exec deploy/mydeployment -- date",
  usage: "exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
  flags: [...STREAM_FLAGS, stringsFlag("filename", "to use to exec into the resource", [], { shorthand: "f" })],
  interrupted: ({ flags, io }) => (flags.bool("stdin") && io.stdin.isTerminal ? 1 : 130),
  run: exec,
};

async function exec(context: CommandContext): Promise<void> {
  const { flags, io, session } = context;
  runningTimeout(context);
  const words = commandWords(context);
  const pod = await podFor(context);
  const phase = pod.status?.phase ?? "";
  if (phase === "Succeeded" || phase === "Failed") {
    throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const quiet = flags.bool("quiet");
  const container = flags.string("container") || defaultContainer(pod, io, quiet).name;
  const streams = availableStreams(io, { stdin: flags.bool("stdin"), tty: flags.bool("tty") }, quiet);
  const query = { command: words, ...streamQuery(container, streams) };
  const connection = await openConnection(() => session.client.connect(podPath(pod, "exec"), query));
  await runRemote(io, connection, streams);
}

function commandWords({ args, argsBeforeDash, flags, path }: CommandContext): readonly string[] {
  const hasFile = flags.strings("filename").length > 0;
  if (args.length === 0 && !hasFile) throw new KubectlError("pod, type/name or --filename must be specified");
  const start = argsBeforeDash === -1 ? args.length : argsBeforeDash;
  if (argsBeforeDash === -1 && args.length > 1) {
    throw usageError(path, "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
  }
  if (start === 0 && !hasFile) throw new KubectlError("pod, type/name or --filename must be specified");
  const words = args.slice(start);
  if (words.length === 0) throw new KubectlError("you must specify at least one command for the container");
  return words;
}

async function podFor({ args, argsBeforeDash, flags, session }: CommandContext): Promise<Pod> {
  const timeout = flags.duration("pod-running-timeout");
  const filenames = flags.strings("filename");
  const [argument] = argsBeforeDash === 0 ? [] : args;
  if (filenames.length === 0 && argument !== undefined)
    return attachablePod(session, await namedObject(session, argument), timeout);
  const [info] = await collectInfos(session, { filenames, latest: true });
  if (info?.object === undefined) throw new KubectlError("pod, type/name or --filename must be specified");
  return attachablePod(session, info.object, timeout);
}
