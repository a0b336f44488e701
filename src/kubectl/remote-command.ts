// Runs a program in a container over a connection: input and output flow until its exit is known.

import type { Connection, OutputFrame } from "../api/request.ts";
import type { Status } from "../api/status.ts";
import { KubectlError, StatusError } from "./errors.ts";
import { CommandError, type KubectlIo } from "./io.ts";
import { iterate } from "./streams.ts";

export interface RemoteStreams {
  readonly stdin: boolean;
  readonly tty: boolean;
}

const NO_TERMINAL = "Unable to use a TTY - input is not a terminal or the right kind of file";

/** What can be had of the streams that the user asked for. */
export function availableStreams(io: KubectlIo, wanted: RemoteStreams, quiet: boolean): RemoteStreams {
  if (!wanted.stdin) return { stdin: false, tty: false };
  if (!wanted.tty || io.stdin.isTerminal) return wanted;
  if (!quiet) io.stderr.write(`${NO_TERMINAL}\n`);
  return { stdin: true, tty: false };
}

/** The query of exec and attach. */
export function streamQuery(container: string, { stdin, tty }: RemoteStreams): Record<string, string> {
  return {
    container,
    ...(stdin ? { stdin: "true" } : {}),
    stdout: "true",
    ...(tty ? { tty: "true" } : { stderr: "true" }),
  };
}

/** Opens a connection; what the kubelet says of a container that it cannot reach is kubectl's own error. */
export async function openConnection(connect: () => Promise<Connection>): Promise<Connection> {
  try {
    return await connect();
  } catch (error) {
    if (error instanceof StatusError && error.reason === "InternalError") throw new KubectlError(error.message);
    throw error;
  }
}

/** Resolves when the program has ended well; throws with its exit code otherwise. */
export async function runRemote(io: KubectlIo, connection: Connection, streams: RemoteStreams): Promise<void> {
  const restore = streams.tty ? io.rawMode?.() : undefined;
  const stopResizing = streams.tty ? sendSize(io, connection) : undefined;
  try {
    const state = { open: true };
    if (streams.stdin) void forwardInput(io, connection, state);
    const frames = io.interrupted.aborted ? [] : iterate(connection.output, io.interrupted);
    for await (const frame of frames) {
      if (frame.channel !== "exit") writeFrame(io, connection, frame);
      else {
        state.open = false;
        return checkExit(frame.status);
      }
    }
    state.open = false;
  } finally {
    connection.close();
    stopResizing?.();
    restore?.();
  }
}

/** Tells the far end how large the terminal is, now and whenever that changes, until the answer is called. */
function sendSize({ stdout }: KubectlIo, connection: Connection): (() => void) | undefined {
  const send = () => {
    if (stdout.columns !== undefined)
      connection.send({ channel: "resize", columns: stdout.columns, rows: stdout.rows ?? 24 });
  };
  send();
  return stdout.onResize?.(send);
}

function writeFrame(io: KubectlIo, connection: Connection, frame: Exclude<OutputFrame, { channel: "exit" }>): void {
  const out = frame.channel === "stdout" ? io.stdout : io.stderr;
  if (!out.write(frame.data)) connection.close();
}

async function forwardInput(io: KubectlIo, connection: Connection, state: { open: boolean }): Promise<void> {
  for (let data = await nextInput(io); state.open; data = await nextInput(io)) {
    if (data === undefined) {
      connection.send({ channel: "stdin-closed" });
      return;
    }
    connection.send({ channel: "stdin", data });
  }
}

async function nextInput(io: KubectlIo): Promise<string | undefined> {
  try {
    return await io.stdin.read();
  } catch (error) {
    if (!io.interrupted.aborted) throw error;
    return undefined;
  }
}

function checkExit(status: Status): void {
  if (status.status === "Success") return;
  if (status.reason !== "NonZeroExitCode") throw new KubectlError(status.message ?? "");
  const code = Number(status.details?.causes?.find((cause) => cause.reason === "ExitCode")?.message ?? 1);
  throw new CommandError(`command terminated with exit code ${code}`, code);
}
