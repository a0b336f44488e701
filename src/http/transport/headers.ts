// The headers that say who asks, on whose behalf, and what is understood.

import type { HttpAccess } from "../../api/http-access.ts";
import type { ApiRequest, UserInfo } from "../../api/request.ts";
import type { HttpOptions } from "./access.ts";

/** @param secure credentials never travel in the clear. */
export function callerHeaders(access: HttpAccess, secure: boolean): Record<string, string> {
  const authorization = secure ? authorizationOf(access) : undefined;
  return authorization === undefined ? {} : { authorization };
}

function authorizationOf({ token, username, password }: HttpAccess): string | undefined {
  if (token !== undefined) return `Bearer ${token}`;
  if (username === undefined && password === undefined) return undefined;
  return `Basic ${Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64")}`;
}

/** A header for each field; groups and the values of an extra field come once for each. */
export function impersonationHeaders(user: UserInfo): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { "impersonate-user": bytes(user.name) };
  if (user.uid !== undefined) headers["impersonate-uid"] = bytes(user.uid);
  if (user.groups.length > 0) headers["impersonate-group"] = user.groups.map(bytes);
  for (const [key, values] of Object.entries(user.extra ?? {}))
    headers[`impersonate-extra-${encodeURIComponent(key).toLowerCase()}`] = values.map(bytes);
  return headers;
}

// A header carries bytes; Node.js takes a character for each.
function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Like kubectl's, so that what the request changes is kept under kubectl's name as the field manager; the last word says the truth. */
export function userAgent(request: Pick<ApiRequest, "userAgent">, options: HttpOptions): string {
  const name = request.userAgent ?? "kubectl";
  return `${name}/${options.kubectlVersion ?? "v1.33.1"} (${platform()}) ${options.product ?? "k8s-tutor"}`;
}

const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

function platform(): string {
  const system = SYSTEMS[process.platform] ?? process.platform;
  return `${system}/${PROCESSORS[process.arch] ?? process.arch}`;
}
