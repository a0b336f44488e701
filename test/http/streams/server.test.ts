// What clients may ask of our side of the wire, byte by byte: every protocol, and peers that misbehave.

import { request } from "node:http";
import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { ApiResponse, WatchEvent } from "../../../src/api/request.ts";
import { notFound, success } from "../../../src/api/status.ts";
import { Channel } from "../../../src/api/stream.ts";
import { SpdySession } from "../../../src/http/streams/spdy/session.ts";
import type { SpdyStream } from "../../../src/http/streams/spdy/stream.ts";
import { echo, end, exitStatus, type Program, program } from "./programs.ts";
import { type StreamServer, startStreamServer } from "./stream-server.ts";

let server: StreamServer;
let programs: Program[];
/** What the next exec starts, and the next dialled port leads to. */
let next: () => Program;
let checked: ApiResponse | undefined;
let events: Channel<WatchEvent>;
let watchCancelled: boolean;

beforeEach(async () => {
  programs = [];
  next = echo;
  checked = undefined;
  watchCancelled = false;
  events = new Channel<WatchEvent>(() => {
    watchCancelled = true;
  });
  const start = (): ApiResponse => {
    const running = next();
    programs.push(running);
    return running.answer;
  };
  const watch = (): ApiResponse => ({ kind: "watch", status: 200, events });
  server = await startStreamServer({ open: start, dial: start, check: () => checked, watch });
});

afterEach(() => server.close());

const POD = "/api/v1/namespaces/default/pods/web";
const EXEC = `${POD}/exec?command=x&stdin=true&stdout=true&stderr=true`;

interface Heard {
  readonly webSocket: WebSocket;
  readonly messages: (string | Buffer)[];
  readonly closed: Promise<number>;
}

async function webSocket(path: string, protocols: readonly string[]): Promise<Heard> {
  const socket = new WebSocket(server.url + path, [...protocols]);
  const messages: (string | Buffer)[] = [];
  socket.on("message", (data, binary) => messages.push(binary ? (data as Buffer) : String(data)));
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  return { webSocket: socket, messages, closed };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly socket?: Socket;
}

function upgrade(path: string, headers: Readonly<Record<string, string | string[]>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(server.url + path, { method: "POST", headers: { Connection: "Upgrade", ...headers } });
    asking.on("upgrade", (response, socket) => {
      resolve({ status: response.statusCode, headers: response.headers, body: "", socket });
    });
    asking.on("response", (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asking.on("error", reject);
    asking.end();
  });
}

const spdy = (...protocols: string[]) => ({ Upgrade: "SPDY/3.1", "X-Stream-Protocol-Version": protocols });

interface SpdyClient {
  readonly session: SpdySession;
  readonly closed: Promise<void>;
  open(headers: Readonly<Record<string, string>>): { readonly stream: SpdyStream; readonly heard: string[] };
}

async function spdyClient(path: string, ...protocols: string[]): Promise<SpdyClient> {
  const { socket } = await upgrade(path, spdy(...protocols));
  if (socket === undefined) throw new Error("refused");
  const carrier = {
    write: (bytes: Uint8Array) => void socket.write(bytes),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
  };
  const session = new SpdySession(carrier, "client", { opened: () => undefined, ended: () => undefined });
  socket.on("data", (bytes: Buffer) => session.receive(bytes));
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => undefined);
  const open = (headers: Readonly<Record<string, string>>) => {
    const stream = session.open(headers);
    const heard: string[] = [];
    stream.observe({
      data: (bytes) => heard.push(bytes.toString()),
      end: () => heard.push("(end)"),
      reset: () => heard.push("(reset)"),
    });
    return { stream, heard };
  };
  return { session, closed, open };
}

describe("exec over WebSocket", () => {
  test.each([
    [["v9.channel.k8s.io", "v4.channel.k8s.io", "v5.channel.k8s.io"], "v4.channel.k8s.io"],
    [["v5.channel.k8s.io"], "v5.channel.k8s.io"],
    [["base64.channel.k8s.io"], "base64.channel.k8s.io"],
    [[], ""],
  ])("of %j %j is chosen", async (offers, chosen) => {
    const { webSocket: socket } = await webSocket(EXEC, offers);
    expect(socket.protocol).toBe(chosen);
    socket.close();
    await expect.poll(() => programs[0]?.state.closed).toBe(true);
  });

  test("no common protocol is refused in words, and nothing is started", async () => {
    const headers = { Upgrade: "websocket", "Sec-WebSocket-Key": "x", "Sec-WebSocket-Version": "13" };
    const answer = await upgrade(EXEC, { ...headers, "Sec-WebSocket-Protocol": "chat" });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatch(/^unable to upgrade: unable to negotiate protocol: client supports \[chat\], server/);
    expect(programs).toEqual([]);
  });

  test("a handshake that is none stops what it had started", async () => {
    const answer = await upgrade(EXEC, { Upgrade: "websocket", "Sec-WebSocket-Protocol": "v4.channel.k8s.io" });
    expect(answer.status).toBe(405);
    expect(programs[0]?.state.closed).toBe(true);
  });

  test("each message has its channel; the first is empty", async () => {
    const { webSocket: socket, messages, closed } = await webSocket(EXEC, ["v5.channel.k8s.io"]);
    socket.send(Buffer.from("\u0000hi"));
    socket.send(Buffer.from("\u0007nonsense"));
    socket.send(Buffer.from('\u0004{"Width":100,"Height":30}'));
    socket.send(Buffer.from([255, 0]));
    expect(await closed).toBe(1000);
    const status = JSON.stringify(success());
    expect(messages.map(String)).toEqual(["\u0001", "\u0001hi", `\u0003${status}`]);
    expect(programs[0]?.received).toEqual([
      { channel: "stdin", data: "hi" },
      { channel: "resize", columns: 100, rows: 30 },
      { channel: "stdin-closed" },
    ]);
  });

  test("before version 5 no channel can be closed", async () => {
    const { webSocket: socket } = await webSocket(EXEC, ["v4.channel.k8s.io"]);
    socket.send(Buffer.from([255, 0]));
    socket.send(Buffer.from("\u0000still"));
    await expect.poll(() => programs[0]?.received).toEqual([{ channel: "stdin", data: "still" }]);
  });

  test("base64: text messages that begin with a digit", async () => {
    next = () => program((_frame, output) => end(output, exitStatus(2)));
    const { webSocket: socket, messages, closed } = await webSocket(EXEC, ["v4.base64.channel.k8s.io"]);
    socket.send(`0${Buffer.from("grüße").toString("base64")}`);
    await closed;
    expect(programs[0]?.received).toEqual([{ channel: "stdin", data: "grüße" }]);
    const [first, exit] = messages.map(String);
    expect(first).toBe("1");
    expect(JSON.parse(Buffer.from(exit?.slice(1) ?? "", "base64").toString())).toEqual(exitStatus(2));
  });

  test.each(["v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"])("%s tells failures as text", async (name) => {
    next = () => program((_frame, output) => end(output, exitStatus(2)));
    const { webSocket: socket, messages, closed } = await webSocket(EXEC, [name]);
    socket.send(Buffer.from("\u0000go"));
    await closed;
    expect(messages.map(String)).toEqual(["\u0001", `\u0003${exitStatus(2).message}`]);
  });

  test("a character that is cut in two arrives whole", async () => {
    const { webSocket: socket } = await webSocket(EXEC, ["v5.channel.k8s.io"]);
    const bytes = Buffer.from("ü");
    socket.send(Buffer.concat([Buffer.from([0]), bytes.subarray(0, 1)]));
    socket.send(Buffer.concat([Buffer.from([0]), bytes.subarray(1)]));
    await expect.poll(() => programs[0]?.received).toEqual([{ channel: "stdin", data: "ü" }]);
  });

  test("on a terminal stderr is not a stream", async () => {
    next = () => {
      const running = program();
      running.output.push({ channel: "stderr", data: "hidden" });
      running.output.push({ channel: "stdout", data: "shown" });
      end(running.output, success());
      return running;
    };
    const { messages, closed } = await webSocket(`${EXEC}&tty=true`, ["v5.channel.k8s.io"]);
    await closed;
    expect(messages.map(String).slice(0, 2)).toEqual(["\u0001", "\u0001shown"]);
    expect(messages).toHaveLength(3);
  });

  test("a client that does not read is let go before its output fills the memory", async () => {
    next = program;
    const { webSocket: socket } = await webSocket(EXEC, ["v5.channel.k8s.io"]);
    socket.pause();
    const data = "x".repeat(1024 * 1024);
    let pushed = 0;
    while (programs[0]?.state.closed === false && pushed < 200) {
      programs[0].output.push({ channel: "stdout", data });
      pushed += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(pushed).toBeGreaterThan(60);
    expect(pushed).toBeLessThan(120);
    socket.terminate();
  });

  test("a message that breaks the protocol ends the connection, and only it", async () => {
    const { webSocket: socket, closed } = await webSocket(EXEC, ["v5.channel.k8s.io"]);
    const { webSocket: other } = await webSocket(EXEC, ["v5.channel.k8s.io"]);
    (socket as unknown as { readonly _socket: Socket })._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await closed;
    await expect.poll(() => programs[0]?.state.closed).toBe(true);
    expect(programs[1]?.state.closed).toBe(false);
    other.terminate();
  });
});

describe("exec over SPDY", () => {
  test.each([
    [["v5.channel.k8s.io", "v4.channel.k8s.io"], "v5.channel.k8s.io", JSON.stringify(exitStatus(2))],
    [["v4.channel.k8s.io", "v3.channel.k8s.io"], "v4.channel.k8s.io", JSON.stringify(exitStatus(2))],
    [["v3.channel.k8s.io"], "v3.channel.k8s.io", exitStatus(2).message],
    [["v2.channel.k8s.io"], "v2.channel.k8s.io", exitStatus(2).message],
    [["channel.k8s.io"], "channel.k8s.io", exitStatus(2).message],
  ])("%j", async (offers, _chosen, said) => {
    next = () =>
      program((frame, output) => {
        if (frame.channel === "stdin") output.push({ channel: "stdout", data: frame.data });
        else end(output, exitStatus(2));
      });
    const client = await spdyClient(EXEC, ...offers);
    const error = client.open({ streamtype: "error" });
    const stdin = client.open({ streamtype: "stdin" });
    const stdout = client.open({ streamtype: "stdout" });
    const stderr = client.open({ streamtype: "stderr" });
    stdin.stream.write(Buffer.from("hi"));
    stdin.stream.end();
    await expect.poll(() => error.heard.at(-1)).toBe("(end)");
    expect([stdout.heard, stderr.heard, error.heard]).toEqual([["hi", "(end)"], ["(end)"], [said, "(end)"]]);
    client.session.close();
    await client.closed;
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test("the answer names what was chosen", async () => {
    const answer = await upgrade(EXEC, spdy("v9.channel.k8s.io, v4.channel.k8s.io"));
    expect(answer.status).toBe(101);
    expect(answer.headers).toMatchObject({ upgrade: "SPDY/3.1", "x-stream-protocol-version": "v4.channel.k8s.io" });
    answer.socket?.destroy();
  });

  test.each([
    [spdy("chat"), 403, /client supports \[chat\], server accepts \[v5/],
    [{ Upgrade: "SPDY/3.1" }, 400, /X-Stream-Protocol-Version is required/],
    [{ Upgrade: "h2c" }, 400, /missing upgrade headers/],
  ])("refuses %j", async (headers, status, text) => {
    const answer = await upgrade(EXEC, headers);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(text);
    expect(programs).toEqual([]);
  });

  test("resizes, in pieces and several at once", async () => {
    const client = await spdyClient(`${EXEC}&tty=true`, "v4.channel.k8s.io");
    for (const streamtype of ["error", "stdin", "stdout"]) client.open({ streamtype });
    const { stream } = client.open({ streamtype: "resize" });
    stream.write(Buffer.from('{"Width":80,"Hei'));
    stream.write(Buffer.from('ght":24}\n{"Width":81,"Height":25}\n{"Width":0}\n'));
    await expect
      .poll(() => programs[0]?.received)
      .toEqual([
        { channel: "resize", columns: 80, rows: 24 },
        { channel: "resize", columns: 81, rows: 25 },
      ]);
    client.session.close();
    await expect.poll(() => programs[0]?.state.closed).toBe(true);
  });

  test("streams of unknown or taken types are reset", async () => {
    const client = await spdyClient(EXEC, "v4.channel.k8s.io");
    client.open({ streamtype: "error" });
    const [twice, unknown] = [client.open({ streamtype: "error" }), client.open({ streamtype: "sideways" })];
    await expect.poll(() => [twice.heard, unknown.heard]).toEqual([["(reset)"], ["(reset)"]]);
    client.session.close();
  });

  test("noise ends the connection and hangs up on the program", async () => {
    const { socket } = await upgrade(EXEC, spdy("v4.channel.k8s.io"));
    socket?.on("error", () => undefined);
    socket?.resume();
    socket?.write(Buffer.alloc(200, 0xff));
    await expect.poll(() => programs[0]?.state.closed).toBe(true);
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});

describe("port-forward", () => {
  const FORWARD = `${POD}/portforward`;
  const pair = (client: SpdyClient, port: string, requestid: string) => ({
    error: client.open({ streamtype: "error", port, requestid }),
    data: client.open({ streamtype: "data", port, requestid }),
  });

  test("many connections over one session, one of them refused", async () => {
    const client = await spdyClient(FORWARD, "portforward.k8s.io");
    const first = pair(client, "80", "0");
    await expect.poll(() => programs.length).toBe(1);
    next = () => {
      const running = program();
      end(running.output, { ...exitStatus(1), message: "refused" });
      return running;
    };
    const second = pair(client, "81", "1");
    await expect.poll(() => second.error.heard).toEqual(["refused", "(end)"]);
    expect(second.data.heard).toEqual(["(end)"]);
    first.data.stream.write(Buffer.from("on"));
    first.data.stream.end();
    await expect.poll(() => first.data.heard).toEqual(["on", "(end)"]);
    expect(first.error.heard).toEqual(["(end)"]);
    client.session.close();
  });

  test("clients without request ids", async () => {
    const client = await spdyClient(FORWARD, "portforward.k8s.io");
    client.open({ streamtype: "error", port: "80" });
    const { stream, heard } = client.open({ streamtype: "data", port: "80" });
    stream.write(Buffer.from("old"));
    await expect.poll(() => heard).toEqual(["old"]);
    stream.reset();
    await expect.poll(() => programs[0]?.state.closed).toBe(true);
    client.session.close();
  });

  test.each([
    { streamtype: "data" },
    { streamtype: "data", port: "0" },
    { streamtype: "data", port: "70000" },
    { streamtype: "x", port: "80" },
  ])("a stream with headers %j is reset", async (headers) => {
    const client = await spdyClient(FORWARD, "portforward.k8s.io");
    const { heard } = client.open(headers);
    await expect.poll(() => heard).toEqual(["(reset)"]);
    client.session.close();
  });

  test("a client that vanishes takes its connections with it", async () => {
    const client = await spdyClient(FORWARD, "portforward.k8s.io");
    pair(client, "80", "0");
    pair(client, "80", "1");
    await expect.poll(() => programs.length).toBe(2);
    for (const socket of server.sockets) socket.destroy();
    await expect.poll(() => programs.map(({ state }) => state.closed)).toEqual([true, true]);
  });

  test("a pod that is not there is refused before anything is accepted", async () => {
    checked = { kind: "object", status: 404, body: notFound({ group: "", resource: "pods" }, "web") };
    const answer = await upgrade(FORWARD, spdy("portforward.k8s.io"));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([404, checked.body]);
    await expect(webSocket(`${FORWARD}?ports=80`, ["v4.channel.k8s.io"])).rejects.toThrow("404");
  });

  test("two ports over channels, each told by its number", async () => {
    const { webSocket: socket, messages } = await webSocket(`${FORWARD}?ports=80&ports=8080`, ["v4.channel.k8s.io"]);
    socket.send(Buffer.from("\u0002to 8080"));
    await expect.poll(() => messages.length).toBe(5);
    expect(messages).toEqual([
      Buffer.from([0, 80, 0]),
      Buffer.from([1, 80, 0]),
      Buffer.from([2, 0x90, 0x1f]),
      Buffer.from([3, 0x90, 0x1f]),
      Buffer.from("\u0002to 8080"),
    ]);
    socket.close();
    await expect.poll(() => programs.map(({ state }) => state.closed)).toEqual([true, true]);
  });

  test.each(["", "?ports=", "?ports=x", "?ports=0", "?ports=65536"])("channels with the query %j", async (query) => {
    await expect(webSocket(FORWARD + query, ["v4.channel.k8s.io"])).rejects.toThrow("400");
    expect(programs).toEqual([]);
  });
});

describe("a watch over WebSocket", () => {
  const WATCH = "/api/v1/pods?watch=true";
  const event: WatchEvent = { type: "ADDED", object: { kind: "Pod" } };

  test("each event is a text message; the end is a normal one", async () => {
    events.push(event);
    const { webSocket: socket, messages, closed } = await webSocket(WATCH, []);
    events.push({ ...event, type: "DELETED" });
    events.end();
    expect(await closed).toBe(1000);
    expect(messages).toEqual([JSON.stringify(event), JSON.stringify({ ...event, type: "DELETED" })]);
    socket.close();
  });

  test("a browser's token among the offers is not repeated", async () => {
    const offers = ["base64url.bearer.authorization.k8s.io.dG9rZW4", "base64.binary.k8s.io"];
    const { webSocket: socket } = await webSocket(WATCH, offers);
    expect(socket.protocol).toBe("base64.binary.k8s.io");
    socket.close();
    await expect.poll(() => watchCancelled).toBe(true);
  });
});
