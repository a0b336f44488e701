// How curl comes by a connection: a name to an address, an address to a socket, all within its time limits.

import { connectToAddress, resolveHost } from "../../connect.ts";
import type { Socket } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import type { Url } from "../url.ts";
import { Failure, type Transfer } from "./transfer.ts";
import { note } from "./verbose.ts";

export interface Connected {
  readonly socket: Socket;
  readonly address: string;
}

/** What --max-time allows. */
export function timeLimit({ options }: Transfer): number {
  return options.has("m") ? Number(options.value("m")) * 1000 : Number.POSITIVE_INFINITY;
}

export function* connect(transfer: Transfer, url: Url): Doing<Connected> {
  const { process } = transfer.run;
  const began = process.machine.now();
  const elapsed = () => process.machine.now() - began;
  const limit = connectLimit(transfer);
  const address = yield* resolve(transfer, url, limit, elapsed);
  note(transfer, `  Trying ${address}:${url.port}...`);
  const connection = yield* connectToAddress(process, address, url.port, Math.min(limit - elapsed(), 135_000));
  if (connection.kind === "connected") {
    note(transfer, `Connected to ${url.host} (${address}) port ${url.port}`);
    return { socket: connection.socket, address };
  }
  const failed = `Failed to connect to ${url.host} port ${url.port} after ${elapsed()} ms: Could not connect to server`;
  if (connection.kind === "timeout")
    throw new Failure(28, elapsed() >= limit ? `Connection timed out after ${elapsed()} milliseconds` : failed);
  const why = connection.kind === "refused" ? "Connection refused" : "Host is unreachable";
  note(transfer, `connect to ${address} port ${url.port} failed: ${why}`);
  throw new Failure(7, failed);
}

function connectLimit(transfer: Transfer): number {
  const { options } = transfer;
  return Math.min(timeLimit(transfer), options.has("@") ? Number(options.value("@")) * 1000 : 300_000);
}

function* resolve(transfer: Transfer, url: Url, limit: number, elapsed: () => number): Doing<string> {
  const given = givenAddress(transfer, url);
  if (given !== undefined) {
    note(transfer, `Hostname ${url.host} was found in DNS cache`);
    return given;
  }
  const resolution = yield* resolveHost(transfer.run.process, url.host, Math.min(limit, 10_000));
  if (resolution.kind === "found") {
    note(transfer, `Host ${url.host}:${url.port} was resolved.`);
    return resolution.addresses[0] ?? "";
  }
  if (elapsed() >= limit) throw new Failure(28, `Resolving timed out after ${elapsed()} milliseconds`);
  throw new Failure(6, `Could not resolve host: ${url.host}`);
}

/** What --resolve HOST:PORT:ADDRESS says of this one. */
function givenAddress({ options }: Transfer, { host, port }: Url): string | undefined {
  for (const entry of options.values("~")) {
    const [, name, number, addresses = ""] = /^\+?([^:]*):(\d+):(.*)$/.exec(entry) ?? [];
    if ((name === host || name === "*") && Number(number) === port)
      return addresses.split(",")[0]?.replace(/^\[|\]$/g, "");
  }
  return undefined;
}
