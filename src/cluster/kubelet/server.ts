// Stands for the kubelet's own server: logs, exec, attach and port-forward, which the API server passes on to it.

import type { ExecOptions, LogOptions, NodeConnection, NodeUsage } from "../../api/node-connection.ts";
import type { Connection, InputFrame, OutputFrame } from "../../api/request.ts";
import { ApiError, badRequest, failure, internalError, type Status, success } from "../../api/status.ts";
import { Channel, type Source } from "../../api/stream.ts";
import type { ContainerStatus, Pod, PodStatus } from "../../api/types.ts";
import type { SignalName } from "../../shell/process.ts";
import { PseudoTerminal } from "../../shell/pseudo-terminal.ts";
import { callbackOutput, nullInput, queueInput } from "../../shell/streams.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Container } from "../container-runtime/container.ts";
import { execFailure } from "../container-runtime/errors.ts";
import type { LogLine } from "../container-runtime/log-file.ts";
import { connectInside } from "../container-runtime/network/network.ts";
import type { ContainerRuntime } from "../container-runtime/runtime.ts";
import { formatLine, formatLines, selectLines } from "./log-text.ts";
import type { NodeMeter } from "./node-meter.ts";
import { localUid } from "./static-pods.ts";

export class KubeletServer implements NodeConnection {
  constructor(
    private readonly runtime: ContainerRuntime,
    private readonly statusOf: (podUid: string) => PodStatus | undefined,
    private readonly clock: Clock,
    private readonly meter: NodeMeter,
  ) {}

  usage(): NodeUsage {
    return this.meter.read();
  }

  logs(pod: Pod, options: LogOptions): string | Source<string> {
    const status = this.statusOf(localUid(pod)) ?? pod.status;
    const id = logSource(pod, options, status);
    const container = this.runtime.container(id);
    if (container === undefined) return `unable to retrieve container logs for containerd://${id}`;
    const lines = selectLines(container.log.read(), options, this.clock.now());
    const soFar = formatLines(lines, options);
    if (!options.follow || !container.isRunning) return soFar;
    return follow(soFar, container, options);
  }

  exec(pod: Pod, options: ExecOptions): Connection {
    const container = this.running(pod, options.container);
    const output = new Channel<OutputFrame>(() => child?.kill());
    const to = (channel: "stdout" | "stderr") => callbackOutput((data) => output.push({ channel, data }));
    const signal = (name: SignalName): void => container.signalProcess(child?.pid ?? 0, name);
    const terminal = options.tty
      ? new PseudoTerminal({ show: (data) => output.push({ channel: "stdout", data }), signal })
      : undefined;
    const input = options.stdin ? queueInput() : undefined;
    const process = container.exec(options.command, {
      // A terminal is the program's input too, though nobody types.
      stdin: terminal?.input ?? input ?? nullInput,
      stdout: terminal?.output ?? to("stdout"),
      stderr: terminal?.output ?? to("stderr"),
    });
    if (typeof process === "string") {
      const failed = execFailure(this.runtime.newId(), options.command[0] ?? "", process);
      const { message = "" } = internalError(`error executing command in container: ${failed.message}`);
      // kube-apiserver, which asked for the client, reports the kubelet's failure as one of its own.
      output.push({ channel: "exit", status: internalError(message) });
      output.end();
      return { output, send: ignore, close: () => output.cancel() };
    }
    const child = { pid: process.pid, kill: () => container.signalProcess(process.pid, "SIGKILL") };
    process.exited.subscribe(() => {
      output.push({ channel: "exit", status: exitStatus(process.exitCode ?? 137) });
      output.end();
    });
    return { output, send: feeder(input, terminal), close: () => output.cancel() };
  }

  attach(pod: Pod, options: Omit<ExecOptions, "command">): Connection {
    const container = this.running(pod, options.container);
    const output = new Channel<OutputFrame>(() => attached.detach());
    const attached = container.attach((channel, data) => output.push({ channel, data }));
    container.exited.subscribe(() => {
      output.push({ channel: "exit", status: success() });
      output.end();
    });
    const send = options.stdin ? feeder(attached.stdin, attached.terminal) : ignore;
    return { output, send, close: () => output.cancel() };
  }

  portForward(pod: Pod, port: number): Connection {
    const sandbox = this.runtime.sandboxesOf(localUid(pod)).find(({ isReady }) => isReady);
    if (sandbox === undefined)
      throw new ApiError(
        internalError(`unable to upgrade connection: pod not found ("${pod.metadata.name}_${pod.metadata.namespace}")`),
      );
    const output = new Channel<OutputFrame>(() => socket?.close());
    const socket = connectInside(sandbox.stack, port, this.runtime.network);
    if (socket === undefined) {
      const message = refusedForward(port, pod, sandbox.id);
      output.push({ channel: "exit", status: failure(500, "InternalError", message) });
      output.end();
      return { output, send: ignore, close: () => output.cancel() };
    }
    const pump = (): void => {
      for (;;) {
        const text = socket.read();
        if (text === undefined) {
          output.push({ channel: "exit", status: success() });
          output.end();
          return;
        }
        if (text === "") break;
        output.push({ channel: "stdout", data: text });
      }
      socket.readable.subscribe(pump);
    };
    pump();
    const send = (frame: InputFrame): void => {
      if (frame.channel === "stdin") socket.write(frame.data);
      if (frame.channel === "stdin-closed") socket.close();
    };
    return { output, send, close: () => output.cancel() };
  }

  private running(pod: Pod, name: string): Container {
    const container = this.runtime.containersOf(localUid(pod)).find(({ config }) => config.name === name);
    if (container?.isRunning === true) return container;
    throw new ApiError(internalError(`unable to upgrade connection: container not found ("${name}")`));
  }
}

const ignore = (): void => undefined;

/** What the far end does reaches the terminal, where there is one, or the input. */
function feeder(
  input: ReturnType<typeof queueInput> | undefined,
  terminal: PseudoTerminal | undefined,
): (frame: InputFrame) => void {
  return (frame) => {
    if (frame.channel === "resize") terminal?.resize(frame.columns, frame.rows);
    else if (frame.channel === "stdin-closed") terminal === undefined ? input?.end() : terminal.hangUp();
    else if (terminal !== undefined) terminal.type(frame.data);
    else if (frame.data !== "") input?.push(frame.data);
  };
}

function exitStatus(code: number): Status {
  if (code === 0) return success();
  const causes = [{ reason: "ExitCode", message: String(code) }];
  const message = `command terminated with non-zero exit code: command terminated with exit code ${code}`;
  return failure(500, "NonZeroExitCode", message, { causes });
}

/** The id of the container whose log is meant; throws what the API answers when there is none. */
function logSource(pod: Pod, { container: name, previous }: LogOptions, status: PodStatus | undefined): string {
  const all = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  const found = all.find((one) => one.name === name);
  const subject = `container "${name}" in pod "${pod.metadata.name}"`;
  if (found === undefined) throw new ApiError(badRequest(`${subject} is not available`));
  const last = idIn(found.lastState?.terminated?.containerID);
  if (previous) {
    if (last === undefined) throw new ApiError(badRequest(`previous terminated ${subject} not found`));
    return last;
  }
  const { running, terminated, waiting } = found.state ?? {};
  const id = running !== undefined ? idIn(found.containerID) : (idIn(terminated?.containerID) ?? last);
  if (id !== undefined) return id;
  if (terminated !== undefined) throw new ApiError(badRequest(`${subject} is terminated`));
  throw new ApiError(badRequest(waitingText(subject, waiting)));
}

function waitingText(subject: string, waiting: NonNullable<ContainerStatus["state"]>["waiting"]): string {
  if (waiting === undefined) return `${subject} is waiting to start - no logs yet`;
  if (waiting.reason === "ErrImagePull") return `${subject} is waiting to start: image can't be pulled`;
  if (waiting.reason === "ImagePullBackOff") return `${subject} is waiting to start: trying and failing to pull image`;
  return `${subject} is waiting to start: ${waiting.reason}`;
}

function idIn(containerID: string | undefined): string | undefined {
  return containerID === undefined || containerID === "" ? undefined : containerID.replace("containerd://", "");
}

function follow(soFar: string, container: Container, options: LogOptions): Source<string> {
  const lines: Channel<LogLine> = container.log.follow();
  const text = new Channel<string>(() => lines.cancel());
  if (soFar !== "") text.push(soFar);
  lines.observe({ next: (line) => text.push(formatLine(line, options.timestamps)), end: () => text.end() });
  return text;
}

function refusedForward(port: number, pod: Pod, sandboxId: string): string {
  const refused = (family: string, address: string) => `dial ${family} ${address}:${port}: connect: connection refused`;
  return (
    `error forwarding port ${port} to pod ${sandboxId}, uid : failed to execute portforward in network namespace ` +
    `"/var/run/netns/cni-${pod.metadata.uid}": failed to connect to localhost:${port} inside namespace "${sandboxId}", ` +
    `IPv4: ${refused("tcp4", "127.0.0.1")} IPv6 ${refused("tcp6", "[::1]")} `
  );
}
