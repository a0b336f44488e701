// Stands for kubectl attach.

import type { Pod } from "../../api/types.ts";
import { attachablePod, namedObject, podPath, runningTimeout } from "../attachable-pod.ts";
import type { Command, CommandContext } from "../command.ts";
import { defaultContainer, findContainer } from "../container-choice.ts";
import { KubectlError } from "../errors.ts";
import { availableStreams, openConnection, type RemoteStreams, runRemote, streamQuery } from "../remote-command.ts";
import type { Session } from "../session.ts";
import { STREAM_FLAGS } from "./exec.ts";

export const command: Command = {
  name: "attach",
  short: "Attach to a running container",
  long: "Attach to the process that already runs in a container.",
  examples:
    "# The output of the first container of a pod\nkubectl attach mypod\n\n# With a terminal\nkubectl attach mypod -c ruby-container -i -t",
  usage: "attach (POD | TYPE/NAME) -c CONTAINER",
  flags: STREAM_FLAGS,
  interrupted: ({ flags, io }) => (flags.bool("stdin") && io.stdin.isTerminal ? 1 : 130),
  run: attach,
};

async function attach(context: CommandContext): Promise<void> {
  const { args, flags, session } = context;
  const [argument] = args;
  const timeout = runningTimeout(context);
  if (argument === undefined) throw new KubectlError("at least 1 argument is required for attach");
  if (args.length > 2)
    throw new KubectlError(
      `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(" ")}]`,
    );
  const name = args.length === 2 ? args.join("/") : argument;
  const pod = await attachablePod(session, await namedObject(session, name), timeout);
  const wanted = { stdin: flags.bool("stdin"), tty: flags.bool("tty") };
  await attachTo(session, pod, { wanted, quiet: flags.bool("quiet"), container: flags.string("container") });
}

export interface AttachOptions {
  readonly wanted: RemoteStreams;
  readonly quiet: boolean;
  /** Empty for the default one. */
  readonly container: string;
}

export async function attachTo(
  session: Session,
  pod: Pod,
  { wanted, quiet, container: named }: AttachOptions,
): Promise<void> {
  const { io } = session;
  const phase = pod.status?.phase ?? "";
  if (phase === "Succeeded" || phase === "Failed") {
    throw new KubectlError(`cannot attach a container in a completed pod; current phase is ${phase}`);
  }
  const container = named === "" ? defaultContainer(pod, io, quiet) : findContainer(pod, named);
  if (container === undefined)
    throw new KubectlError(`cannot attach to the container: container ${named} not found in pod ${pod.metadata.name}`);
  let streams = availableStreams(io, wanted, quiet);
  if (streams.tty && container.tty !== true) {
    if (!quiet) io.stderr.write(`error: Unable to use a TTY - container ${container.name} did not allocate one\n`);
    streams = { ...streams, tty: false };
  }
  const query = streamQuery(container.name, streams);
  if (!quiet) io.stderr.write("If you don't see a command prompt, try pressing enter.\n");
  const connection = await openConnection(() => session.client.connect(podPath(pod, "attach"), query));
  await runRemote(io, connection, streams);
  if (!quiet && streams.stdin && streams.tty && pod.spec.restartPolicy === "Always")
    io.stderr.write(`${farewell(pod, container.name)}\n`);
}

function farewell({ metadata, spec }: Pod, container: string): string {
  const attach = `'kubectl attach ${metadata.name} -c ${container} -i -t'`;
  const isEphemeral = spec.ephemeralContainers?.some(({ name }) => name === container) === true;
  if (!isEphemeral) return `Session ended, resume using ${attach} command when the pod is running`;
  return `Session ended, the ephemeral container will not be restarted but may be reattached using ${attach} if it is still running`;
}
