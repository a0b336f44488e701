// A request of curl's and its response, and where a redirect leads.

import { formatRequest, HttpError, HttpReader, type HttpResponse, headerOf } from "../../http-message.ts";
import type { Doing } from "../../reading.ts";
import { parseUrl, redirectTarget, type Url } from "../url.ts";
import { type Connected, connect, timeLimit } from "./connect.ts";
import { requestOf } from "./request.ts";
import { secure } from "./secure.ts";
import { type Exchange, Failure, type Transfer } from "./transfer.ts";
import { note, showRequest, showResponse } from "./verbose.ts";

/** Asks for the address, and with -L for those it leads to. */
export function* follow(transfer: Transfer, address: string): Doing<Exchange> {
  const { options } = transfer;
  let current = address;
  for (let redirects = 0; ; redirects++) {
    const url = parseHttpUrl(current);
    const connected = yield* connect(transfer, url);
    const response = yield* ask(transfer, url, connected, redirects > 0);
    const location = headerOf(response.headers, "location");
    if (!options.has("L") || response.status < 300 || response.status >= 400 || location === undefined) {
      return { response, url, address: connected.address, redirects };
    }
    if (redirects >= Number(options.value("x") ?? "50")) throw new Failure(47, "Maximum (50) redirects followed");
    current = redirectTarget(url, location);
  }
}

function parseHttpUrl(text: string): Url {
  const url = parseUrl(text);
  if (url === undefined) throw new Failure(3, "URL rejected: Malformed input to a URL function");
  if (url.scheme !== "http" && url.scheme !== "https") throw new Failure(1, `Protocol "${url.scheme}" not supported`);
  return url;
}

function* ask(transfer: Transfer, url: Url, { socket }: Connected, redirected: boolean): Doing<HttpResponse> {
  const { process } = transfer.run;
  try {
    if (url.scheme === "https") yield* secure(transfer, url, socket);
    const request = requestOf(transfer, url, redirected);
    const text = formatRequest(request);
    showRequest(transfer, text);
    socket.write(text);
    const reader = new HttpReader(socket, { process, deadline: transfer.started + timeLimit(transfer) });
    const response = yield* reader.response(request.method);
    showResponse(transfer, response);
    note(transfer, `Connection #0 to host ${url.host} left intact`);
    return response;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw failureOf(error, process.machine.now() - transfer.started);
  } finally {
    socket.close();
  }
}

function failureOf(error: HttpError, elapsedMs: number): Failure {
  switch (error.kind) {
    case "timeout":
      return new Failure(28, `Operation timed out after ${elapsedMs} milliseconds with 0 bytes received`);
    case "empty":
      return new Failure(52, "Empty reply from server");
    case "cut short":
      return new Failure(18, "transfer closed with outstanding read data remaining");
    default:
      return new Failure(1, "Received HTTP/0.9 when not allowed");
  }
}
