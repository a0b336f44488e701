// A server with one pod on plain http: enough for any client to exec into it, attach to it and forward its ports.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { ApiResponse, Query, WatchEvent } from "../../../src/api/request.ts";
import type { AnyObject } from "../../../src/api/types.ts";
import { refuseUpgrade } from "../../../src/http/server/upgrades.ts";
import { servePortForward, serveRemoteCommand, serveWatchSocket } from "../../../src/http/streams/server.ts";
import { queryOf } from "../../../src/http/streams/upgrade.ts";
import { fixtureTransport } from "../../kubectl/real-kubectl.ts";

export interface Pod {
  open?(query: Query): ApiResponse;
  check?(): ApiResponse | undefined;
  dial?(port: number): ApiResponse;
  watch?(): ApiResponse;
}

export interface StreamServer {
  readonly url: string;
  /** What was asked for: the method, the protocol, and the client's offers. */
  readonly upgrades: string[];
  /** Upgraded connections that are still open. */
  readonly sockets: ReadonlySet<Duplex>;
  close(): Promise<void>;
}

const web: AnyObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web",
    namespace: "default",
    uid: "1",
    resourceVersion: "1",
    creationTimestamp: "2026-01-01T00:00:00Z",
  },
  spec: { nodeName: "n1", containers: [{ name: "c", image: "busybox", stdin: true }], restartPolicy: "Always" },
  status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }], containerStatuses: [] },
};

/** @param tls where the server speaks https. */
export async function startStreamServer(
  pod: Pod,
  tls?: { readonly key: string; readonly cert: string },
): Promise<StreamServer> {
  const objects = fixtureTransport([web]);
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on("request", async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const { pathname: path, searchParams } = url;
    const answer = await objects({ method: "GET", path, query: Object.fromEntries(searchParams) });
    const discovered = path === "/api" || path === "/apis";
    // kubectl 1.27 to 1.29 know the aggregated form by its older name.
    const version = /;v=v2;/.test(request.headers.accept ?? "") ? "v2" : "v2beta1";
    const aggregated = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    response.writeHead(answer.status, { "content-type": discovered ? aggregated : "application/json" });
    const body = answer.kind === "object" ? JSON.stringify(answer.body) : "";
    response.end(body.replace("apidiscovery.k8s.io/v2", `apidiscovery.k8s.io/${version}`));
  });
  const upgrades: string[] = [];
  const sockets = new Set<Duplex>();
  server.on("upgrade", (request, socket, head) => {
    const { headers, method } = request;
    const offers = headers["sec-websocket-protocol"] ?? headers["x-stream-protocol-version"] ?? "";
    upgrades.push(`${method} ${headers.upgrade} ${offers}`);
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(pod, request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    upgrades,
    sockets,
    close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(pod: Pod, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const upgrade = { request, socket, head };
  const refuse = (response: ApiResponse): void => refuseUpgrade(socket, response);
  const missing: ApiResponse = { kind: "text", status: 404, body: "not here" };
  const query = queryOf(request);
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const dial = (port: number): ApiResponse => pod.dial?.(port) ?? missing;
  const encode = (event: WatchEvent): string => JSON.stringify(event);
  if (pathname.endsWith("/portforward")) {
    servePortForward(upgrade, { check: () => pod.check?.(), dial, refuse });
  } else if (pathname.endsWith("/exec") || pathname.endsWith("/attach")) {
    serveRemoteCommand(upgrade, { open: () => pod.open?.(query) ?? missing, refuse });
  } else serveWatchSocket(upgrade, { open: () => pod.watch?.() ?? missing, encode, refuse });
}
