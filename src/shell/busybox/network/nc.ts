// Stands for nc and telnet: a connection joined to the terminal.

import { connectTo } from "../../connect.ts";
import type { Input, Output, Socket } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

const words = {
  refused: "Connection refused",
  unreachable: "Host is unreachable",
  timeout: "Operation timed out",
} as const;

export function* nc(run: Run): Doing<number> {
  const options = run.options("zvw:lp:nke:u46N");
  const timeoutMs = options.has("w") ? Number(options.value("w")) * 1000 : 127_000;
  if (options.has("u")) run.fail("k8s-tutor does not simulate UDP sockets");
  if (options.has("l"))
    return yield* listen(run, Number(options.value("p") ?? options.operands.at(-1)), options.has("k"));
  const [host, port] = options.operands;
  if (host === undefined || port === undefined)
    return run.usage("nc [OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen");
  const connection = yield* connectTo(run.process, host, Number(port), timeoutMs);
  if (connection.kind === "bad address") return run.fail(`bad address '${host}'`);
  const peer = `${host} (${connection.address}:${port})`;
  if (connection.kind !== "connected") {
    if (options.has("v") || !options.has("z"))
      run.complain(
        connection.kind === "timeout" && options.has("w") ? "timed out" : `${peer}: ${words[connection.kind]}`,
      );
    return 1;
  }
  if (options.has("v")) run.process.stderr.write(`${peer} open\n`);
  if (options.has("z")) connection.socket.close();
  else yield* talk(run, connection.socket);
  return 0;
}

function* listen(run: Run, port: number, keepsListening: boolean): Doing<number> {
  const listener = run.process.machine.network.listen(port);
  if (listener === "address in use") return run.fail("bind: Address in use");
  try {
    do {
      yield { until: [listener.pending] };
      const socket = listener.accept();
      if (socket !== undefined) yield* talk(run, socket);
    } while (keepsListening);
  } finally {
    listener.close();
  }
  return 0;
}

/** Standard input to the connection, and the connection to standard output, until the other side closes. */
function* talk(run: Run, socket: Socket): Doing<void> {
  const { stdin } = run.process;
  let isInputOpen = true;
  for (;;) {
    if (isInputOpen) isInputOpen = pass(stdin, socket);
    const incoming = socket.read();
    if (incoming === undefined) break;
    if (incoming !== "") {
      run.print(incoming);
      yield* run.flush();
      continue;
    }
    yield { until: isInputOpen ? [socket.readable, stdin.readable] : [socket.readable] };
  }
  socket.close();
}

function pass(from: Input, to: Output): boolean {
  for (let text = from.read(); text !== ""; text = from.read()) {
    if (text === undefined) return false;
    to.write(text);
  }
  return true;
}

export function* telnet(run: Run): Doing<number> {
  const [host, port = "23"] = run.args;
  if (host === undefined) return run.usage("telnet [-a] [-l USER] HOST [PORT]");
  const connection = yield* connectTo(run.process, host, Number(port), 127_000);
  if (connection.kind === "bad address") return run.fail(`bad address '${host}'`);
  if (connection.kind !== "connected")
    return run.fail(
      `can't connect to remote host (${connection.address}): ${connection.kind === "refused" ? "Connection refused" : "Operation timed out"}`,
    );
  run.process.stderr.write(`Connected to ${host}\n\n`);
  yield* talk(run, connection.socket);
  run.process.stderr.write("Connection closed by foreign host\n");
  return 1;
}
