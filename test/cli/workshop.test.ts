// A workshop as people live it: a host, two learners at terminals, and the instructor's commands.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LookView, RoomView, ToInstructor } from "../../src/workshop/protocol/view.ts";
import { FarEnd } from "../workshop/room-at-work.ts";
import { environment, type Outcome, program, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { Host } from "./workshop-host.ts";

const scratch = new Scratch();
const desks: PseudoTerminal[] = [];
let host: Host | undefined;

/** A learner at a computer of their own. */
function sit(name: string, ...args: string[]): PseudoTerminal {
  const env = environment(scratch.path, { K8S_TUTOR_HOME: join(scratch.path, name) });
  const desk = new PseudoTerminal({ args: [program, "join", ...args], env, cwd: scratch.path });
  desks.push(desk);
  return desk;
}

function workshop(...args: string[]): Promise<Outcome> {
  return run(["workshop", ...args], { cwd: scratch.path });
}

async function orders(...args: string[]): Promise<void> {
  const { exitCode, stderr } = await workshop(...args);
  expect([stderr, exitCode]).toEqual(["", 0]);
}

async function room(): Promise<RoomView> {
  return JSON.parse((await workshop("status", "--json")).stdout) as RoomView;
}

/** The room once it is as it should be; the last look when it never is. */
async function roomWhere(holds: (view: RoomView) => boolean): Promise<RoomView> {
  const started = Date.now();
  for (;;) {
    const view = await room();
    if (holds(view) || Date.now() - started > 8000) return view;
  }
}

const named = (view: RoomView, name: string) => view.learners.find((learner) => learner.name === name);

/** What the instructor's page is shown: now, and after the first two inputs. */
async function lookAt(name: string): Promise<{ live: LookView; rewound: LookView }> {
  const running = join(scratch.path, "k8s-tutor-home", "workshop", "host", "running.json");
  const { origin, token } = JSON.parse(readFileSync(running, "utf8")) as { origin: string; token: string };
  const page = await FarEnd.open<ToInstructor>(`${origin.replace("http", "ws")}/instructor`, token);
  const { view } = await page.hear("room");
  const learner = named(view, name)?.id ?? "";
  page.ask({ kind: "look", learner, inputs: null });
  const live = (await page.hear("looked")).look;
  page.ask({ kind: "look", learner, inputs: 2 });
  const rewound = (await page.hear("looked", ({ look }) => look.inputs === 2)).look;
  page.socket.close();
  return { live, rewound };
}

beforeAll(async () => {
  host = await Host.start({ home: scratch.path, port: 0, args: ["--lessons", "first-pod"] });
});

afterAll(async () => {
  for (const desk of desks) desk.close();
  await host?.end("SIGKILL");
  scratch.remove();
});

// One room, from its first minute to its last; each test goes on where the one before ended.
describe("a workshop", { timeout: 60_000 }, () => {
  let ana: PseudoTerminal;
  let ben: PseudoTerminal;
  let address = "";

  it("is joined with a code and a name, and says what is shared", async () => {
    address = host?.address ?? "";
    expect(address).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}@127\.0\.0\.1:\d+$/);
    ana = sit("ana", address);
    ben = sit("ben", address, "--name", "Ben", "--plain");
    await ana.sees("a pseudonym will do");
    ana.enter("Ana");
    await ana.sees("the instructor sees the commands");
    await ana.sees(/Your seat's code is ([A-Z2-9]{4}-){3}[A-Z2-9]{4}/);
    await ana.sees("[1/6] Find out how many buildings");
    await ana.sees(/⇄ \S+ \$/);
    await ben.sees(/\(shared\) \S+ \$/);
    const view = await roomWhere(({ learners }) => learners.every(({ standing }) => standing !== undefined));
    expect(view.learners.map(({ name, isConnected, mood }) => [name, isConnected, mood]).sort()).toEqual([
      ["Ana", true, "working"],
      ["Ben", true, "working"],
    ]);
    expect(named(view, "Ana")?.standing).toMatchObject({ lesson: "first-pod", step: 0, title: expect.any(String) });
  });

  it("shows wrong attempts and raised hands to the instructor, and texts to the learner who is typing", async () => {
    await ana.enters("kubectl gte nodes", "unknown command");
    await ana.enters("hand where do I begin?", "Your hand is up");
    await orders("hold");
    await ana.sees("stop and look up");
    await ana.enters("kubectl version", "What you have typed was not run");
    await orders("hold", "--off");
    await ana.sees("Go on.");
    ana.type("kubectl get n");
    await orders("message", "Look at this\u001b[2J <b>now</b>", "--command", "kubectl get nodes");
    await ana.sees(
      /The instructor says:\s+Look at this\[2J <b>now<\/b>\s+kubectl get nodes\s+⇄ hand up \S+ \$ kubectl get n$/,
    );
    await orders("message", "Ask for all nodes.", "--to", "ana");
    await ana.sees(/A hint from the instructor:\s+Ask for all nodes\./);
    // The hand is down, and the line that is being typed says so.
    await ana.sees(/⇄ ~\S* \$ kubectl get n$/);
    expect(ben.screen).not.toContain("Ask for all nodes.");
    const view = await room();
    expect(named(view, "Ana")?.hand).toBeUndefined();
    expect(view.step?.mistakes.map(({ kind }) => kind).sort()).toEqual(["error", "open"]);
  });

  it("keeps the next step closed until the gate opens, and open for who comes through it", async () => {
    await orders("gate", "1");
    await new Promise((resolve) => setTimeout(resolve, 300));
    ana.type("odes\r");
    await ana.sees("How many nodes take ordinary tenants?");
    await ana.enters("2", "The instructor opens the next step soon.");
    await ben.enters("skip", "The instructor opens the next step soon.");
    expect(ana.screen).not.toContain("[2/6] Create");
    const waiting = await roomWhere((seen) => named(seen, "Ana")?.standing?.steps[0]?.status === "solo");
    expect(named(waiting, "Ana")?.standing).toMatchObject({
      step: 0,
      steps: [{ status: "solo" }, ...Array(5).fill({})],
    });
    await orders("gate", "open");
    await ana.sees("[2/6] Create a Pod named web");
    await orders("go", "2", "--to", "Ben");
    await ben.sees("[2/6] Create a Pod named");
  });

  it("asks, counts hidden votes, and shows them", async () => {
    await orders("ask", "What is a Pod?", "--option", "A building", "--option", "An apartment");
    await ana.sees("2) An apartment");
    await ben.sees("2) An apartment");
    await ana.enters("vote 2", "Your vote: 2) An apartment.");
    await ben.enters("vote 7", "Vote with a number from 1 to 2");
    await ben.enters("vote 1", "Your vote: 1) A building.");
    await roomWhere(({ question }) => question?.votes === 2);
    await orders("reveal", "--right", "2");
    await ana.sees(/█+ 1 \(50%\) ✓ right/);
    await ben.sees(/1 \(50%\) .+ right/);
  });

  it("loses nothing when the host is killed, and the learner sees one quiet mark", async () => {
    const { port = 0 } = host ?? {};
    ana.type("kubectl run");
    await host?.end("SIGKILL");
    // At once, in the middle of a line.
    await ana.sees(/⇄… \S+ \$ kubectl run$/);
    ana.type(" ");
    await ana.enters("web --image=ngnix", "pod/web created");
    await ana.enters("hand my pod does not start", "Your hand is up");
    await ana.sees(/⇄… hand up \S+ \$$/m);
    await new Promise((resolve) => setTimeout(resolve, 300));
    host = await Host.start({ home: scratch.path, port });
    expect(host.text).toContain("goes on");
    const view = await roomWhere((seen) => named(seen, "Ana")?.hand?.about === "my pod does not start");
    expect(named(view, "Ana")).toMatchObject({ isConnected: true, hand: { about: "my pod does not start" } });
    expect(named(view, "Ana")?.standing?.steps[0]?.status).toBe("solo");
    await ana.enters("kubectl get pod web -o name", "pod/web");
    await ana.sees(/⇄ hand up \S+ \$/, { after: ana.screen.lastIndexOf("pod/web") });
  });

  it("lets the instructor look, try things on a copy, and begin a step anew", async () => {
    const copy = new PseudoTerminal({
      args: [program, "workshop", "sandbox", "Ana"],
      env: environment(scratch.path),
      cwd: scratch.path,
    });
    desks.push(copy);
    await copy.sees("A copy of Ana's cluster");
    await copy.enters("kubectl get pod web -o jsonpath='{.spec.containers[0].image}'; echo", "ngnix");
    await copy.enters("kubectl delete pod web", 'pod "web" deleted');
    copy.enter("exit");
    expect(await copy.ended()).toBe(0);
    await ana.enters("kubectl get pod web -o name | wc -l", "1");
    const looks = await lookAt("Ana");
    expect(looks.live.terminal.join("\n")).toMatch(
      /\$ kubectl run web --image=ngnix\npod\/web created\n\$ kubectl get pod web -o name\npod\/web/,
    );
    expect(looks.live.map.join("\n")).toContain("web");
    expect(looks.rewound.terminal.join("\n")).not.toContain("kubectl run");
    expect(looks.rewound).toMatchObject({ inputs: 2 });
    await orders("reset", "Ana");
    await ana.sees("This step begins anew");
    await ana.enters("kubectl get pod web", 'pods "web" not found');
  });

  it("is left and come back to on the same seat, on another machine, too", async () => {
    ana.enter("exit");
    expect(await ana.ended()).toBe(0);
    const again = sit("ana", address);
    await again.sees("you are where you left off");
    const seats = await run(["workshop", "seat", "--json"], {
      cwd: scratch.path,
      env: { K8S_TUTOR_HOME: join(scratch.path, "ana") },
    });
    const [{ seat }] = JSON.parse(seats.stdout) as [{ seat: string }];
    const elsewhere = sit("laptop", address, "--seat", seat);
    await elsewhere.sees("You are in “Workshop” as Ana.");
    await elsewhere.sees("You go on where you were.");
    await elsewhere.sees("[2/6] Create a Pod named web");
    const namesake = sit("namesake", address, "--name", "Ana");
    await namesake.sees("as Ana (2).");
    const view = await roomWhere(({ learners }) => learners.length === 3);
    expect(view.learners.map(({ name }) => name).sort()).toEqual(["Ana", "Ana (2)", "Ben"]);
    expect(named(view, "Ana")?.standing?.steps[0]?.status).toBe("solo");
    again.close();
    elsewhere.close();
    await namesake.sees("[1/6]");
    await namesake.enters("leave", "leave erase erases that");
    await namesake.enters("leave erase", "You have left the workshop");
    const without = await roomWhere(({ learners }) => learners.length === 2);
    expect(named(without, "Ana (2)")).toBeUndefined();
    expect(namesake.screen.split("\n").at(-1)).not.toContain("⇄");
  });

  it("refuses wrong codes and tokens, and keeps secrets to the owner of the machine", async () => {
    const wrong = sit("guest", address.replace(/^.{9}/, "AAAA-AAAA"), "--name", "Guest");
    expect(await wrong.ended()).toBe(1);
    expect(wrong.screen).toContain("there is no room with this code");
    const { stderr, exitCode } = await workshop("status", "--host", `127.0.0.1:${host?.port}`, "--token", "guess");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("does not take this instructor's token")]);
    const data = join(scratch.path, "k8s-tutor-home", "workshop", "host");
    for (const name of readdirSync(data).filter((each) => /token|running/.test(each))) {
      expect(statSync(join(data, name)).mode & 0o077).toBe(0);
      expect(readFileSync(join(data, name), "utf8")).not.toBe("");
    }
  });

  it("ends for everybody, and is erased", async () => {
    const results = await workshop("results");
    expect(results.stdout).toMatch(/^name,lesson,[\s\S]*\r\nAna,first-pod,/);
    await orders("delete", "--yes");
    await ben.sees("The workshop is over.");
    await ben.enters("kubectl get nodes", "city-hall");
    await host?.end("SIGINT");
    expect(host?.text).toContain("The room “Workshop” rests.");
  });
});
