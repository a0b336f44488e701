// Programs on the other side of a connection: made of callbacks, or real ones of this machine.

import { spawn } from "node:child_process";
import { connect } from "node:net";
import type { ApiResponse, Connection, InputFrame, OutputFrame } from "../../../src/api/request.ts";
import { failure, internalError, type Status, success } from "../../../src/api/status.ts";
import { Channel } from "../../../src/api/stream.ts";
import { ByteDecoder, bytesOfText } from "../../../src/bytes/bytes.ts";

export interface Program {
  readonly answer: ApiResponse;
  readonly connection: Connection;
  readonly output: Channel<OutputFrame>;
  readonly received: InputFrame[];
  readonly state: { closed: boolean };
}

/** @param onInput called with every frame, after it has been noted. */
export function program(onInput?: (frame: InputFrame, output: Channel<OutputFrame>) => void): Program {
  const state = { closed: false };
  const output = new Channel<OutputFrame>(() => {
    state.closed = true;
  });
  const received: InputFrame[] = [];
  const connection: Connection = {
    output,
    send(frame) {
      received.push(frame);
      onInput?.(frame, output);
    },
    close: () => output.cancel(),
  };
  return { answer: connected(connection), connection, output, received, state };
}

/** Sends back what it gets, and ends with its input. */
export function echo(): Program {
  return program((frame, output) => {
    if (frame.channel === "stdin") output.push({ channel: "stdout", data: frame.data });
    if (frame.channel === "stdin-closed") end(output, success());
  });
}

export function end(output: Channel<OutputFrame>, status: Status): void {
  output.push({ channel: "exit", status });
  output.end();
}

export function connected(connection: Connection): ApiResponse {
  return { kind: "connection", status: 101, connection };
}

export function exitStatus(code: number): Status {
  if (code === 0) return success();
  const causes = [{ reason: "ExitCode", message: String(code) }];
  const message = `command terminated with non-zero exit code: command terminated with exit code ${code}`;
  return failure(500, "NonZeroExitCode", message, { causes });
}

/** A process of this machine. */
export function hostProgram([file = "", ...args]: readonly string[], sizes: string[] = []): ApiResponse {
  const child = spawn(file, args);
  const output = new Channel<OutputFrame>(() => child.kill("SIGKILL"));
  for (const channel of ["stdout", "stderr"] as const) {
    const decoder = new ByteDecoder();
    child[channel].on("data", (chunk: Buffer) => output.push({ channel, data: decoder.decode(chunk) }));
    child[channel].on("end", () => output.push({ channel, data: decoder.end() }));
  }
  child.stdin.on("error", () => undefined);
  child.on("error", (error) => end(output, internalError(error.message)));
  child.on("close", (code) => end(output, exitStatus(code ?? 137)));
  const send = (frame: InputFrame): void => {
    if (frame.channel === "stdin") child.stdin.write(bytesOfText(frame.data));
    else if (frame.channel === "stdin-closed") child.stdin.end();
    else sizes.push(`${frame.columns}x${frame.rows}`);
  };
  return connected({ output, send, close: () => output.cancel() });
}

/** A TCP connection of this machine; a port where nobody listens is told as the kubelet tells it. */
export function hostPort(port: number): ApiResponse {
  const socket = connect({ port, host: "127.0.0.1" });
  const output = new Channel<OutputFrame>(() => socket.destroy());
  const decoder = new ByteDecoder();
  socket.on("data", (chunk) => output.push({ channel: "stdout", data: decoder.decode(chunk) }));
  socket.on("end", () => {
    output.push({ channel: "stdout", data: decoder.end() });
    end(output, success());
  });
  socket.on("error", (error) =>
    end(output, failure(500, "InternalError", `error forwarding port ${port}: ${error.message}`)),
  );
  const send = (frame: InputFrame): void => {
    if (frame.channel === "stdin") socket.write(bytesOfText(frame.data));
    else if (frame.channel === "stdin-closed") socket.end();
  };
  return connected({ output, send, close: () => output.cancel() });
}
