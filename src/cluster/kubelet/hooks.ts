// Lifecycle hooks, and the two things that hooks and probes have in common: running a command in a container, and an HTTP GET.

import type { Container, Pod } from "../../api/types.ts";
import { sliceBytes } from "../../bytes/bytes.ts";
import type { Connecting } from "../../shell/process.ts";
import { collect, nullInput } from "../../shell/streams.ts";
import { TLS_HELLO } from "../../shell/tls.ts";
import type { Container as RunningContainer } from "../container-runtime/container.ts";
import { execFailure } from "../container-runtime/errors.ts";
import type { StackView } from "../container-runtime/network/view.ts";
import { containerEvent, type KubeletContext } from "./context.ts";
import { podText } from "./pod-spec.ts";
import { pause, type Steps } from "./steps.ts";

export type Outcome =
  | { readonly kind: "success"; readonly output: string }
  | { readonly kind: "failure"; readonly output: string; readonly exitCode?: number }
  /** It could not even be tried. */
  | { readonly kind: "error"; readonly output: string };

type Handler = NonNullable<NonNullable<Container["lifecycle"]>["postStart"]>;
type HttpGet = NonNullable<Handler["httpGet"]>;

/** Runs a command in the container; after `timeoutMs` it counts as failed, and is killed. */
export function* runCommand(
  context: KubeletContext,
  target: RunningContainer,
  command: readonly string[],
  timeoutMs: number,
): Steps<Outcome> {
  if (!target.isRunning)
    return {
      kind: "error",
      output: `rpc error: code = NotFound desc = failed to exec in container: task ${target.id} not found: not found`,
    };
  const output = collect();
  const child = target.exec(command, { stdin: nullInput, stdout: output, stderr: output });
  if (typeof child === "string") {
    const failure = execFailure(context.runtime.newId(), command[0] ?? "", child);
    return { kind: "error", output: `rpc error: code = Unknown desc = ${failure.message}` };
  }
  const startedAt = context.clock.now();
  try {
    yield { until: [child.exited], forMs: timeoutMs };
  } finally {
    if (child.exitCode === undefined) target.signalProcess(child.pid, "SIGKILL");
  }
  if (context.clock.now() - startedAt >= timeoutMs && child.exitCode === 137) {
    const seconds = timeoutMs / 1000;
    return {
      kind: "failure",
      output: `command timed out: ${JSON.stringify(command.join(" "))} timed out after ${seconds}s`,
    };
  }
  const { exitCode = 137 } = child;
  const text = sliceBytes(output.text, 0, 10_240);
  return exitCode === 0 ? { kind: "success", output: text } : { kind: "failure", output: text, exitCode };
}

/** Waits until a connection attempt has an end; undefined when the time is over first. */
export function* settle(connecting: Connecting, timeoutMs: number): Steps<void> {
  if (!connecting.settled.ready) yield { until: [connecting.settled], forMs: timeoutMs };
  if (!connecting.settled.ready) connecting.cancel();
}

export function* httpGet(
  context: KubeletContext,
  view: StackView,
  podIP: string,
  get: HttpGet,
  port: number,
  timeoutMs: number,
): Steps<Outcome> {
  const host = get.host ?? podIP;
  const path = get.path === undefined || get.path === "" ? "/" : get.path.startsWith("/") ? get.path : `/${get.path}`;
  const url = `${(get.scheme ?? "HTTP").toLowerCase()}://${host}:${port}${path}`;
  const deadline = context.clock.now() + timeoutMs;
  const slow: Outcome = {
    kind: "failure",
    output: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
  };
  const connecting = view.connect(host, port);
  yield* settle(connecting, timeoutMs);
  const { socket, failure } = connecting;
  if (failure !== undefined) return { kind: "failure", output: `Get "${url}": ${dialError(host, port, failure)}` };
  if (socket === undefined) return slow;
  const extra = (get.httpHeaders ?? []).map(({ name, value }) => `${name}: ${value}\r\n`).join("");
  const hostHeader = /^host:/im.test(extra) ? "" : `Host: ${host}:${port}\r\n`;
  const isTls = get.scheme === "HTTPS";
  socket.write(
    `${isTls ? TLS_HELLO : ""}GET ${path} HTTP/1.1\r\n${hostHeader}User-Agent: kube-probe/1.33\r\nAccept: */*\r\n${extra}Connection: close\r\n\r\n`,
  );
  let answer = "";
  try {
    for (;;) {
      const text = socket.read();
      if (text === undefined) break;
      answer += text;
      if (isTls && answer.startsWith("HTTP/")) return { kind: "failure", output: `Get "${url}": ${NOT_TLS}` };
      if (answer.includes("\r\n\r\n")) break;
      const left = deadline - context.clock.now();
      if (left <= 0) return slow;
      if (text === "") yield { until: [socket.readable], forMs: left };
    }
  } finally {
    socket.close();
  }
  if (isTls) answer = answer.slice(TLS_HELLO.length);
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0);
  if (status === 0) return { kind: "failure", output: `Get "${url}": EOF` };
  if (status >= 200 && status < 400) return { kind: "success", output: answer };
  return { kind: "failure", output: `HTTP probe failed with statuscode: ${status}` };
}

/** What Go's client says of a server that answers a TLS greeting in plain text. */
const NOT_TLS = "http: server gave HTTP response to HTTPS client";

export function dialError(host: string, port: number, failure: "refused" | "unreachable"): string {
  const why = failure === "refused" ? "connection refused" : "no route to host";
  return `dial tcp ${host}:${port}: connect: ${why}`;
}

/** A port by number or by the name that the container gives it. */
export function portNumber(port: number | string, container: Container): number {
  if (typeof port === "number") return port;
  const named = container.ports?.find(({ name }) => name === port);
  return named?.containerPort ?? Number(port);
}

export function* runHook(
  context: KubeletContext,
  pod: Pod,
  container: Container,
  target: RunningContainer,
  handler: Handler,
  timeoutMs: number,
): Steps<Outcome> {
  if (handler.exec !== undefined) return yield* runCommand(context, target, handler.exec.command ?? [], timeoutMs);
  if (handler.sleep !== undefined) {
    yield* pause(Math.min(timeoutMs, handler.sleep.seconds * 1000));
    return { kind: "success", output: "" };
  }
  if (handler.httpGet !== undefined) {
    const view = context.runtime.network.view(context.runtime.nodeStack, {
      program: () => "kubelet",
      resolvConf: () => "",
      isSilent: true,
    });
    const ip = context.runtime.sandboxesOf(pod.metadata.uid)[0]?.ip ?? "";
    const port = portNumber(handler.httpGet.port as number | string, container);
    const outcome = yield* httpGet(context, view, ip, handler.httpGet, port, timeoutMs);
    if (!outcome.output.endsWith(NOT_TLS)) return outcome;
    // Hooks once spoke plain HTTP whatever they were told, so this is tried too.
    const plain = yield* httpGet(context, view, ip, { ...handler.httpGet, scheme: "HTTP" }, port, timeoutMs);
    const text = `request to HTTPS lifecycle hook ${ip}:${port} got HTTP response, retry with HTTP succeeded`;
    if (plain.kind === "success") containerEvent(context, pod, container, "Warning", "LifecycleHTTPSFallback", text);
    return plain;
  }
  return { kind: "success", output: "" };
}

/** What a container says that waits because its postStart hook has failed. */
export function hookFailureText(pod: Pod, container: Container, handler: Handler, outcome: Outcome): string {
  const who = `for Container "${container.name}" in Pod "${podText(pod)}" failed - error: `;
  const { command } = handler.exec ?? {};
  if (command === undefined) return `HTTP lifecycle hook (${handler.httpGet?.path ?? ""}) ${who}${outcome.output}`;
  const { output } = outcome;
  const exitCode = outcome.kind === "failure" ? outcome.exitCode : undefined;
  const failure = exitCode === undefined ? output : `command '${command.join(" ")}' exited with ${exitCode}: ${output}`;
  const said = exitCode === undefined ? "" : output;
  return `Exec lifecycle hook ([${command.join(" ")}]) ${who}${failure}, message: ${JSON.stringify(said)}`;
}
