// Those who mean no good, and those who cannot keep up: refused, bounded, told to the instructor; and nobody else notices.

import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { send } from "../../src/workshop/host/send.ts";
import { began, FarEnd, RoomAtWork } from "./room-at-work.ts";

let room: RoomAtWork;

beforeEach(async () => {
  room = await new RoomAtWork().open();
});

afterEach(() => room.close());

const hello = { kind: "hello", device: "laptop", lastOrder: 0 };
const hand = (about: string) => ({ kind: "hand", raised: true, about });
const events = (first: number, ...told: object[]) => ({
  kind: "events",
  events: told.map((event, index) => ({ seq: first + index, at: 1, event })),
});

async function seated(name: string) {
  const { seat, learner } = await room.join(name);
  const end = await room.learner(seat);
  return { seat, learner, end };
}

/** One request behind the other, without waiting for answers. */
async function guesses(first: number, count: number): Promise<readonly number[]> {
  const socket = connect(room.port, "127.0.0.1");
  let heard = "";
  socket.on("data", (data) => {
    heard += String(data);
  });
  for (let n = first; n < first + count; n++) {
    const body = JSON.stringify({ code: `WRONG${n}`, name: "Eve" });
    const end = n === first + count - 1 ? "Connection: close\r\n" : "";
    socket.write(`POST /api/join HTTP/1.1\r\nHost: h\r\n${end}Content-Length: ${body.length}\r\n\r\n${body}`);
  }
  await once(socket, "close");
  return [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
}

/** Somebody has noticed, and it is on the instructor's page. */
async function noticed(text: RegExp): Promise<void> {
  const instructor = await room.instructor();
  const { view } = await instructor.hear("room");
  expect(view.host?.notices.map((notice) => notice.text).join("\n")).toMatch(text);
  instructor.socket.close();
}

describe("who guesses codes, a thousand a second", () => {
  it("gets nowhere, keeps nobody out who has a seat, and is one line on the page", async () => {
    const ana = await seated("Ana");
    const statuses = (await Promise.all(Array.from({ length: 10 }, (_, n) => guesses(n * 100, 100)))).flat();
    const of = (status: number) => statuses.filter((each) => each === status).length;
    expect(of(403)).toBeLessThanOrEqual(20);
    expect(of(403) + of(429)).toBe(1000);
    await expect(FarEnd.open(`ws://127.0.0.1:${room.port}/learner`, "GUESSEDSEAT")).rejects.toThrow(/429/);
    // From the same address.
    const again = await room.learner(ana.seat);
    again.say(hello);
    await again.hear("welcome");
    await room.instructor();
    expect(room.reports.length).toBeLessThan(6);
    // Nor after the host was started anew, in the middle of it.
    await room.shut();
    await room.open();
    await guesses(0, 50);
    const later = await room.learner(ana.seat);
    later.say(hello);
    await later.hear("welcome");
    await noticed(/refused: too many wrong codes/);
  });
});

describe("who has a seat", () => {
  it("cannot tell anything twice, nor as another: what was recorded and is sent again counts once, and for them", async () => {
    const [ana, eve] = [await seated("Ana"), await seated("Eve")];
    const recorded = [hello, events(1, began, hand("mine"))];
    for (const message of recorded) ana.end.say(message);
    await ana.end.hear("acknowledged");
    // Ana's own frames, on another line of hers and on Eve's.
    const again = await room.learner(ana.seat);
    for (const end of [again, eve.end]) {
      for (const message of recorded) end.say(message);
      await end.hear("acknowledged");
    }
    expect(await room.ledger?.eventsOf(ana.learner)).toHaveLength(2);
    expect(await room.ledger?.eventsOf(eve.learner)).toHaveLength(2);
    // Learners' seats open neither the instructor's door nor what others did.
    await expect(FarEnd.open(`ws://127.0.0.1:${room.port}/instructor`, eve.seat)).rejects.toThrow(/403/);
    const journal = `http://127.0.0.1:${room.port}/api/learners/${ana.learner}/journal`;
    expect((await fetch(journal, { headers: { authorization: `Bearer ${eve.seat}` } })).status).toBe(401);
  });

  it("cannot speak without end: too many frames close the line, and one line says so", async () => {
    const [ana, eve] = [await seated("Ana"), await seated("Eve")];
    const closed = eve.end.closed();
    eve.end.say(hello);
    for (let n = 0; n < 2000; n++) eve.end.say(events(1));
    expect(await closed).toBe(1008);
    await noticed(/a learner's connection \(.*it sends too often\)/);
    ana.end.say(hello);
    ana.end.say(events(1, hand("still here")));
    await ana.end.hear("acknowledged");
  });

  it("cannot take all lines: the first of many makes room", async () => {
    const { seat, end } = await seated("Eve");
    const closed = end.closed();
    for (let n = 0; n < 8; n++) await room.learner(seat);
    expect(await closed).toBe(1013);
  });

  it("cannot command the instructor's terminal through what is refused", async () => {
    const { end } = await seated("Eve");
    const closed = end.closed();
    end.say(events(1, { kind: "\u001b[2J\u001b]0;owned\u0007", "\u202e": 1 }));
    await closed;
    expect(room.reports.join("")).toContain("refused");
    expect(room.reports.join("")).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe("who sends what is no message", () => {
  it.each([
    [
      "a body that never ends",
      "POST /api/join HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n",
      "x".repeat(200_000),
    ],
    ["headers that never end", "GET / HTTP/1.1\r\nHost: h\r\n", `A: ${"x".repeat(200_000)}`],
    ["no HTTP at all", "\u0016\u0003\u0001\u0002\u0000\u0001", "\u0000".repeat(1000)],
    [
      "a WebSocket frame that claims to be huge",
      "GET /learner HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: k8s-tutor.v1, token.SEAT\r\n\r\n",
      "\u0081\u00ff\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
    ],
  ])("%s: the line is closed, and the room goes on", async (_, begin, rest) => {
    const { seat } = await room.join("Eve");
    const socket = connect(room.port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.resume();
    const closed = new Promise((resolve) => socket.on("close", resolve));
    await once(socket, "connect");
    socket.write(begin.replace("SEAT", seat.replaceAll("-", "")), "latin1");
    socket.write(rest, "latin1");
    await closed;
    expect((await room.join("Ben")).name).toBe("Ben");
  });
});

describe("who does not read", () => {
  it("is told to come back, and holds no more of the host's memory than agreed", async () => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
    await once(server, "listening");
    const address = server.address();
    const client = new WebSocket(`ws://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
    const [[there]] = (await Promise.all([once(server, "connection"), once(client, "open")])) as [[WebSocket], unknown];
    client.pause();
    const closed = once(client, "close");
    let isSlow = false;
    let sent = 0;
    while (!isSlow && sent < 100) {
      send(there, "x".repeat(1_000_000), () => {
        isSlow = true;
      });
      sent++;
      await new Promise(setImmediate);
    }
    expect(there.bufferedAmount).toBeLessThan(5_000_000);
    expect(sent).toBeLessThan(30);
    client.resume();
    const [code, why] = (await closed) as [number, Buffer];
    expect([code, String(why)]).toEqual([1013, "it does not read what it is told"]);
    server.close();
  });

  it("nor answers, is cut, and told so if it wakes up in time", async () => {
    const quick = await new RoomAtWork({ heartbeatMs: 50 }).open();
    onTestFinished(() => quick.close());
    const page = await quick.instructor();
    const closed = page.closed();
    page.socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 400));
    page.socket.resume();
    // 1006: it has slept too long, and the line is gone without a word.
    expect([1013, 1006]).toContain(await closed);
  });

  it("and is an instructor's page, is told all changes in one when it reads again", async () => {
    for (let n = 0; n < 1000; n++)
      room.ledger?.room.addLearner({ id: `l${n}`, name: `Learner ${n}`, joinedAt: 1, seatHash: "" });
    const page = await room.instructor();
    await page.hear("room");
    page.socket.pause();
    const one = await seated("Ana");
    one.end.say(hello);
    // Every learner changes, again and again: some 40 MB, if each change were told.
    for (let round = 0; round < 20; round++) {
      for (let n = 0; n < 1000; n++) room.ledger?.room.connect(`l${n}`, round % 2 === 0 ? 1 : -1);
      await new Promise((resolve) => setTimeout(resolve, 110));
    }
    one.end.say(events(1, began, hand("the last")));
    await one.end.hear("acknowledged");
    page.socket.resume();
    await page.hear("changed", ({ learners }) => learners.some(({ hand }) => hand?.about === "the last"));
    const heard = page.heard.reduce((sum, message) => sum + JSON.stringify(message).length, 0);
    expect(heard).toBeLessThan(8_000_000);
  });
});
