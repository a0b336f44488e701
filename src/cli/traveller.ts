// Sends one request through the simulated network, from the laptop or with the network and the name servers of a pod, and notes each step.
// Simplified: what `trace` sends is not repeated in a look ahead, as what curl sends from the laptop is not.

import type { Answer, Connecting, Journey, Lookup, Origin, Question, Target } from "../observe/request/journey.ts";
import { candidateNames, connectToAddress, isAddress, queryName, resolverConfiguration } from "../shell/connect.ts";
import { formatRequest, HttpError, HttpReader } from "../shell/http-message.ts";
import type { Kernel } from "../shell/kernel.ts";
import { MemoryFiles } from "../shell/memory-files.ts";
import type { Machine, NetworkStack, Process, Socket } from "../shell/process.ts";
import type { Doing } from "../shell/reading.ts";
import { nullInput, nullOutput } from "../shell/streams.ts";

/** Whoever waits longer than this for a connection or an answer has been told enough. */
const patienceMs = 5000;

/** A pod's place in the network. */
export interface PodPlace {
  readonly network: NetworkStack;
  readonly resolvConf: string;
}

/** The laptop's machine, with the network and the name servers of a pod. */
export function machineInPod(kernel: Kernel, laptop: Machine, { network, resolvConf }: PodPlace): Machine {
  const files = new MemoryFiles({ now: () => laptop.now() });
  files.makeDirectory("/etc");
  files.write("/etc/resolv.conf", resolvConf);
  const { hostname, user, findProgram } = laptop;
  return kernel.createMachine({ hostname, user, files, network, random: () => 0, findProgram });
}

/** Resolves when the request has come as far as it can. */
export function travel(
  kernel: Kernel,
  machine: Machine,
  from: Origin,
  target: Target,
  interrupted: AbortSignal,
): Promise<Journey | undefined> {
  return new Promise((resolve, reject) => {
    let journey: Journey | undefined;
    const child = kernel.start({
      program: function* (process) {
        journey = yield* follow(process, from, target);
        return 0;
      },
      argv: ["trace"],
      env: {},
      cwd: "/",
      machine,
      stdin: nullInput,
      stdout: nullOutput,
      stderr: nullOutput,
    });
    interrupted.addEventListener("abort", () => kernel.signal(child.pid, "SIGKILL"));
    const end = (): void => {
      if (child.exitCode === 0 || interrupted.aborted) resolve(journey);
      else reject(new Error("the request could not be followed"));
    };
    if (child.exited.ready) end();
    else child.exited.subscribe(end);
  });
}

function* follow(process: Process, from: Origin, target: Target): Doing<Journey> {
  const clientAddress = process.machine.network.addresses[0];
  const { lookup, address } = yield* look(process, target.host);
  const begun = { from, target, lookup, ...(clientAddress === undefined ? {} : { clientAddress }) };
  if (address === undefined) return begun;
  const began = process.machine.now();
  const connection = yield* connectToAddress(process, address, target.port, patienceMs);
  if (connection.kind !== "connected") {
    const kind = connection.kind === "bad address" ? "unreachable" : connection.kind;
    return { ...begun, address, connecting: { kind, afterMs: process.machine.now() - began } };
  }
  const { remote } = connection.socket;
  const connecting: Connecting = { kind: "connected", address: remote.address, port: remote.port };
  return { ...begun, address, connecting, answer: yield* ask(process, connection.socket, target) };
}

function* look(process: Process, host: string): Doing<{ readonly lookup: Lookup; readonly address?: string }> {
  if (isAddress(host)) return { lookup: { kind: "address" }, address: host };
  if (host === "localhost") return { lookup: { kind: "hosts file" }, address: "127.0.0.1" };
  const configuration = resolverConfiguration(process);
  const [server] = configuration.nameservers;
  if (server === undefined) return { lookup: { kind: "no name server" } };
  const questions: Question[] = [];
  for (const name of candidateNames(host, configuration)) {
    const answer = yield* queryName(process, name, "A");
    const addresses = (answer?.records ?? []).flatMap(({ type, data }) => (type === "A" ? [data] : []));
    const outcome = outcomeOf(answer?.outcome, addresses.length);
    questions.push({ name, outcome, addresses });
    const [address] = addresses;
    if (address !== undefined) return { lookup: { kind: "asked", server, questions }, address };
    if (outcome === "no answer") break;
  }
  return { lookup: { kind: "asked", server, questions } };
}

function outcomeOf(said: "found" | "nxdomain" | "servfail" | undefined, addresses: number): Question["outcome"] {
  if (said === undefined || said === "servfail") return "no answer";
  if (said === "nxdomain") return "no such name";
  return addresses === 0 ? "no address" : "found";
}

function* ask(process: Process, socket: Socket, { host, port, path }: Target): Doing<Answer> {
  const authority = port === 80 ? host : `${host}:${port}`;
  const headers = [["Host", authority] as const, ["User-Agent", "k8s-tutor"] as const, ["Accept", "*/*"] as const];
  try {
    socket.write(formatRequest({ method: "GET", target: path, headers, body: "" }));
    const reader = new HttpReader(socket, { process, deadline: process.machine.now() + patienceMs });
    const { status, reason, body } = yield* reader.response("GET");
    return { kind: "status", status, reason, bytes: body.length };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.kind === "timeout") return { kind: "silence" };
    return { kind: error.kind === "malformed" ? "not HTTP" : "hung up" };
  } finally {
    socket.close();
  }
}
