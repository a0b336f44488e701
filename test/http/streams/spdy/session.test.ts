import { describe, expect, test } from "vitest";
import { encodeFrame } from "../../../../src/http/streams/spdy/encode-frame.ts";
import type { Frame } from "../../../../src/http/streams/spdy/frame.ts";
import { FrameReader } from "../../../../src/http/streams/spdy/frame-reader.ts";
import { HeaderEncoder } from "../../../../src/http/streams/spdy/headers.ts";
import { SpdySession } from "../../../../src/http/streams/spdy/session.ts";
import type { SpdyStream } from "../../../../src/http/streams/spdy/stream.ts";
import { randomOf } from "./random.ts";

interface Peer {
  readonly session: SpdySession;
  readonly sent: Frame[];
  readonly opened: SpdyStream[];
  readonly state: { hungUp: boolean; ended: boolean };
}

/** A session whose frames are kept. */
function peer(role: "client" | "server", deliver?: (bytes: Buffer) => void): Peer {
  const reader = new FrameReader();
  const sent: Frame[] = [];
  const opened: SpdyStream[] = [];
  const state = { hungUp: false, ended: false };
  const hangUp = (): void => {
    state.hungUp = true;
  };
  const write = (bytes: Uint8Array): void => {
    sent.push(...reader.read(Buffer.from(bytes)));
    deliver?.(Buffer.from(bytes));
  };
  const session = new SpdySession({ write, end: hangUp, destroy: hangUp }, role, {
    opened: (stream) => void opened.push(stream),
    ended: () => {
      state.ended = true;
    },
  });
  return { session, sent, opened, state };
}

/** Two sessions that hear each other at once. */
function connectedPeers(): { readonly client: Peer; readonly server: Peer } {
  const server: Peer = peer("server", (bytes) => client.session.receive(bytes));
  const client: Peer = peer("client", (bytes) => server.session.receive(bytes));
  return { client, server };
}

function notes(stream: SpdyStream): string[] {
  const heard: string[] = [];
  stream.observe({
    data: (bytes) => heard.push(bytes.toString()),
    end: () => heard.push("(end)"),
    reset: () => heard.push("(reset)"),
  });
  return heard;
}

const openStream = (streamId: number, encoder = new HeaderEncoder()): Buffer =>
  encodeFrame({ type: "SYN_STREAM", streamId, fin: false, block: encoder.encode({ streamtype: "data" }) });

describe("a SPDY session", () => {
  test("carries streams both ways, each way with its own end", () => {
    const { client, server } = connectedPeers();
    const here = client.session.open({ streamtype: "data", port: "80" });
    const there = server.opened[0] as SpdyStream;
    expect(there.headers).toEqual({ streamtype: "data", port: "80" });
    there.accept();
    const [heardHere, heardThere] = [notes(here), notes(there)];
    here.write(Buffer.from("ping"));
    here.end();
    there.write(Buffer.from("pong"));
    there.end();
    expect(heardThere).toEqual(["ping", "(end)"]);
    expect(heardHere).toEqual(["pong", "(end)"]);
  });

  test("sends nothing on a stream before it is accepted", () => {
    const { client, server } = connectedPeers();
    const here = client.session.open({});
    here.write(Buffer.from("early"));
    here.end();
    expect(client.sent.map(({ type }) => type)).toEqual(["SYN_STREAM"]);
    const there = server.opened[0] as SpdyStream;
    there.accept();
    expect(notes(there)).toEqual(["early", "(end)"]);
  });

  test("keeps what comes before anybody listens", () => {
    const { client, server } = connectedPeers();
    const here = client.session.open({});
    const there = server.opened[0] as SpdyStream;
    there.accept();
    here.write(Buffer.from("a"));
    here.reset();
    expect(notes(there)).toEqual(["a", "(reset)"]);
  });

  test("ends when a stream that nobody listens to is flooded", () => {
    const { client, server } = connectedPeers();
    const here = client.session.open({});
    server.opened[0]?.accept();
    for (let count = 0; count < 9; count += 1) here.write(Buffer.alloc(1024 * 1024));
    expect(server.state).toEqual({ hungUp: true, ended: true });
  });

  test("answers the peer's pings and not its own", () => {
    const { client, server } = connectedPeers();
    client.session.ping();
    client.session.ping();
    expect(server.sent).toEqual([
      { type: "PING", id: 1 },
      { type: "PING", id: 3 },
    ]);
    server.session.receive(encodeFrame({ type: "PING", id: 2 }));
    expect(server.sent).toHaveLength(2);
  });

  test("writes at most 16 MiB into one frame", () => {
    const { client, server } = connectedPeers();
    const here = client.session.open({});
    const there = server.opened[0] as SpdyStream;
    there.accept();
    let size = 0;
    there.observe({
      data: (bytes) => {
        size += bytes.length;
      },
      end: () => undefined,
      reset: () => undefined,
    });
    here.write(Buffer.alloc(20_000_000));
    expect(size).toBe(20_000_000);
  });

  test("resets its streams when the connection is gone", () => {
    const { client, server } = connectedPeers();
    client.session.open({});
    const heard = notes(server.opened[0] as SpdyStream);
    server.session.end();
    server.session.end();
    expect(heard).toEqual(["(reset)"]);
    expect(server.state.ended).toBe(true);
  });

  test("refuses streams beyond reason, and lives on", () => {
    const server = peer("server");
    const encoder = new HeaderEncoder();
    for (let id = 1; id <= 2 * 1025; id += 2) server.session.receive(openStream(id, encoder));
    expect(server.opened).toHaveLength(1024);
    expect(server.sent).toEqual([{ type: "RST_STREAM", streamId: 2049, status: 3 }]);
    expect(server.state.ended).toBe(false);
  });

  test("skips what it does not need: settings, windows, data of streams that are gone", () => {
    const server = peer("server");
    server.session.receive(encodeFrame({ type: "SETTINGS", settings: [] }));
    server.session.receive(encodeFrame({ type: "WINDOW_UPDATE", streamId: 1, delta: 1 }));
    server.session.receive(encodeFrame({ type: "DATA", streamId: 7, fin: true, data: Buffer.from("late") }));
    expect(server.sent).toEqual([]);
    expect(server.state.ended).toBe(false);
  });

  test.each([
    ["a stream of our own number", () => [openStream(2)]],
    ["a stream twice", (encoder = new HeaderEncoder()) => [openStream(3, encoder), openStream(3, encoder)]],
    ["headers that are none", () => [Buffer.from("800300010000000c000000010000000000001234", "hex")]],
    ["a wrong version", () => [Buffer.from("8001000600000004", "hex")]],
  ])("%s ends the session with a word, and nothing else", (_what, bytes) => {
    const server = peer("server");
    for (const each of bytes()) server.session.receive(each);
    expect(server.sent.at(-1)).toMatchObject({ type: "GOAWAY", status: 1 });
    expect(server.state).toEqual({ hungUp: true, ended: true });
  });

  test("survives a valid conversation with any bit turned", () => {
    const client = peer("client");
    const recorded: Buffer[] = [];
    const talker = peer("client", (bytes) => recorded.push(bytes));
    const stream = talker.session.open({ streamtype: "data" });
    stream.receiveReply();
    stream.write(Buffer.from("some data"));
    stream.end();
    talker.session.ping();
    const conversation = Buffer.concat(recorded);
    const random = randomOf(3);
    for (let round = 0; round < 2000; round += 1) {
      const broken = Buffer.from(conversation);
      const at = random(broken.length);
      broken.writeUInt8(broken.readUInt8(at) ^ (1 << random(8)), at);
      const server = peer("server");
      server.session.receive(broken);
      for (const each of server.opened) each.accept();
    }
    expect(client.state.ended).toBe(false);
  });
});
