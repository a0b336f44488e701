// Asks a gRPC health service, as the kubelet's gRPC probe does.

import { type HealthReply, healthCheck, parseHealthReply } from "../container-runtime/images/grpc-health.ts";
import type { StackView } from "../container-runtime/network/view.ts";
import type { KubeletContext } from "./context.ts";
import { type Outcome, settle } from "./hooks.ts";
import { pause, type Steps } from "./steps.ts";

export function* grpcHealth(
  context: KubeletContext,
  view: StackView,
  host: string,
  port: number,
  service: string,
  timeoutMs: number,
): Steps<Outcome> {
  const deadline = context.clock.now() + timeoutMs;
  const reply = yield* ask(context, view, host, port, service, deadline);
  if (reply !== undefined && reply.kind !== "not gRPC") return verdictOf(reply);
  // Its client tries again until the time is over, whatever the reason was, and does not tell it.
  yield* pause(deadline - context.clock.now());
  const output = `timeout: failed to connect service "${host}:${port}" within ${timeoutMs / 1000}s: context deadline exceeded`;
  return { kind: "failure", output };
}

/** Undefined when nobody has answered. */
function* ask(
  { clock }: KubeletContext,
  view: StackView,
  host: string,
  port: number,
  service: string,
  deadline: number,
): Steps<HealthReply | undefined> {
  const connecting = view.connect(host, port);
  yield* settle(connecting, deadline - clock.now());
  const { socket } = connecting;
  if (socket === undefined) return undefined;
  try {
    socket.write(healthCheck(service));
    for (let answer = ""; ; ) {
      const text = socket.read();
      if (text === undefined) return undefined;
      answer += text;
      const reply = parseHealthReply(answer);
      if (reply !== undefined) return reply;
      const left = deadline - clock.now();
      if (left <= 0) return undefined;
      if (text === "") yield { until: [socket.readable], forMs: left };
    }
  } finally {
    socket.close();
  }
}

function verdictOf(reply: HealthReply): Outcome {
  if (reply.kind !== "status")
    return {
      kind: "failure",
      output: "error: health rpc probe failed: rpc error: code = NotFound desc = unknown service",
    };
  if (reply.status === "SERVING") return { kind: "success", output: "service healthy" };
  return { kind: "failure", output: `service unhealthy (responded with "${reply.status}")` };
}
