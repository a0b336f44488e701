// A probe in one line, as in `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3`.

import type { Probe } from "../../api/types.ts";
import { goList, hostPort } from "./values.ts";

export function formatProbe(probe: Probe): string {
  return `${formatHandler(probe)} ${formatTimes(probe)}`;
}

function formatTimes(probe: Probe): string {
  const {
    initialDelaySeconds = 0,
    timeoutSeconds = 0,
    periodSeconds = 0,
    successThreshold = 0,
    failureThreshold = 0,
  } = probe;
  return `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
}

function formatHandler({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec) return `exec ${goList(exec.command)}`;
  if (httpGet) {
    const { scheme = "", host = "", port, path = "" } = httpGet;
    const slash = path === "" || path.startsWith("/") ? "" : "/";
    const url = `//${hostPort(host, port as number | string)}${slash}${escapedPath(path)}`;
    return `http-get ${scheme === "" ? "" : `${scheme.toLowerCase()}:`}${url}`;
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ""}:${String(tcpSocket.port)}`;
  if (grpc) return `grpc <pod>:${grpc.port} ${grpc.service ?? ""}`;
  return "unknown";
}

// As Go writes the path of a URL.
function escapedPath(path: string): string {
  const kept = /[A-Za-z0-9\-_.~$&+,/:;=@]/;
  const escaped = (character: string) => encodeURIComponent(character).replace(/[!'()*]/g, hexEscape);
  return [...path].map((character) => (kept.test(character) ? character : escaped(character))).join("");
}

function hexEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
