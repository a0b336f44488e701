// Our client against our server, over a real connection.

import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { ApiResponse, Connection, OutputFrame } from "../../../src/api/request.ts";
import { badRequest, failure, internalError, notFound, success } from "../../../src/api/status.ts";
import { CertificateAuthority } from "../../../src/http/certificates/authority.ts";
import { type Endpoint, openPortForward, openRemoteCommand } from "../../../src/http/streams/client.ts";
import { echo, end, exitStatus, program } from "./programs.ts";
import { type Pod, type StreamServer, startStreamServer } from "./stream-server.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(pod: Pod): Promise<StreamServer> {
  const server = await startStreamServer(pod);
  closing.push(server.close);
  return server;
}

function endpoint(server: { readonly url: string }, path: string): Endpoint {
  return { url: new URL(`/api/v1/namespaces/default/pods/web/${path}`, server.url), headers: {}, tls: {} };
}

const EXEC = "exec?command=x&stdin=true&stdout=true&stderr=true";

async function connectionOf(answer: Promise<ApiResponse>): Promise<Connection> {
  const response = await answer;
  if (response.kind !== "connection") throw new Error(`no connection: ${JSON.stringify(response)}`);
  return response.connection;
}

/** All frames, neighbours of one channel joined. */
function framesOf(connection: Connection): Promise<OutputFrame[]> {
  const frames: OutputFrame[] = [];
  return new Promise((resolve) => {
    connection.output.observe({
      next(frame) {
        const last = frames.at(-1);
        if (frame.channel !== "exit" && last !== undefined && last.channel === frame.channel) {
          frames[frames.length - 1] = { channel: frame.channel, data: last.data + frame.data };
        } else frames.push(frame);
      },
      end: () => resolve(frames),
    });
  });
}

describe("exec", () => {
  test("carries input, output, errors and the exit", async () => {
    const running = program((frame, output) => {
      if (frame.channel === "stdin") output.push({ channel: "stdout", data: frame.data.toUpperCase() });
      if (frame.channel !== "stdin-closed") return;
      output.push({ channel: "stderr", data: "bye\n" });
      end(output, exitStatus(3));
    });
    const server = await serve({ open: () => running.answer });
    const connection = await connectionOf(openRemoteCommand(endpoint(server, EXEC)));
    const frames = framesOf(connection);
    connection.send({ channel: "resize", columns: 120, rows: 40 });
    connection.send({ channel: "stdin", data: "grüße " });
    connection.send({ channel: "stdin", data: "🐈\n" });
    connection.send({ channel: "stdin-closed" });
    expect(await frames).toEqual([
      { channel: "stdout", data: "GRÜSSE 🐈\n" },
      { channel: "stderr", data: "bye\n" },
      { channel: "exit", status: exitStatus(3) },
    ]);
    expect(running.received[0]).toEqual({ channel: "resize", columns: 120, rows: 40 });
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test("carries 5 MB both ways, and bytes that are no text", async () => {
    const server = await serve({ open: () => echo().answer });
    const connection = await connectionOf(openRemoteCommand(endpoint(server, EXEC)));
    const frames = framesOf(connection);
    const data = "0123456789abcde\udcff".repeat(320_000);
    connection.send({ channel: "stdin", data });
    connection.send({ channel: "stdin-closed" });
    const [output, exit] = await frames;
    expect(output?.channel === "stdout" && output.data === data).toBe(true);
    expect(exit).toEqual({ channel: "exit", status: success() });
  });

  test("ends on either side: the client hangs up, the program is hung up on", async () => {
    const running = program();
    const server = await serve({ open: () => running.answer });
    const connection = await connectionOf(openRemoteCommand(endpoint(server, EXEC)));
    connection.close();
    await expect.poll(() => running.state.closed).toBe(true);
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test("a server that vanishes ends the connection with the words of kubectl", async () => {
    const server = await serve({ open: () => program().answer });
    const connection = await connectionOf(openRemoteCommand(endpoint(server, EXEC)));
    for (const socket of server.sockets) socket.destroy();
    const message =
      "error reading from error stream: next reader: websocket: close 1006 (abnormal closure): unexpected EOF";
    expect(await framesOf(connection)).toEqual([{ channel: "exit", status: failure(500, "", message) }]);
  });

  test("output that is not asked for is not sent", async () => {
    const running = program();
    running.output.push({ channel: "stdout", data: "out" });
    running.output.push({ channel: "stderr", data: "err" });
    end(running.output, success());
    const server = await serve({ open: () => running.answer });
    const connection = await connectionOf(openRemoteCommand(endpoint(server, "exec?command=x&stderr=true")));
    expect(await framesOf(connection)).toEqual([
      { channel: "stderr", data: "err" },
      { channel: "exit", status: success() },
    ]);
  });

  test.each([
    [
      "the API server's no",
      EXEC,
      { kind: "object", status: 404, body: notFound({ group: "", resource: "pods" }, "web") },
    ],
    [
      "a request for no stream",
      "exec?command=x",
      { kind: "object", status: 400, body: badRequest("you must specify at least 1 of stdin, stdout, stderr") },
    ],
    ["a text", EXEC, { kind: "text", status: 502, body: "no way\n" }],
  ] as const)("%s is an answer", async (_what, path, answer) => {
    const server = await serve({ open: () => answer });
    const status = answer.kind === "text" ? failure(502, "", "unable to upgrade connection: no way") : answer.body;
    const expected = { kind: "object", status: answer.status, body: status };
    expect(await openRemoteCommand(endpoint(server, path))).toEqual(expected);
  });

  test("the kubelet's no is the exit of a program", async () => {
    const status = internalError('unable to upgrade connection: container not found ("x")');
    const server = await serve({ open: () => ({ kind: "object", status: 500, body: status }) });
    const connection = await connectionOf(openRemoteCommand(endpoint(server, EXEC)));
    expect(await framesOf(connection)).toEqual([{ channel: "exit", status }]);
  });

  test("nobody there: Node's error", async () => {
    await expect(openRemoteCommand(endpoint({ url: "http://127.0.0.1:1" }, EXEC))).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
  });

  test("a server from before version 5", async () => {
    const http = createHttpServer();
    const sockets = new WebSocketServer({ server: http, handleProtocols: () => "v4.channel.k8s.io" });
    sockets.on("connection", (webSocket) => {
      webSocket.send(Buffer.from("\u0001out"));
      webSocket.send(Buffer.from('\u0003{"status":'));
      webSocket.send(Buffer.from('\u0003"Success"}'));
      webSocket.close(1000);
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => http.close(() => resolve())));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const connection = await connectionOf(openRemoteCommand(endpoint({ url }, EXEC)));
    connection.send({ channel: "stdin-closed" });
    expect(await framesOf(connection)).toEqual([
      { channel: "stdout", data: "out" },
      { channel: "exit", status: { status: "Success" } },
    ]);
  });
});

describe("port-forward", () => {
  test("carries both ways to the end", async () => {
    const ports: number[] = [];
    const dial = (port: number): ApiResponse => {
      ports.push(port);
      return echo().answer;
    };
    const server = await serve({ dial });
    const connection = await connectionOf(openPortForward(endpoint(server, "portforward"), 8080));
    const frames = framesOf(connection);
    const data = "bytes \udc80 and text ".repeat(200_000);
    connection.send({ channel: "stdin", data });
    connection.send({ channel: "stdin-closed" });
    const [output, exit] = await frames;
    expect(output?.channel === "stdout" && output.data === data).toBe(true);
    expect(exit).toEqual({ channel: "exit", status: success() });
    expect(ports).toEqual([8080]);
    expect(server.upgrades).toEqual(["GET websocket SPDY/3.1+portforward.k8s.io, v4.channel.k8s.io"]);
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test("tells why a port cannot be reached, whoever says so", async () => {
    const running = program();
    end(running.output, failure(500, "InternalError", "connection refused"));
    const denied = failure(403, "Forbidden", "not you");
    const dial = (port: number): ApiResponse =>
      port === 1 ? running.answer : { kind: "object", status: 403, body: denied };
    const server = await serve({ dial });
    const exitOf = async (port: number): Promise<OutputFrame[]> =>
      framesOf(await connectionOf(openPortForward(endpoint(server, "portforward"), port)));
    expect(await exitOf(1)).toEqual([{ channel: "exit", status: failure(500, "InternalError", "connection refused") }]);
    expect(await exitOf(2)).toEqual([{ channel: "exit", status: failure(500, "InternalError", "not you") }]);
  });

  test("a pod that cannot be reached is an answer", async () => {
    const body = notFound({ group: "", resource: "pods" }, "web");
    const server = await serve({ check: () => ({ kind: "object", status: 404, body }) });
    expect(await openPortForward(endpoint(server, "portforward"), 80)).toEqual({ kind: "object", status: 404, body });
  });

  test("hangs up on the port when the client does, and ends when the server vanishes", async () => {
    const running = program();
    const server = await serve({ dial: () => running.answer });
    const open = (): Promise<Connection> => connectionOf(openPortForward(endpoint(server, "portforward"), 80));
    const connection = await open();
    connection.send({ channel: "stdin", data: "x" });
    await expect.poll(() => running.received.length).toBe(1);
    connection.close();
    await expect.poll(() => running.state.closed).toBe(true);
    const lost = await open();
    for (const socket of server.sockets) socket.destroy();
    const status = failure(500, "InternalError", "lost connection to pod");
    expect(await framesOf(lost)).toEqual([{ channel: "exit", status }]);
  });

  test("a server from before tunnels", async () => {
    const http = createHttpServer();
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "v4.channel.k8s.io" });
    http.on("upgrade", (request, socket, head) => {
      // The library takes no offer with a slash; the servers meant here do.
      request.headers["sec-websocket-protocol"] = "v4.channel.k8s.io";
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        expect(request.url).toContain("ports=80");
        for (const channel of [0, 1]) webSocket.send(Buffer.from([channel, 80, 0]));
        webSocket.on("message", (data) => {
          webSocket.send(data);
          webSocket.send(Buffer.from("\u0001oh no"));
          webSocket.close(1000);
        });
      });
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => http.close(() => resolve())));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const connection = await connectionOf(openPortForward(endpoint({ url }, "portforward"), 80));
    connection.send({ channel: "stdin", data: "hello" });
    expect(await framesOf(connection)).toEqual([
      { channel: "stdout", data: "hello" },
      { channel: "exit", status: failure(500, "InternalError", "oh no") },
    ]);
  });
});

test("over TLS, with the headers; a certificate of strangers rejects", async () => {
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 60_000) };
  const authority = CertificateAuthority.create("test", validity);
  const subject = { commonName: "server" };
  const { certificate, key } = authority.issue({ subject, usages: ["server"], hosts: ["127.0.0.1"], ...validity });
  const server = await startStreamServer(
    { open: () => echo().answer, dial: () => echo().answer },
    { key, cert: certificate },
  );
  closing.push(server.close);
  const trusted = (path: string): Endpoint => ({
    ...endpoint(server, path),
    tls: { ca: authority.certificate },
    headers: { Authorization: "Bearer x" },
  });
  for (const answer of [openRemoteCommand(trusted(EXEC)), openPortForward(trusted("portforward"), 80)]) {
    const connection = await connectionOf(answer);
    connection.send({ channel: "stdin", data: "secret" });
    connection.send({ channel: "stdin-closed" });
    expect((await framesOf(connection))[0]).toEqual({ channel: "stdout", data: "secret" });
  }
  await expect(openRemoteCommand({ ...trusted(EXEC), tls: {} })).rejects.toThrow(/certificate/);
});

test("an answer that is no HTTP rejects", async () => {
  const tcp = createTcpServer((socket) => socket.resume().end("what?\r\n\r\n"));
  await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => tcp.close(() => resolve())));
  const url = `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`;
  await expect(openRemoteCommand(endpoint({ url }, EXEC))).rejects.toThrow(/Parse Error/);
});
