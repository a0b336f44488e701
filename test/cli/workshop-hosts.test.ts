// Hosts with TLS, several hosts on one database, and the instructor's own cluster on the wall: all from the command line.

import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CertificateAuthority } from "../../src/http/certificates/authority.ts";
import type { RoomView, ToInstructor } from "../../src/workshop/protocol/view.ts";
import { type PostgresServer, startPostgres } from "../workshop/postgres-server.ts";
import { FarEnd } from "../workshop/room-at-work.ts";
import { environment, type Outcome, program, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { Host } from "./workshop-host.ts";

const scratch = new Scratch();
const hosts: Host[] = [];
const desks: PseudoTerminal[] = [];
const PATIENCE_MS = 45_000;

afterAll(() => scratch.remove());

afterEach(async () => {
  for (const desk of desks.splice(0)) desk.close();
  await Promise.all(hosts.splice(0).map((host) => host.end("SIGKILL")));
});

async function open(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Host> {
  const home = scratch.folder(name);
  const host = await Host.start({ home, port: 0, args: ["--lessons", "first-pod", ...args], env });
  hosts.push(host);
  return host;
}

function sit(name: string, ...args: string[]): PseudoTerminal {
  const env = environment(scratch.path, { K8S_TUTOR_HOME: join(scratch.path, name) });
  const desk = new PseudoTerminal({ args: [program, "join", ...args], env, cwd: scratch.path });
  desks.push(desk);
  return desk;
}

/** From a machine of the instructor's that no host runs on. */
function workshop(...args: string[]): Promise<Outcome> {
  return run(["workshop", ...args], { cwd: scratch.path });
}

async function statusOf(link: string): Promise<RoomView> {
  const { stdout, stderr } = await workshop("status", "--json", "--host", link);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as RoomView;
}

async function statusWhere(link: string, holds: (view: RoomView) => boolean): Promise<RoomView> {
  const started = Date.now();
  for (;;) {
    const view = await statusOf(link);
    if (holds(view) || Date.now() - started > PATIENCE_MS) return view;
  }
}

/** Signed by an authority that is not in the file, as public ones are not. */
const certificates = (() => {
  const day = 24 * 3600 * 1000;
  const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
  const authority = CertificateAuthority.create("An authority", validity);
  const issue = () =>
    authority.issue({
      subject: { commonName: "class.example" },
      usages: ["server"],
      hosts: ["class.example", "127.0.0.1"],
      ...validity,
    });
  const { certificate, key } = issue();
  return {
    cert: scratch.file("class.crt", certificate),
    key: scratch.file("class.key", key),
    otherKey: scratch.file("other.key", issue().key),
  };
})();

const present = (view: RoomView) => view.learners.map(({ name, standing }) => `${name} ${standing?.step}`).sort();

describe("two hosts on one database", { timeout: 120_000 }, () => {
  let server: PostgresServer | undefined;

  beforeAll(async () => {
    server = await startPostgres();
    if (server === undefined) console.warn("Two hosts were NOT tested: there is no PostgreSQL to start");
    return () => server?.stop();
  }, 60_000);

  it("share a room: who sits at one is seen at the other, and hears what is ordered there", async ({ skip }) => {
    if (server === undefined) return skip("there is no PostgreSQL");
    const args = ["--database", server.url];
    const env = { K8S_TUTOR_WORKSHOP_TOKEN: "the-same-at-both" };
    const one = await open("one", args, env);
    const two = await open("two", args, env);
    expect(two.text).toContain("goes on");
    const [code] = one.address.split("@");
    expect(two.address.split("@")[0]).toBe(code);
    const ana = sit("ana", one.address, "--name", "Ana");
    const ben = sit("ben", two.address, "--name", "Ben");
    for (const desk of [ana, ben]) await desk.sees("[1/6]", { timeoutMs: PATIENCE_MS });
    for (const { link } of [one, two])
      expect(present(await statusWhere(link, ({ learners }) => learners.every((each) => each.standing)))).toEqual([
        "Ana 0",
        "Ben 0",
      ]);
    const said = await workshop("message", "Hello from two", "--host", two.link);
    expect(said).toMatchObject({ exitCode: 0, stderr: "" });
    for (const desk of [ana, ben]) await desk.sees("Hello from two", { timeoutMs: PATIENCE_MS });
    await ana.enters("hand from the first", "Your hand is up");
    const seen = await statusWhere(two.link, ({ learners }) => learners.some(({ hand }) => hand !== undefined));
    expect(seen.learners.find(({ name }) => name === "Ana")?.hand).toMatchObject({ about: "from the first" });
    // The first host dies: its learner goes on with the seat at the other.
    await one.end("SIGKILL");
    ana.enter("exit");
    await ana.ended(PATIENCE_MS);
    const again = sit("ana", two.address);
    await again.sees(/⇄ hand up ~\S* \$/, { timeoutMs: PATIENCE_MS });
    const after = await statusWhere(two.link, ({ learners }) => learners.every(({ isConnected }) => isConnected));
    expect(present(after)).toEqual(["Ana 0", "Ben 0"]);
  });

  it("says what is wrong with the address of a database", async () => {
    const tried = await workshop("host", "--port", "0", "--database", "postgres://nobody@127.0.0.1:1/none");
    expect([tried.exitCode, tried.stderr]).toEqual([1, expect.stringContaining("PostgreSQL cannot be reached")]);
    expect((await workshop("host", "--database", "mysql://x")).exitCode).toBe(2);
  });
});

describe("a host with TLS", { timeout: 120_000 }, () => {
  it("is led from another machine by whoever has compared its certificate", async () => {
    const host = await open("tls", ["--tls"]);
    const fingerprint = /SHA-256 (\S+)/.exec(host.text)?.[1] ?? "";
    const unknown = await workshop("status", "--host", host.link);
    expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining(fingerprint)]);
    const wrong = await workshop("status", "--host", host.link, "--fingerprint", fingerprint.replace(/^../, "00"));
    expect(wrong.exitCode).toBe(1);
    for (const spelling of [fingerprint, fingerprint.toUpperCase().replace(/..(?=.)/g, "$&:")]) {
      const right = await workshop("status", "--host", host.link, "--fingerprint", spelling);
      expect([right.stderr, right.exitCode]).toEqual(["", 0]);
    }
    // A learner who was told no fingerprint compares it by eye.
    const [bare = ""] = host.address.split(".");
    const code = host.address.replace(/^.*#([A-Z0-9-]+).*$/, "$1");
    expect(bare).toContain("https");
    const ana = sit("tls-ana", `https://127.0.0.1:${host.port}/join#${code}`, "--name", "Ana");
    await ana.sees(fingerprint.slice(0, 20), { timeoutMs: PATIENCE_MS });
    ana.enter("y");
    await ana.sees("[1/6]", { timeoutMs: PATIENCE_MS });
    const careful = sit("tls-ben", `https://127.0.0.1:${host.port}/join#${code}`, "--name", "Ben");
    await careful.sees("y/n");
    careful.enter("n");
    expect(await careful.ended(PATIENCE_MS)).toBe(1);
  });

  it("with a certificate that an authority has signed, shows the address by name, and no fingerprint", async () => {
    const host = await open("named", ["--cert", certificates.cert, "--key", certificates.key]);
    expect(host.text).toMatch(/In a browser https:\/\/class\.example:\d+\/join#[A-Z0-9-]+\n/);
    expect(host.text).not.toContain("SHA-256");
    expect(host.address).toMatch(/^https:\/\/class\.example:/);
  });

  it("refuses a key that is not the certificate's", async () => {
    const { cert } = certificates;
    const tried = await workshop("host", "--port", "0", "--cert", cert, "--key", certificates.otherKey);
    expect([tried.exitCode, tried.stderr]).toEqual([2, expect.stringContaining("no pair")]);
  });
});

describe("the instructor's own cluster", { timeout: 120_000 }, () => {
  it("is on the projector while they are in it", async () => {
    const host = await open("stage", []);
    const env = environment(join(scratch.path, "stage"));
    const own = new PseudoTerminal({ args: [program, "workshop", "sandbox", "--projector"], env, cwd: scratch.path });
    desks.push(own);
    await own.sees("Its map is on the projector", { timeoutMs: PATIENCE_MS });
    const token = new URL(host.link).hash.slice(1);
    const wall = await FarEnd.open<ToInstructor>(`ws://127.0.0.1:${host.port}/instructor`, token);
    await own.enters("kubectl run stage-pod --image=nginx", "created");
    const { parts } = await wall.hear(
      "changed",
      ({ parts: { picture } }) => picture?.lines.join("\n").includes("stage-pod") === true,
    );
    expect(parts.picture?.title).toBe("The instructor's cluster");
    own.enter("exit");
    expect(await own.ended(PATIENCE_MS)).toBe(0);
    await wall.hear("changed", ({ parts: { picture } }) => picture === null);
    wall.socket.close();
  });
});
