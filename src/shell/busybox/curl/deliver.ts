// What curl does with a response: file or standard output, exit code, --write-out.

import { type HttpResponse, headerOf } from "../../http-message.ts";
import { byteLength } from "../../memory-files.ts";
import type { Options, Run } from "../applet.ts";
import type { Exchange } from "./exchange.ts";
import { isQuiet } from "./options.ts";
import { progress } from "./progress.ts";

export function deliver(run: Run, options: Options, exchange: Exchange, started: number): number {
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

export function headText(response: HttpResponse, newline: string): string {
  const lines = [
    `${response.version} ${response.status} ${response.reason}`,
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join(newline)}${newline}${newline}`;
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

export function writeOut(
  format: string,
  variables: Readonly<Record<string, string>>,
  run: Run,
  started: number,
): string {
  const seconds = ((run.process.machine.now() - started) / 1000).toFixed(6);
  return format
    .replace(/%\{(\w+)\}/g, (_, name: string) => variables[name] ?? (name.startsWith("time_") ? seconds : ""))
    .replace(/\\([nrt\\])/g, (_, letter: string) => ({ n: "\n", r: "\r", t: "\t" })[letter] ?? "\\")
    .replaceAll("%%", "%");
}
