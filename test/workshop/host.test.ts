import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Order } from "../../src/workshop/protocol/orders.ts";
import { began, CODE, FarEnd, RoomAtWork } from "./room-at-work.ts";

let room: RoomAtWork;

beforeEach(async () => {
  room = await new RoomAtWork().open();
});

afterEach(() => room.close());

const hello = { kind: "hello", device: "laptop", lastOrder: 0 };
const events = (first: number, ...told: object[]) => ({
  kind: "events",
  events: told.map((event, index) => ({ seq: first + index, at: 1, event })),
});

describe("the door", () => {
  it("seats who knows the code, tells two of one name apart, and knows a seat again", async () => {
    const [ana, second] = await Promise.all([room.join("Ana"), room.join(" Ana\u001b[31m ")]);
    expect([ana.name, second.name]).toEqual(["Ana", "Ana[31m"]);
    expect((await room.join("Ana")).name).toBe("Ana (2)");
    expect(await room.join("whoever", ana.seat.toLowerCase())).toMatchObject({ learner: ana.learner, name: "Ana" });
  });

  it("refuses wrong codes, and soon asks for patience, without filling the screen", async () => {
    const statuses = [];
    for (let tries = 0; tries < 40; tries++) statuses.push((await room.post({ code: "WRONG234", name: "Eve" })).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 403));
    expect(statuses.slice(12).every((status) => status === 429)).toBe(true);
    expect(room.reports.length).toBeLessThan(4);
    // Neither does the right code help who has guessed before.
    expect((await room.post({ code: CODE, name: "Eve" })).status).toBe(429);
  });

  it.each([
    ["no JSON", "{"],
    ["no name", { code: CODE }],
    ["too much", { code: CODE, name: "x".repeat(5000) }],
  ])("refuses a request with %s", async (_, body) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const url = `http://127.0.0.1:${room.port}/api/join`;
    expect((await fetch(url, { method: "POST", body: text })).status).toBe(400);
  });

  it.each([
    ["/learner", "no-seat", undefined],
    ["/instructor", "no-token", undefined],
    ["/instructor", "", "https://elsewhere.example"],
  ])("lets nobody in at %s with %j from %j", async (path, token, origin) => {
    const url = `ws://127.0.0.1:${room.port}${path}`;
    await expect(FarEnd.open(url, token === "" ? room.token : token, origin)).rejects.toThrow(/403/);
  });

  it("gives pages that can load nothing from elsewhere, and results only to the instructor", async () => {
    const page = await fetch(`http://127.0.0.1:${room.port}/`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    await room.join("=cmd()");
    const url = `http://127.0.0.1:${room.port}/api/results.csv`;
    expect((await fetch(url)).status).toBe(401);
    const results = await fetch(url, { headers: { authorization: `Bearer ${room.token}` } });
    expect(await results.text()).toMatch(/^name,lesson.*\r\n'=cmd\(\),/);
  });
});

describe("a learner's connection", () => {
  it("acknowledges what is kept, once, and the instructor sees it", async () => {
    const instructor = await room.instructor();
    const { seat, learner } = await room.join("Ana");
    const ana = await room.learner(seat);
    ana.say(hello);
    expect(await ana.hear("welcome")).toMatchObject({ acknowledged: 0, room: { name: "A room" } });
    ana.say(events(1, began, { kind: "hand", raised: true, about: "help" }));
    await ana.hear("acknowledged", ({ seq }) => seq === 2);
    ana.say(events(2, { kind: "hand", raised: true }, { kind: "hand", raised: false }));
    await ana.hear("acknowledged", ({ seq }) => seq === 3);
    const { learners } = await instructor.hear("changed", (told) => told.learners[0]?.standing !== undefined);
    expect(learners).toMatchObject([{ id: learner, name: "Ana", isConnected: true, mood: "working" }]);
    expect(await room.ledger?.lastSeq(learner, "laptop")).toBe(3);
  });

  it("goes on where it was after the host was restarted, with the orders that were missed", async () => {
    const { seat } = await room.join("Ana");
    const ana = await room.learner(seat);
    ana.say(hello);
    ana.say(events(1, began));
    await ana.hear("acknowledged");
    const gone = ana.closed();
    await room.shut();
    expect(await gone).toBe(1001);
    await room.open();
    const instructor = await room.instructor();
    const { view } = await instructor.hear("room");
    expect(view.learners).toMatchObject([{ name: "Ana", standing: { lesson: "first-pod" }, isConnected: false }]);
    instructor.ask({ kind: "order", order: { kind: "broadcast", text: "Welcome back" } });
    await instructor.hear("done");
    const again = await room.learner(seat);
    again.say(hello);
    expect(await again.hear("welcome")).toMatchObject({ acknowledged: 1 });
    expect((await again.hear("orders")).orders).toMatchObject([{ number: 1, order: { text: "Welcome back" } }]);
  });

  it("finds the room as it left it after a restart: hands raised again, and votes in their rounds", async () => {
    const { seat, learner } = await room.join("Ana");
    const ana = await room.learner(seat);
    ana.say(hello);
    const instructor = await room.instructor();
    const ask = (round: 1 | 2): Order => ({ kind: "ask", question: "q", round, text: "?", options: ["a", "b"] });
    const give = async (order: Order) => {
      const done = instructor.heard.filter(({ kind }) => kind === "done").length;
      instructor.ask({ kind: "order", order });
      await expect.poll(() => instructor.heard.filter(({ kind }) => kind === "done").length).toBe(done + 1);
      // The next thing comes at a later instant.
      await new Promise((resolve) => setTimeout(resolve, 3));
    };
    let seq = 0;
    const tell = async (event: object) => {
      ana.say(events(++seq, event));
      await ana.hear("acknowledged", (told) => told.seq === seq);
      await new Promise((resolve) => setTimeout(resolve, 3));
    };
    await tell({ kind: "hand", raised: true, about: "first" });
    await give({ kind: "hand-seen", to: learner });
    await tell({ kind: "hand", raised: true, about: "second" });
    await give(ask(1));
    await tell({ kind: "vote", question: "q", option: 0 });
    await give(ask(2));
    await tell({ kind: "vote", question: "q", option: 1 });
    const before = (await (await room.instructor()).hear("room")).view;
    await room.shut();
    await room.open();
    const { view } = await (await room.instructor()).hear("room");
    expect(view.question).toEqual(before.question);
    expect(view.question).toMatchObject({ counts: [0, 1], firstRound: [1, 0] });
    expect(view.learners[0]?.hand).toEqual(before.learners[0]?.hand);
    expect(view.learners[0]?.hand).toMatchObject({ about: "second" });
  });

  it("hears what is meant for it and nothing that is another's", async () => {
    const [ana, ben] = [await room.join("Ana"), await room.join("Ben")];
    const ends = [await room.learner(ana.seat), await room.learner(ben.seat)] as const;
    for (const end of ends) {
      end.say(hello);
      await end.hear("welcome");
    }
    const instructor = await room.instructor();
    instructor.ask({ kind: "order", order: { kind: "hint", text: "For Ana", to: ana.learner } });
    instructor.ask({ kind: "order", order: { kind: "broadcast", text: "For all" } });
    await ends[1].hear("orders", ({ orders }) => orders.some(({ number }) => number === 2));
    await ends[0].hear("orders", ({ orders }) => orders.some(({ number }) => number === 2));
    const texts = ends.map(({ heard }) =>
      heard.flatMap((message) => (message.kind === "orders" ? message.orders : [])).map(({ number }) => number),
    );
    expect(texts).toEqual([[1, 2], [2]]);
  });

  it.each([
    ["no JSON", "{"],
    ["something unknown", JSON.stringify({ kind: "sudo" })],
    ["events before hello", JSON.stringify(events(1, began))],
    ["a field out of bounds", JSON.stringify(events(1, { kind: "vote", question: "../x", option: 1 }))],
    ["bytes where text is spoken", Buffer.from(JSON.stringify(hello))],
    ["a depth without end", "[".repeat(1_000_000)],
  ])("is closed after %s, a line says so, and the room goes on", async (_, text) => {
    const instructor = await room.instructor();
    const ana = await room.learner((await room.join("Ana")).seat);
    const closed = ana.closed();
    ana.socket.send(text);
    expect(await closed).toBe(1008);
    const { parts } = await instructor.hear("changed", ({ parts: { host } }) => (host?.notices.length ?? 0) > 0);
    expect(parts.host?.notices[0]?.text).toMatch(/^refused: a learner's connection \(/);
    expect(room.reports).toHaveLength(1);
    expect((await room.join("Ben")).name).toBe("Ben");
  });

  it("is closed when it says hello twice", async () => {
    const ana = await room.learner((await room.join("Ana")).seat);
    const closed = ana.closed();
    ana.say(hello);
    ana.say({ ...hello, device: "another" });
    expect(await closed).toBe(1008);
  });

  it("is closed after a frame that is too large", async () => {
    const ana = await room.learner((await room.join("Ana")).seat);
    const closed = ana.closed();
    ana.socket.send("x".repeat(5_000_000));
    expect(await closed).toBe(1009);
  });

  it("ends when its learner is erased, who is then nobody", async () => {
    const { seat, learner } = await room.join("Ana");
    const ana = await room.learner(seat);
    ana.say(hello);
    await ana.hear("welcome");
    const closed = ana.closed();
    const instructor = await room.instructor();
    instructor.ask({ kind: "erase", learner });
    expect(await closed).toBe(1008);
    expect(await room.ledger?.learners()).toEqual([]);
    await expect(room.learner(seat)).rejects.toThrow(/403/);
  });
});
