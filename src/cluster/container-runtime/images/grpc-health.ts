// Stands for the gRPC health service (grpc.health.v1.Health) of the programs that have one.
// Simplified: the frames of HTTP/2 are not spelled out; the connection's preface carries the question, and headers the answer. Who
// speaks gRPC, and what it says of which service, is as it is.

import type { HttpAnswer, HttpRequest } from "./http-server.ts";

export type HealthStatus = "SERVING" | "NOT_SERVING" | "UNKNOWN";

/** What a client sends first. */
export function healthCheck(service: string): string {
  return `PRI * HTTP/2.0\r\ngrpc-service: ${service}\r\n\r\n`;
}

export function isHealthCheck({ method }: HttpRequest): boolean {
  return method === "PRI";
}

/** @param statusOf undefined of a service that is not known. */
export function healthAnswer(
  request: HttpRequest,
  statusOf: (service: string) => HealthStatus | undefined,
): HttpAnswer {
  const status = statusOf(request.headers["grpc-service"] ?? "");
  return { status: 200, headers: { "grpc-status": status === undefined ? "5" : "0", health: status ?? "" }, body: "" };
}

export type HealthReply =
  | { readonly kind: "status"; readonly status: string }
  | { readonly kind: "unknown service" }
  | { readonly kind: "not gRPC" };

/** Undefined while the answer is not all there. */
export function parseHealthReply(text: string): HealthReply | undefined {
  if (!text.includes("\r\n\r\n")) return undefined;
  const code = /^grpc-status: (\d+)/im.exec(text)?.[1];
  if (code === undefined) return { kind: "not gRPC" };
  if (code !== "0") return { kind: "unknown service" };
  return { kind: "status", status: /^health: (\w+)/im.exec(text)?.[1] ?? "UNKNOWN" };
}
