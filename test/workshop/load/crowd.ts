// Many learners in one process: each has a line to the host and an event every so often. Far lighter than real tutors, so that what is
// measured is the host.

import { WebSocket } from "ws";
import type { LearnerEvent } from "../../../src/workshop/protocol/events.ts";
import { SUBPROTOCOL } from "../../../src/workshop/protocol/messages.ts";
import type { ToInstructor } from "../../../src/workshop/protocol/view.ts";
import { CODE, TOKEN } from "./room.ts";

const EVENT_EVERY_MS = 10_000;
const JOINS_AT_ONCE = 50;

interface Order {
  readonly ports: readonly number[];
  readonly learners: number;
  readonly seconds: number;
}

process.once("message", (order) => {
  run(order as Order).then(
    (told) => process.send?.(told, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

async function run({ ports, learners, seconds }: Order): Promise<object> {
  const portOf = (index: number) => ports[index % ports.length] ?? 0;
  const pending = new Map<string, number>();
  const waits: number[] = [];
  const page = await open(portOf(0), "instructor", TOKEN);
  page.on("message", (data) => {
    const now = performance.now();
    const told = JSON.parse(String(data)) as ToInstructor;
    if (told.kind !== "changed") return;
    for (const { hand } of told.learners) {
      const since = pending.get(hand?.about ?? "");
      if (since === undefined) continue;
      pending.delete(hand?.about ?? "");
      waits.push(now - since);
    }
  });
  const sockets: WebSocket[] = [];
  const began = performance.now();
  for (let first = 0; first < learners; first += JOINS_AT_ONCE) {
    const some = Array.from({ length: Math.min(JOINS_AT_ONCE, learners - first) }, (_, index) => first + index);
    sockets.push(...(await Promise.all(some.map((index) => sit(portOf(index), index)))));
  }
  const seatedMs = performance.now() - began;
  // Everybody at a moment of their own, spread over the interval.
  let isOver = false;
  for (const [index, socket] of sockets.entries()) {
    let seq = 0;
    const speak = () => {
      if (isOver) return;
      const about = `${index}/${++seq}`;
      pending.set(about, performance.now());
      const event: LearnerEvent = { kind: "hand", raised: true, about };
      socket.send(JSON.stringify({ kind: "events", events: [{ seq, at: Date.now(), event }] }));
      setTimeout(speak, EVENT_EVERY_MS);
    };
    setTimeout(speak, (EVENT_EVERY_MS * index) / sockets.length);
  }
  process.send?.({ seatedMs });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  isOver = true;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  waits.sort((a, b) => a - b);
  const at = (part: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? 0;
  return { events: waits.length, lost: pending.size, p50: at(0.5), p99: at(0.99) };
}

async function sit(port: number, index: number): Promise<WebSocket> {
  const body = JSON.stringify({ code: CODE, name: `Learner ${index}` });
  const response = await fetch(`http://127.0.0.1:${port}/api/join`, { method: "POST", body });
  const { seat, why = "" } = (await response.json()) as { seat?: string; why?: string };
  if (seat === undefined) throw new Error(`a learner was not seated: ${why}`);
  const socket = await open(port, "learner", seat);
  socket.send(JSON.stringify({ kind: "hello", device: "bench", lastOrder: 0 }));
  await new Promise((resolve) => socket.once("message", resolve));
  return socket;
}

function open(port: number, who: "learner" | "instructor", token: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${who}`, [SUBPROTOCOL, `token.${token}`], {
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => resolve(socket));
  });
}
