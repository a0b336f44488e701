// Stands for ping.

import { resolveHost, waitFor } from "../../connect.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import type { Options } from "../options.ts";

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
  const plan = planOf(options, process.machine.now());
  run.print(`PING ${host} (${address}): 56 data bytes\n`);
  yield* run.flush();
  const { sent, received } = yield* sendAll(run, network, address, plan);
  const lost = sent === 0 ? 0 : Math.round(((sent - received) / sent) * 100);
  run.print(
    `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${lost}% packet loss\n`,
  );
  if (received > 0) run.print("round-trip min/avg/max = 0.100/0.100/0.100 ms\n");
  return received > 0 ? 0 : 1;
}

interface Plan {
  readonly count: number;
  readonly intervalMs: number;
  /** How long to wait for the last reply. */
  readonly waitMs: number;
  readonly deadline: number;
}

function planOf(options: Options, now: number): Plan {
  const numberOf = (letter: string, otherwise: number) => Number(options.value(letter) ?? otherwise);
  return {
    count: numberOf("c", Number.POSITIVE_INFINITY),
    intervalMs: numberOf("i", 1) * 1000,
    waitMs: numberOf("W", 10) * 1000,
    deadline: now + numberOf("w", Number.POSITIVE_INFINITY) * 1000,
  };
}

function* sendAll(
  run: Run,
  network: Pingable,
  address: string,
  plan: Plan,
): Doing<{ readonly sent: number; readonly received: number }> {
  const { process } = run;
  const now = () => process.machine.now();
  let interrupted = false;
  process.onSignal("SIGINT", () => {
    interrupted = true;
  });
  let sent = 0;
  let received = 0;
  while (sent < plan.count && !interrupted && now() < plan.deadline) {
    const echo = network.ping(address);
    const isLast = sent + 1 >= plan.count;
    const began = now();
    yield* waitFor(process, echo.settled, Math.min(isLast ? plan.waitMs : plan.intervalMs, plan.deadline - began));
    if (echo.replied) {
      received++;
      run.print(`64 bytes from ${address}: seq=${sent} ttl=62 time=${(echo.delayMs ?? 0.1).toFixed(3)} ms\n`);
      yield* run.flush();
    }
    sent++;
    const left = plan.intervalMs - (now() - began);
    if (!isLast && left > 0 && !interrupted) yield { until: [], forMs: left };
  }
  return { sent, received };
}
