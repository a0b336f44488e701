// Where requests go: the server of the kubeconfig and the path and query of a request, as one URL.

import { goQuote } from "../../api/go-values.ts";
import type { HttpAccess } from "../../api/http-access.ts";
import type { Query } from "../../api/request.ts";
import { TransportError } from "./failure.ts";

/** The server's URL. Without a scheme it is https where anything about TLS is said, as client-go has it. */
export function serverUrl(access: HttpAccess): URL {
  const { server } = access;
  const speaksTls =
    access.certificateAuthority !== undefined ||
    access.clientCertificate !== undefined ||
    access.insecureSkipTlsVerify === true;
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(server) ? server : `${speaksTls ? "https" : "http"}://${server}`;
  const port = /^[a-z+.-]+:\/\/(?:\[[^\]]*\]|[^/:]*):(\d+)(?:\/|$)/i.exec(text)?.[1];
  if (port !== undefined && Number(port) > 65535)
    throw new TransportError(`Unable to connect to the server: dial tcp: address ${port}: invalid port`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.hostname === "" && url.protocol !== "unix:"))
    throw new TransportError(`error: host must be a URL or a host:port pair: ${goQuote(server)}`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    const scheme = goQuote(url.protocol.replace(":", ""));
    throw new TransportError(`Unable to connect to the server: unsupported protocol scheme ${scheme}`);
  }
  return url;
}

export function requestUrl(server: URL, path: string, query: Query): URL {
  const prefix = server.pathname.replace(/\/+$/, "");
  const search = queryText(query);
  return new URL(`${server.origin}${prefix}${escapedPath(path)}${search === "" ? "" : `?${search}`}`);
}

// What is percent-encoded already stays as it is: no name of an object holds a percent sign.
function escapedPath(path: string): string {
  return encodeURI(path)
    .replace(/%25(?=[\da-f]{2})/gi, "%")
    .replaceAll("?", "%3F")
    .replaceAll("#", "%23");
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map(
      (each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`,
    ),
  );
  return pairs.join("&");
}

/** The name or address without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}
