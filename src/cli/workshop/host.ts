// `k8s-tutor workshop host`: serves a room until Ctrl-C.

import { readFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { createSecureContext } from "node:tls";
import { renderUnicodeCompact } from "uqr";
import { Ledger } from "../../workshop/host/ledger.ts";
import { spoken } from "../../workshop/host/secrets.ts";
import { HostServer } from "../../workshop/host/server.ts";
import { SteadyClock } from "../../workshop/host/steady-clock.ts";
import { roomLessons } from "../../workshop/room/course.ts";
import { Room } from "../../workshop/room/room.ts";
import { AlreadyOwned } from "../../workshop/storage/owner.ts";
import type { Storage } from "../../workshop/storage/storage.ts";
import { openCourse, problemText } from "../course-files.ts";
import { systemReason, UserError } from "../failure.ts";
import { otherCourse } from "../other-course.ts";
import { isPlain } from "../plainness.ts";
import { endWith } from "../signals.ts";
import { ownCertificate } from "./certificate.ts";
import { HostData } from "./host-files.ts";
import { fingerprintOf, namesOf, selfSigned } from "./host-request.ts";
import { worksOf } from "./journal.ts";
import { Lookout } from "./lookout.ts";
import { readPages } from "./pages.ts";
import { type ChosenRoom, chooseRoom } from "./rooms.ts";
import { joinAddress } from "./target.ts";

export interface HostOptions {
  readonly course?: string;
  readonly lessons?: readonly string[];
  readonly path?: string;
  readonly port: number;
  readonly listen: string;
  readonly name: string;
  readonly data?: string;
  readonly database?: string;
  readonly new?: boolean;
  readonly tls?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly plain?: boolean;
}

const LOOPBACK: readonly string[] = ["127.0.0.1", "::1", "localhost"];
const EVERYWHERE: readonly string[] = ["0.0.0.0", "::"];

/** Resolves with the exit code when the host has been told to end. */
export async function host(options: HostOptions): Promise<number> {
  if (options.port > 65535) throw new UserError(`--port: there is no port ${options.port}; they end at 65535`, 2);
  if ((options.cert === undefined) !== (options.key === undefined))
    throw new UserError("--cert and --key go together: the certificate and its key, both in PEM", 2);
  outliveClosedPipes();
  const data = new HostData(options.data);
  data.make();
  const numbers = addressesOf(options.listen);
  const tls = tlsOf(options, data, numbers);
  // A certificate that an authority has signed speaks for names; one of our own is pinned, whatever the address.
  const isTrusted = tls !== undefined && selfSigned(tls.cert) === undefined;
  const addresses = isTrusted ? [...namesOf(tls.cert), ...numbers] : numbers;
  const storage = await openStorage(options.database, data);
  try {
    return await serveRoom(options, data, storage, addresses, tls);
  } finally {
    await storage.close();
  }
}

async function serveRoom(
  options: HostOptions,
  data: HostData,
  storage: Storage,
  addresses: readonly string[],
  tls: Tls | undefined,
): Promise<number> {
  const directory = options.course === undefined ? null : otherCourse(options.course);
  const { course, problems } = openCourse(directory ?? undefined);
  for (const problem of problems) report(problemText(problem));
  const choice = { ...options, course: directory, isNew: options.new === true };
  const chosen = await chooseRoom(storage, data, course, choice);
  const { stored, token } = chosen;
  const ids = stored.lessons.length > 0 ? stored.lessons : course.tracks.flatMap(({ lessons }) => lessons);
  const room = new Room(stored, roomLessons(ids.flatMap((id) => course.lessons.get(id) ?? [])));
  const clock = new SteadyClock(Date.now(), () => performance.now());
  const ledger = await Ledger.open(room, storage, clock.now, (error) =>
    report(`the room could not be read: ${systemReason(error)}`),
  );
  clock.notBefore(room.lastInstant);
  const lookout = new Lookout(ledger, directory);
  const [first = "127.0.0.1"] = addresses;
  const own = tls === undefined ? undefined : selfSigned(tls.cert);
  const fingerprint = own === undefined ? undefined : fingerprintOf(own);
  const server = new HostServer({
    ledger,
    pages: readPages(),
    lookout: (learner, inputs) => lookout.look(learner, inputs),
    journal: (learner) => lookout.journalOf(learner),
    work: async (learner) => worksOf(await ledger.eventsOf(learner)),
    now: clock.now,
    report,
    // A free port is known only later; then the pages say what their own address is.
    ...(options.port === 0 ? {} : { joinAt: `${bracketed(first)}:${options.port}` }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(tls === undefined ? {} : { tls }),
  });
  const port = await server.listen(options.port, options.listen).catch(async (error: unknown) => {
    await lookout.close();
    await ledger.close();
    throw new UserError(
      `cannot listen on port ${options.port} of ${options.listen}: ${systemReason(error)}; choose another with --port or --listen`,
    );
  });
  const scheme = tls === undefined ? "http" : "https";
  const origins = addresses.map((address) => `${scheme}://${bracketed(address)}:${port}`);
  data.keepReachable({
    origin: `${scheme}://${bracketed(clientAddress(options.listen))}:${port}`,
    token,
    name: stored.name,
    ...(own === undefined ? {} : { certificate: own }),
  });
  process.stdout.write(`${greeting(chosen, origins, fingerprint, isDrawn(options)).join("\n")}\n`);
  await untilToldToEnd(async () => {
    await server.close();
    await lookout.close();
    await ledger.close();
    data.forgetReachable();
  });
  process.stdout.write(`The room “${stored.name}” rests. ${goOn(options)} goes on with it; everything is kept.\n`);
  return 0;
}

type Tls = { readonly key: string; readonly cert: string };

function tlsOf({ tls, cert, key }: HostOptions, data: HostData, addresses: readonly string[]): Tls | undefined {
  if (cert === undefined || key === undefined)
    return tls === true ? ownCertificate(data, [...addresses, ...LOOPBACK, hostname()]) : undefined;
  const pair = { cert: readPem(cert), key: readPem(key) };
  try {
    createSecureContext(pair);
    return pair;
  } catch (error) {
    throw new UserError(`--cert and --key are no pair that TLS can use: ${systemReason(error)}`, 2);
  }
}

function readPem(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${systemReason(error)}`);
  }
}

async function openStorage(database: string | undefined, data: HostData): Promise<Storage> {
  if (database === undefined) {
    const { SqliteStorage } = await import("../../workshop/storage/sqlite.ts");
    try {
      return SqliteStorage.open(data.database);
    } catch (error: unknown) {
      if (error instanceof AlreadyOwned) throw new UserError(error.message);
      throw new UserError(`${data.database} cannot be opened: ${systemReason(error)}; name another folder with --data`);
    }
  }
  if (!/^postgres(ql)?:\/\//.test(database))
    throw new UserError("--database takes the address of a PostgreSQL server: postgres://USER@HOST/DATABASE", 2);
  const { PostgresStorage } = await import("../../workshop/storage/postgres.ts");
  return PostgresStorage.open(database).catch((error: unknown) => {
    throw new UserError(`PostgreSQL cannot be reached: ${systemReason(error)}; see --database`);
  });
}

function greeting(
  { stored, token, isResumed }: ChosenRoom,
  origins: readonly string[],
  fingerprint: string | undefined,
  isDrawn: boolean,
): readonly string[] {
  const code = spoken(stored.code);
  const [first = ""] = origins;
  const pinned = fingerprint === undefined ? {} : { fingerprint };
  const addresses = origins.map((origin) => joinAddress({ origin, code, ...pinned }));
  const [address = ""] = addresses;
  const isPlainHttp = first.startsWith("http:");
  const commands = isPlainHttp ? origins.map((origin) => `${code}@${new URL(origin).host}`) : addresses;
  return [
    `The room “${stored.name}” ${isResumed ? "goes on" : "is open"}. Ctrl-C ends the host; the room is kept.`,
    "",
    `  Room code    ${code}`,
    ...commands.map((each, index) => `  ${index === 0 ? "Learners" : "    or  "}     k8s-tutor join ${each}`),
    `  In a browser ${address}`,
    `  Instructor   ${first}/#${token}`,
    ...(fingerprint === undefined ? [] : [`  Certificate  SHA-256 ${fingerprint}`]),
    "",
    ...(isDrawn ? [renderUnicodeCompact(address), ""] : []),
  ];
}

/** A QR code is for cameras: not for a log, and not for who listens to the screen. */
function isDrawn(options: HostOptions): boolean {
  return process.stdout.isTTY === true && !isPlain(options);
}

function goOn({ name, data, port, listen, database }: HostOptions): string {
  const words = [
    ...(name === DEFAULT_NAME ? [] : ["--name", JSON.stringify(name)]),
    ...(data === undefined ? [] : ["--data", data]),
    // The address of a database holds a password, perhaps.
    ...(database === undefined ? [] : ["--database …"]),
    ...(port === 0 ? [] : ["--port", String(port)]),
    ...(EVERYWHERE.includes(listen) ? [] : ["--listen", listen]),
  ];
  return ["k8s-tutor workshop host", ...words].join(" ");
}

export const DEFAULT_NAME = "Workshop";

/** Of this machine, as others reach it; the network's own before those of this machine only. */
function addressesOf(listen: string): readonly string[] {
  if (!EVERYWHERE.includes(listen)) return [listen];
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outward = all.filter(({ internal, family }) => !internal && (family === "IPv4" || listen === "::"));
  const addresses = outward.map(({ address }) => address).filter((address) => !address.startsWith("fe80"));
  return addresses.length > 0 ? addresses : ["127.0.0.1"];
}

function clientAddress(listen: string): string {
  return EVERYWHERE.includes(listen) ? "127.0.0.1" : listen;
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function report(what: string): void {
  process.stderr.write(`${new Date().toTimeString().slice(0, 8)} ${what}\n`);
}

// Other commands end when nobody reads what they say; a host is there for its guests.
function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners("error");
    stream.on("error", () => undefined);
  }
}

function untilToldToEnd(end: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => endWith(() => end().then(resolve, reject)));
}
