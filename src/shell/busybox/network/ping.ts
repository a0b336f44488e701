// Stands for ping.

import { resolveHost, waitFor } from "../../connect.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

/** A network that can tell whether an address answers ICMP echo requests. */
interface Pingable {
  ping(address: string): {
    readonly settled: { readonly ready: boolean; subscribe(wake: () => void): () => void };
    readonly replied: boolean;
    readonly delayMs?: number;
  };
}

function isPingable(network: object): network is Pingable {
  return "ping" in network && typeof network.ping === "function";
}

export function* ping(run: Run): Doing<number> {
  const options = run.options("c:W:w:i:q46s:n");
  const [host] = options.operands;
  if (host === undefined) return run.usage("ping [OPTIONS] HOST");
  const { process } = run;
  const resolution = yield* resolveHost(process, host);
  if (resolution.kind !== "found") return run.fail(`bad address '${host}'`);
  const { network } = process.machine;
  if (!isPingable(network)) return run.fail("k8s-tutor does not simulate ICMP on this network");
  const [address = ""] = resolution.addresses;
  const count = Number(options.value("c") ?? Number.POSITIVE_INFINITY);
  const intervalMs = Number(options.value("i") ?? "1") * 1000;
  const waitMs = Number(options.value("W") ?? "10") * 1000;
  const deadline = process.machine.now() + Number(options.value("w") ?? Number.POSITIVE_INFINITY) * 1000;
  let interrupted = false;
  process.onSignal("SIGINT", () => {
    interrupted = true;
  });
  run.print(`PING ${host} (${address}): 56 data bytes\n`);
  yield* run.flush();
  let sent = 0;
  let received = 0;
  while (sent < count && !interrupted && process.machine.now() < deadline) {
    const echo = network.ping(address);
    const isLast = sent + 1 >= count;
    sent++;
    const limit = Math.min(isLast ? waitMs : intervalMs, deadline - process.machine.now());
    const began = process.machine.now();
    yield* waitFor(process, echo.settled, limit);
    if (echo.replied) {
      received++;
      run.print(`64 bytes from ${address}: seq=${sent - 1} ttl=62 time=${(echo.delayMs ?? 0.1).toFixed(3)} ms\n`);
      yield* run.flush();
    }
    const left = intervalMs - (process.machine.now() - began);
    if (!isLast && left > 0 && !interrupted) yield { until: [], forMs: left };
  }
  const lost = sent === 0 ? 0 : Math.round(((sent - received) / sent) * 100);
  run.print(
    `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${lost}% packet loss\n`,
  );
  if (received > 0) run.print("round-trip min/avg/max = 0.100/0.100/0.100 ms\n");
  return received > 0 ? 0 : 1;
}
