// Stands for busybox wget.

import { base64OfText } from "../../bytes/base64.ts";
import { byteLength } from "../../bytes/bytes.ts";
import { connectToAddress, resolveHost } from "../connect.ts";
import { formatRequest, HttpError, HttpReader, type HttpResponse, headerOf } from "../http-message.ts";
import { openOutput } from "../open.ts";
import type { Doing } from "../reading.ts";
import { type Applet, AppletExit, type Run } from "./applet.ts";
import type { Options } from "./options.ts";
import { parseUrl, redirectTarget, type Url } from "./url.ts";

export const wgetApplets: Readonly<Record<string, Applet>> = { wget };

const longNames = {
  quiet: "q",
  "output-document": "O",
  "server-response": "S",
  timeout: "T",
  spider: "s",
  header: "h",
  "post-data": "d",
  "post-file": "F",
  "user-agent": "U",
  "no-check-certificate": "n",
  continue: "c",
  tries: "t",
};

function* wget(run: Run): Doing<number> {
  const options = run.options(
    "qO:ST:sh:d:F:U:ncP:t:Y:o:",
    longNames,
    run.args.flatMap((arg) => (arg === "-nv" || arg === "-nc" ? [] : [arg])),
  );
  if (options.operands.length === 0)
    run.usage(
      "wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...",
    );
  for (const url of options.operands) yield* fetch(run, options, url);
  return 0;
}

function* fetch(run: Run, options: Options, text: string): Doing<void> {
  let address = text;
  for (let redirects = 0; redirects <= 5; redirects++) {
    const url = parseUrl(address) ?? run.fail(`bad address '${address}'`);
    if (url.scheme === "https") run.fail("k8s-tutor does not simulate TLS connections from containers");
    if (url.scheme !== "http") run.fail(`not an http or ftp url: ${address}`);
    const response = yield* exchange(run, options, url);
    if (options.has("S")) showHeaders(run, response);
    const location = headerOf(response.headers, "location");
    if (response.status >= 300 && response.status < 400 && location !== undefined) {
      address = redirectTarget(url, location);
      continue;
    }
    if (response.status >= 400)
      run.fail(`server returned error: ${response.version} ${response.status} ${response.reason}`.trimEnd());
    save(run, options, url, response);
    return;
  }
  run.fail("too many redirections");
}

function* exchange(run: Run, options: Options, url: Url): Doing<HttpResponse> {
  const { process } = run;
  const timeoutMs = Number(options.value("T") ?? "900") * 1000;
  const resolution = yield* resolveHost(process, url.host);
  if (resolution.kind !== "found") return run.fail(`bad address '${url.authority}'`);
  const [address = ""] = resolution.addresses;
  const shown = `${address}:${url.port}`;
  if (!options.has("q")) process.stderr.write(`Connecting to ${url.authority} (${shown})\n`);
  const connection = yield* connectToAddress(process, address, url.port, options.has("T") ? timeoutMs : 127_000);
  if (connection.kind === "timeout" && options.has("T")) return run.fail("download timed out");
  if (connection.kind !== "connected")
    return run.fail(`can't connect to remote host (${address}): ${failureWords(connection.kind)}`);
  const { socket } = connection;
  try {
    socket.write(formatRequest(requestOf(run, options, url)));
    const reader = new HttpReader(socket, { process, deadline: process.machine.now() + timeoutMs });
    return yield* reader.response(options.has("s") ? "HEAD" : "GET");
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.kind === "timeout") return run.fail("download timed out");
    return run.fail(error.kind === "cut short" ? "connection closed prematurely" : "error getting response");
  } finally {
    socket.close();
  }
}

function failureWords(kind: string): string {
  if (kind === "refused") return "Connection refused";
  return kind === "unreachable" ? "No route to host" : "Operation timed out";
}

function requestOf(run: Run, options: Options, url: Url) {
  const file = options.value("F");
  const data = options.value("d") ?? (file === undefined ? undefined : contentOf(run, file));
  const method = options.has("s") ? "HEAD" : data === undefined ? "GET" : "POST";
  const extra = options
    .values("h")
    .map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
  const names = extra.map(([name]) => name.toLowerCase());
  const headers: [string, string][] = [
    ["Host", url.authority],
    ["User-Agent", options.value("U") ?? "Wget"],
    ["Connection", "close"],
  ];
  if (url.user !== undefined) headers.push(["Authorization", `Basic ${base64OfText(url.user)}`]);
  if (data !== undefined) headers.push(["Content-Type", "application/x-www-form-urlencoded"]);
  return {
    method,
    target: url.target,
    headers: [...headers.filter(([name]) => !names.includes(name.toLowerCase())), ...extra],
    body: data ?? "",
  };
}

function contentOf(run: Run, file: string): string {
  let content = "";
  const isRead = run.attempt(
    () => {
      content = run.files.read(run.path(file));
    },
    (reason) => `can't open '${file}': ${reason}`,
  );
  if (!isRead) throw new AppletExit(1);
  return content;
}

function showHeaders(run: Run, response: HttpResponse): void {
  const lines = [
    `${response.version} ${response.status} ${response.reason}`,
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  run.process.stderr.write(lines.map((line) => `  ${line}\n`).join(""));
}

function save(run: Run, options: Options, url: Url, response: HttpResponse): void {
  const { process } = run;
  if (options.has("s")) {
    if (!options.has("q")) process.stderr.write("remote file exists\n");
    return;
  }
  const given = options.value("O");
  const name =
    given ??
    `${options.has("P") ? `${options.value("P")}/` : ""}${url.target.replace(/\?.*/, "").replace(/.*\//, "") || "index.html"}`;
  const say = (line: string) => (options.has("q") ? undefined : process.stderr.write(line));
  if (name === "-") {
    say("writing to stdout\n");
    run.print(response.body);
    run.flushNow();
    say(progress("-", response.body));
    say("written to stdout\n");
    return;
  }
  if (given === undefined && run.files.exists(run.path(name))) run.fail(`can't open '${name}': File exists`);
  const saved = run.attempt(
    () => openOutput(process, name, { append: false }).write(response.body),
    (reason) => `can't open '${name}': ${reason}`,
  );
  if (!saved) run.fail("saving failed");
  say(`saving to '${name}'\n`);
  say(progress(name, response.body));
  say(`'${name}' saved\n`);
}

function progress(name: string, body: string): string {
  const size = String(byteLength(body)).padStart(5);
  return `${name.slice(0, 20).padEnd(20)} 100% |${"*".repeat(32)}| ${size}  0:00:00 ETA\n`;
}
