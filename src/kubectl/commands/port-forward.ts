// Stands for kubectl port-forward: connections to local ports go on to a pod.

import type { Pod } from "../../api/types.ts";
import { attachablePod, namedObject, podPath, runningTimeout } from "../attachable-pod.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../errors.ts";
import { durationFlag, stringsFlag } from "../flags/flag.ts";
import type { LocalConnection, LocalListener } from "../io.ts";
import { logUnhandled } from "../klog.ts";
import { type ForwardedPort, forwardedPorts } from "./port-forward/ports.ts";

export const command: Command = {
  name: "port-forward",
  short: "Forward one or more local ports to a pod",
  long: "Forward local ports to a pod. Of a service or a workload one pod is chosen; the session ends with that pod.",
  examples:
    "# Port 5000 to port 5000 of the pod\nkubectl port-forward pod/mypod 5000\n\n# Local port 8888 to port 5000\nkubectl port-forward pod/mypod 8888:5000\n\n# The port named https of a service\nkubectl port-forward service/myservice 8443:https\n\n# A local port that is free\nkubectl port-forward pod/mypod :5000",
  usage: "port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
  flags: [
    stringsFlag("address", "Addresses to listen on: IP addresses or localhost.", ["localhost"]),
    durationFlag("pod-running-timeout", "How long to wait until a pod is running", 60_000),
  ],
  interrupted: () => 0,
  run: portForward,
};

async function portForward(context: CommandContext): Promise<void> {
  const { args, io, path, session } = context;
  const [argument, ...specs] = args;
  if (argument === undefined || specs.length === 0)
    throw usageError(path, "TYPE/NAME and list of ports are required for port-forward");
  session.requireNamespace();
  const timeout = runningTimeout(context);
  const object = await namedObject(session, argument);
  const pod = await attachablePod(session, object, timeout);
  const ports = forwardedPorts(specs, object, pod);
  if (pod.status?.phase !== "Running") {
    throw new KubectlError(
      `unable to forward port because pod is not running. Current status=${pod.status?.phase ?? ""}`,
    );
  }
  const listeners: LocalListener[] = [];
  const lost = new AbortController();
  try {
    for (const port of ports) listeners.push(...(await listen(context, pod, port, () => lost.abort())));
    if (listeners.length === 0) {
      throw new KubectlError(
        `unable to listen on any of the requested ports: [${ports.map(({ local, remote }) => `{${local} ${remote}}`).join(" ")}]`,
      );
    }
    await Promise.race([aborted(io.interrupted), aborted(lost.signal)]);
    if (!io.interrupted.aborted) throw new KubectlError("lost connection to pod");
  } finally {
    for (const listener of listeners) listener.close();
  }
}

async function listen(
  context: CommandContext,
  pod: Pod,
  port: ForwardedPort,
  onLost: () => void,
): Promise<LocalListener[]> {
  const { flags, io } = context;
  const listeners: LocalListener[] = [];
  const failures: string[] = [];
  // A local port of 0 is any free one, and the same for all addresses.
  let local = port.local;
  for (const address of flags.strings("address").flatMap(addressesOf)) {
    try {
      const listener = await io.listen(
        address,
        local,
        (connection) => void forward(context, pod, { ...port, local }, connection, onLost),
      );
      listeners.push(listener);
      local = listener.port;
      io.stdout.write(
        `Forwarding from ${address.includes(":") ? `[${address}]` : address}:${local} -> ${port.remote}\n`,
      );
    } catch (error) {
      const family = address.includes(":") ? "tcp6" : "tcp4";
      const shown = address.includes(":") ? `[${address}]` : address;
      failures.push(
        `unable to create listener: Error listen ${family} ${shown}:${port.local}: ${(error as Error).message}`,
      );
    }
  }
  if (listeners.length === 0) {
    io.stderr.write(
      `Unable to listen on port ${port.local}: Listeners failed to create with the following errors: [${failures.join(" ")}]\n`,
    );
  }
  return listeners;
}

function addressesOf(address: string): string[] {
  return address === "localhost" ? ["127.0.0.1", "::1"] : [address];
}

async function forward(
  { io, session }: CommandContext,
  pod: Pod,
  { local, remote }: ForwardedPort,
  connection: LocalConnection,
  onLost: () => void,
): Promise<void> {
  io.stdout.write(`Handling connection for ${local}\n`);
  // One connection that fails ends them all.
  const fail = (why: string) => {
    logUnhandled(io, "portforward.go:424", `an error occurred forwarding ${local} -> ${remote}: ${why}`);
    onLost();
  };
  try {
    const opened = await session.client.connect(podPath(pod, "portforward"), { ports: String(remote) });
    connection.onData((data) =>
      opened.send(data === undefined ? { channel: "stdin-closed" } : { channel: "stdin", data }),
    );
    opened.output.observe({
      next(frame) {
        if (frame.channel === "stdout") connection.write(frame.data);
        else if (frame.channel === "stderr") fail(frame.data);
        else if (frame.channel === "exit") {
          if (frame.status.status !== "Success") fail(frame.status.message ?? "");
          connection.close();
        }
      },
      end: () => connection.close(),
    });
  } catch (error) {
    fail((error as Error).message);
    connection.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}
