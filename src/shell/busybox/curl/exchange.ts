// One request of curl's and its response, and where a redirect leads.

import { connectToAddress, resolveHost } from "../../connect.ts";
import { formatRequest, HttpError, HttpReader, type HttpResponse, headerOf } from "../../http-message.ts";
import type { Doing } from "../../reading.ts";
import type { Options, Run } from "../applet.ts";
import { parseUrl, redirectTarget, type Url } from "../url.ts";
import { headText } from "./deliver.ts";
import { requestOf } from "./request.ts";

export interface Exchange {
  readonly response: HttpResponse;
  readonly url: Url;
  readonly address: string;
  readonly redirects: number;
}

/** An exit code and its message, as `curl: (7) …`. */
export class Failure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export function* follow(run: Run, options: Options, address: string, started: number): Doing<Exchange> {
  let current = address;
  for (let redirects = 0; ; redirects++) {
    const url = parseUrl(current);
    if (url === undefined) throw new Failure(3, "URL rejected: Malformed input to a URL function");
    if (url.scheme === "https") throw new Failure(35, "k8s-tutor does not simulate TLS connections from containers");
    if (url.scheme !== "http") throw new Failure(1, `Protocol "${url.scheme}" not supported`);
    const { response, address: peer } = yield* exchangeOnce(run, options, url, started, redirects > 0);
    const location = headerOf(response.headers, "location");
    if (!options.has("L") || response.status < 300 || response.status >= 400 || location === undefined) {
      return { response, url, address: peer, redirects };
    }
    if (redirects >= Number(options.value("x") ?? "50")) throw new Failure(47, "Maximum (50) redirects followed");
    current = redirectTarget(url, location);
  }
}

function* exchangeOnce(
  run: Run,
  options: Options,
  url: Url,
  started: number,
  redirected: boolean,
): Doing<{ response: HttpResponse; address: string }> {
  const { process } = run;
  const began = process.machine.now();
  const limit = options.has("m") ? Number(options.value("m")) * 1000 : Number.POSITIVE_INFINITY;
  const connectLimit = Math.min(limit, options.has("@") ? Number(options.value("@")) * 1000 : 300_000);
  const note = (line: string) => (options.has("v") ? process.stderr.write(`* ${line}\n`) : undefined);
  const resolution = yield* resolveHost(process, url.host, Math.min(connectLimit, 10_000));
  const elapsed = () => process.machine.now() - began;
  if (resolution.kind !== "found") {
    if (elapsed() >= connectLimit) throw new Failure(28, `Resolving timed out after ${elapsed()} milliseconds`);
    throw new Failure(6, `Could not resolve host: ${url.host}`);
  }
  const [address = ""] = resolution.addresses;
  note(`Host ${url.host}:${url.port} was resolved.`);
  note(`  Trying ${address}:${url.port}...`);
  const connection = yield* connectToAddress(process, address, url.port, Math.min(connectLimit - elapsed(), 135_000));
  if (connection.kind === "timeout") {
    const words =
      elapsed() >= connectLimit
        ? `Connection timed out after ${elapsed()} milliseconds`
        : `Failed to connect to ${url.host} port ${url.port} after ${elapsed()} ms: Could not connect to server`;
    throw new Failure(28, words);
  }
  if (connection.kind !== "connected") {
    note(
      `connect to ${address} port ${url.port} failed: ${connection.kind === "refused" ? "Connection refused" : "Host is unreachable"}`,
    );
    throw new Failure(
      7,
      `Failed to connect to ${url.host} port ${url.port} after ${elapsed()} ms: Could not connect to server`,
    );
  }
  const { socket } = connection;
  note(`Connected to ${url.host} (${address}) port ${url.port}`);
  try {
    const request = requestOf(options, url, redirected);
    const text = formatRequest(request);
    if (options.has("v"))
      process.stderr.write(
        `${text
          .slice(0, text.indexOf("\r\n\r\n"))
          .split("\r\n")
          .map((line) => `> ${line}\n`)
          .join("")}> \n`,
      );
    socket.write(text);
    const reader = new HttpReader(socket, { process, deadline: started + limit });
    const response = yield* reader.response(request.method);
    if (options.has("v"))
      process.stderr.write(
        `${headText(response, "\n")
          .split("\n")
          .slice(0, -1)
          .map((line) => `< ${line}\n`)
          .join("")}`,
      );
    note(`Connection #0 to host ${url.host} left intact`);
    return { response, address };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.kind === "timeout")
      throw new Failure(
        28,
        `Operation timed out after ${process.machine.now() - started} milliseconds with 0 bytes received`,
      );
    if (error.kind === "empty") throw new Failure(52, "Empty reply from server");
    throw error.kind === "cut short"
      ? new Failure(18, "transfer closed with outstanding read data remaining")
      : new Failure(1, "Received HTTP/0.9 when not allowed");
  } finally {
    socket.close();
  }
}
