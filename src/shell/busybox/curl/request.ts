// The request that curl's options ask for.

import { base64OfText } from "../../../bytes/base64.ts";
import type { Url } from "../url.ts";
import type { Transfer } from "./transfer.ts";

export function requestOf({ options, data }: Transfer, url: Url, redirected: boolean) {
  const json = options.value("=");
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
  if (user !== undefined) own.push(["Authorization", `Basic ${base64OfText(user)}`]);
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
