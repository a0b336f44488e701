// Stands for curl's --write-out.

import { byteLength } from "../../../bytes/bytes.ts";
import { headerOf } from "../../http-message.ts";
import type { Exchange, Transfer } from "./transfer.ts";

type Variables = Readonly<Record<string, string>>;

/** The variables of a transfer that got no response. */
export const noResponse: Variables = {
  http_code: "000",
  response_code: "000",
  num_redirects: "0",
  size_download: "0",
};

export function variablesOf({ response, url, address, redirects }: Exchange): Variables {
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
    scheme: url.scheme,
    num_connects: String(redirects + 1),
  };
}

/** Prints the format that was given, if one was. */
export function writeOut({ run, options, started }: Transfer, variables: Variables): void {
  const format = options.value("w");
  if (format === undefined) return;
  const seconds = ((run.process.machine.now() - started) / 1000).toFixed(6);
  run.print(
    format
      .replace(/%\{(\w+)\}/g, (_, name: string) => variables[name] ?? (name.startsWith("time_") ? seconds : ""))
      .replace(/\\([nrt\\])/g, (_, letter: string) => ({ n: "\n", r: "\r", t: "\t" })[letter] ?? "\\")
      .replaceAll("%%", "%"),
  );
}
