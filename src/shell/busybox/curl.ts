// Stands for curl (an extra program: the busybox image has none).

import { connectToAddress, resolveHost } from "../connect.ts";
import { formatRequest, HttpError, HttpReader, type HttpResponse, headerOf } from "../http-message.ts";
import { byteLength } from "../memory-files.ts";
import type { Doing } from "../reading.ts";
import { type Applet, AppletExit, type Options, type Run, sleepFor } from "./applet.ts";
import { encodeBase64 } from "./text.ts";
import { parseUrl, redirectTarget, type Url } from "./url.ts";

export const curlApplets: Readonly<Record<string, Applet>> = { curl };

const letters = "sSo:Ow:Iivm:c:fLX:d:H:ku:r:A:e:b:x:Z:N#4617Rg@:!:=:";
const longNames = {
  silent: "s",
  "show-error": "S",
  output: "o",
  "remote-name": "O",
  "write-out": "w",
  head: "I",
  include: "i",
  verbose: "v",
  "max-time": "m",
  "connect-timeout": "@",
  fail: "f",
  location: "L",
  request: "X",
  data: "d",
  "data-raw": "d",
  "data-binary": "d",
  json: "=",
  header: "H",
  insecure: "k",
  user: "u",
  retry: "!",
  "user-agent": "A",
  "no-progress-meter": "N",
  "retry-connrefused": "R",
  "retry-delay": "Z",
  ipv4: "4",
  ipv6: "6",
  "http1.1": "1",
  "no-buffer": "N",
  globoff: "g",
  "fail-with-body": "7",
  "max-redirs": "x",
  cookie: "b",
  referer: "e",
};

/** An exit code and its message, as `curl: (7) …`. */
class Failure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Exchange {
  readonly response: HttpResponse;
  readonly url: Url;
  readonly address: string;
  readonly redirects: number;
}

function* curl(run: Run): Doing<number> {
  if (run.args.includes("--version") || run.args.includes("-V")) {
    run.print("curl 8.10.1 (x86_64-pc-linux-musl) libcurl/8.10.1\nProtocols: http\n");
    return 0;
  }
  let options: Options;
  try {
    options = run.options(letters, longNames);
  } catch (error) {
    if (!(error instanceof AppletExit)) throw error;
    run.process.stderr.write("curl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  if (options.operands.length === 0) {
    run.process.stderr.write(
      "curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
    );
    return 2;
  }
  let status = 0;
  for (const address of options.operands) status = yield* transfer(run, options, address);
  return status;
}

function* transfer(run: Run, options: Options, address: string): Doing<number> {
  const started = run.process.machine.now();
  const retries = Number(options.value("!") ?? "0");
  for (let attempt = 0; ; attempt++) {
    try {
      const exchange = yield* follow(run, options, address, started);
      if (attempt < retries && [408, 429, 500, 502, 503, 504].includes(exchange.response.status)) {
        yield* pause(run, options, attempt, `HTTP error`, retries);
        continue;
      }
      return deliver(run, options, exchange, started);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const mayRetry = error.code === 28 || error.code === 6 || (error.code === 7 && options.has("R"));
      if (attempt < retries && mayRetry) {
        yield* pause(run, options, attempt, error.message, retries);
        continue;
      }
      return fail(run, options, error, started);
    }
  }
}

function* pause(run: Run, options: Options, attempt: number, why: string, retries: number): Doing<void> {
  const seconds = Number(options.value("Z") ?? String(Math.min(2 ** attempt, 600)));
  if (!isQuiet(options))
    run.process.stderr.write(
      `Warning: Problem: ${why}. Will retry in ${seconds} second${seconds === 1 ? "" : "s"}. ${retries - attempt} retr${retries - attempt === 1 ? "y" : "ies"} left.\n`,
    );
  yield* sleepFor(run.process, seconds * 1000);
}

function isQuiet(options: Options): boolean {
  return options.has("s") && !options.has("S");
}

function fail(run: Run, options: Options, failure: Failure, started: number): number {
  progress(run, options, 0, started);
  if (!isQuiet(options)) run.process.stderr.write(`curl: (${failure.code}) ${failure.message}\n`);
  const format = options.value("w");
  if (format !== undefined)
    run.print(
      writeOut(
        format,
        { http_code: "000", response_code: "000", num_redirects: "0", size_download: "0" },
        run,
        started,
      ),
    );
  return failure.code;
}

function* follow(run: Run, options: Options, address: string, started: number): Doing<Exchange> {
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

function requestOf(options: Options, url: Url, redirected: boolean) {
  const json = options.value("=");
  const data = json ?? (options.values("d").length > 0 ? options.values("d").join("&") : undefined);
  const body = redirected ? "" : (data ?? "");
  const method = options.has("I")
    ? "HEAD"
    : (options.value("X") ?? (data !== undefined && !redirected ? "POST" : "GET"));
  const given = options.values("H").map((line): [string, string] => {
    const colon = line.indexOf(":");
    return colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const own: [string, string][] = [["Host", url.authority]];
  const user = options.value("u") ?? url.user;
  if (user !== undefined) own.push(["Authorization", `Basic ${encodeBase64(user)}`]);
  own.push(
    ["User-Agent", options.value("A") ?? "curl/8.10.1"],
    ["Accept", json === undefined ? "*/*" : "application/json"],
  );
  if (options.has("b")) own.push(["Cookie", options.value("b") ?? ""]);
  if (json !== undefined) own.push(["Content-Type", "application/json"]);
  else if (body !== "") own.push(["Content-Type", "application/x-www-form-urlencoded"]);
  const replaced = new Set(given.map(([name]) => name.toLowerCase()));
  return {
    method,
    target: url.target,
    headers: [
      ...own.filter(([name]) => !replaced.has(name.toLowerCase())),
      ...given.filter(([, value]) => value !== ""),
    ],
    body,
  };
}

function headText(response: HttpResponse, newline: string): string {
  const lines = [
    `${response.version} ${response.status} ${response.reason}`,
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join(newline)}${newline}${newline}`;
}

function deliver(run: Run, options: Options, exchange: Exchange, started: number): number {
  const { response, url } = exchange;
  const isError = response.status >= 400 && (options.has("f") || options.has("7"));
  const hidesBody = response.status >= 400 && options.has("f");
  const head = options.has("i") || options.has("I") ? headText(response, "\r\n") : "";
  const text = hidesBody ? "" : head + response.body;
  progress(run, options, byteLength(text), started);
  const file =
    options.value("o") ?? (options.has("O") ? url.target.replace(/\?.*/, "").replace(/.*\//, "") : undefined);
  let status = 0;
  if (file === undefined || file === "-") run.print(text);
  else if (
    file !== "/dev/null" &&
    !run.attempt(
      () => run.files.write(run.path(file), text),
      (reason) => `(23) client returned ERROR on write: ${reason}`,
    )
  )
    status = 23;
  if (isError) {
    run.flushNow();
    if (!isQuiet(options))
      run.process.stderr.write(`curl: (22) The requested URL returned error: ${response.status}\n`);
    status = 22;
  }
  const format = options.value("w");
  if (format !== undefined) run.print(writeOut(format, variablesOf(exchange), run, started));
  return status;
}

function variablesOf({ response, url, address, redirects }: Exchange): Record<string, string> {
  const code = String(response.status);
  return {
    http_code: code,
    response_code: code,
    size_download: String(byteLength(response.body)),
    content_type: headerOf(response.headers, "content-type") ?? "",
    remote_ip: address,
    remote_port: String(url.port),
    num_redirects: String(redirects),
    url_effective: `${url.scheme}://${url.authority}${url.target}`,
    redirect_url: headerOf(response.headers, "location") ?? "",
    http_version: response.version.replace("HTTP/", ""),
    scheme: "http",
    num_connects: String(redirects + 1),
  };
}

function writeOut(format: string, variables: Readonly<Record<string, string>>, run: Run, started: number): string {
  const seconds = ((run.process.machine.now() - started) / 1000).toFixed(6);
  return format
    .replace(/%\{(\w+)\}/g, (_, name: string) => variables[name] ?? (name.startsWith("time_") ? seconds : ""))
    .replace(/\\([nrt\\])/g, (_, letter: string) => ({ n: "\n", r: "\r", t: "\t" })[letter] ?? "\\")
    .replaceAll("%%", "%");
}

// The meter is only drawn when the answer does not go to a terminal.
function progress(run: Run, options: Options, bytes: number, started: number): void {
  const goesToTerminal = run.process.stdout.isTerminal && !options.has("o") && !options.has("O");
  if (options.has("s") || options.has("N") || options.has("#") || goesToTerminal) return;
  const seconds = Math.floor((run.process.machine.now() - started) / 1000);
  const time = `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  const spent = seconds === 0 ? "--:--:--" : ` ${time}`;
  const size = String(bytes).padStart(5);
  const share = bytes > 0 ? "100" : "  0";
  run.process.stderr.write(
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n",
  );
  run.process.stderr.write(
    `\r${share} ${size}  ${share} ${size}    0     0      0      0 --:--:-- ${spent} --:--:--     0\n`,
  );
}
