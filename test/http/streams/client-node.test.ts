// The official JavaScript client against our side of the wire: channels over WebSocket, port-forward without SPDY.

import { PassThrough, type Readable } from "node:stream";
import { Attach, Exec, KubeConfig, PortForward, type V1Status } from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queryValues } from "../../../src/api/request.ts";
import { failure } from "../../../src/api/status.ts";
import { echo, end, exitStatus, type Program, program } from "./programs.ts";
import { type StreamServer, startStreamServer } from "./stream-server.ts";

let server: StreamServer;
let config: KubeConfig;
const programs: Program[] = [];

beforeAll(async () => {
  server = await startStreamServer({
    open(query) {
      const running = queryValues(query, "command")[0] === "fail" ? failing() : echo();
      programs.push(running);
      return running.answer;
    },
    dial(port) {
      const running = port === 81 ? refusing() : echo();
      programs.push(running);
      return running.answer;
    },
  });
  config = new KubeConfig();
  config.loadFromClusterAndUser({ name: "c", server: server.url, skipTLSVerify: true }, { name: "u" });
});

afterAll(() => server.close());

function failing(): Program {
  const running = program();
  running.output.push({ channel: "stderr", data: "no\n" });
  end(running.output, exitStatus(4));
  return running;
}

function refusing(): Program {
  const running = program();
  end(running.output, failure(500, "InternalError", "refused"));
  return running;
}

function textOf(stream: Readable): Promise<string> {
  let text = "";
  stream.on("data", (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) => stream.on("end", () => resolve(text)));
}

test("Exec: input to its end, output, status", async () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const output = textOf(stdout);
  const status = new Promise<V1Status>((resolve) => {
    void new Exec(config).exec("default", "web", "c", ["cat"], stdout, stderr, stdin, false, resolve);
  });
  stdin.end("hello\n");
  expect((await status).status).toBe("Success");
  expect(await output).toBe("hello\n");
});

test("Exec: the exit code of a program that fails", async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const errors = textOf(stderr);
  const status = await new Promise<V1Status>((resolve) => {
    void new Exec(config).exec("default", "web", "c", ["fail"], stdout, stderr, null, false, resolve);
  });
  expect(status.details?.causes).toEqual([{ reason: "ExitCode", message: "4" }]);
  expect(await errors).toBe("no\n");
});

test("Exec on a terminal tells its size", async () => {
  const stdout = Object.assign(new PassThrough(), { rows: 24, columns: 80 });
  const webSocket = await new Exec(config).exec("default", "web", "c", ["top"], stdout, null, null, true);
  await expect.poll(() => programs.at(-1)?.received).toEqual([{ channel: "resize", columns: 80, rows: 24 }]);
  stdout.rows = 50;
  stdout.emit("resize");
  await expect.poll(() => programs.at(-1)?.received.at(-1)).toEqual({ channel: "resize", columns: 80, rows: 50 });
  webSocket.close();
  await expect.poll(() => programs.at(-1)?.state.closed).toBe(true);
});

test("Attach", async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  await new Attach(config).attach("default", "web", "c", stdout, null, stdin, false);
  stdin.write("typed\n");
  expect(String(await new Promise((resolve) => stdout.once("data", resolve)))).toBe("typed\n");
  stdin.end();
  await expect.poll(() => programs.at(-1)?.received.at(-1)).toEqual({ channel: "stdin-closed" });
});

test("PortForward: data without the port's number before it", async () => {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  await new PortForward(config).portForward("default", "web", [80], output, errors, input);
  input.write("GET /");
  expect(String(await new Promise((resolve) => output.once("data", resolve)))).toBe("GET /");
  input.end();
  await expect.poll(() => programs.at(-1)?.state.closed).toBe(true);
});

test("PortForward: why a port is closed", async () => {
  const errors = new PassThrough();
  await new PortForward(config).portForward("default", "web", [81], new PassThrough(), errors, new PassThrough());
  expect(String(await new Promise((resolve) => errors.once("data", resolve)))).toBe("refused");
});

test("nothing stays open", async () => {
  await expect.poll(() => server.sockets.size).toBe(0);
});
