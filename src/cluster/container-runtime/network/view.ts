// Stands for the socket calls of one container (or host): the shared stack, with a name on everything it opens, so that its
// ports and connections can be closed when the container ends.

import type {
  ConnectFailure,
  Connecting,
  DnsAnswer,
  DnsRecord,
  NetworkStack,
  RecordType,
  Resolving,
  Socket,
} from "../../../shell/process.ts";
import { Settable } from "../../../shell/waitable.ts";
import { isLoopback } from "./address.ts";
import type { Arrival, NetworkInternals } from "./internals.ts";
import type { NameQuestion, NetworkRequest, Peer } from "./request-log.ts";
import { parseResolvConf, reverseName } from "./resolver.ts";
import { connectedPair, type Wire } from "./socket.ts";
import type { Stack } from "./stack.ts";

export interface StackView extends NetworkStack {
  /** Closes every port and connection opened through this view. */
  closeAll(): void;
  readonly stack: Stack;
}

export interface ViewOptions {
  readonly program: () => string;
  readonly peer?: Peer;
  readonly resolvConf: () => string;
  /** The connections made through this view leave no trace in the request log (the kubelet's probes). */
  readonly isSilent?: boolean;
}

const DNS_LATENCY_MS = 2;
/** The pauses after which a packet that nobody answered is sent again. */
const RETRANSMISSIONS_MS = [1000, 2000, 4000, 8000, 16_000, 32_000];
const HANDSHAKE_MS = 1;

export function viewOf(network: NetworkInternals, stack: Stack, options: ViewOptions): StackView {
  const owner = {};
  const sockets = new Set<Socket>();
  const peer = options.peer ?? stack.place.peer;

  function keep(socket: Wire): Socket {
    sockets.add(socket);
    socket.afterClose = () => sockets.delete(socket);
    return socket;
  }

  function connect(address: string, port: number): Connecting {
    const settled = new Settable();
    let socket: Socket | undefined;
    let failure: ConnectFailure | undefined;
    let isCancelled = false;
    const log = options.isSilent === true ? undefined : network.log;
    attempt(0);

    function attempt(tries: number, noted?: NetworkRequest): void {
      const arrival = network.arrive(stack, address, port);
      if (arrival.kind === "silence") {
        const entry = noted ?? log?.add({ ...note(arrival), at: network.clock.now(), outcome: "timeout" });
        // The laptop does not insist: a copy of the cluster has none, and its timers must not be missed there.
        const delayMs = stack.place.nodeName === undefined ? undefined : RETRANSMISSIONS_MS[tries];
        if (delayMs !== undefined) network.clock.after(delayMs, () => isCancelled || attempt(tries + 1, entry));
        return;
      }
      if (noted !== undefined) log?.remove(noted);
      if (arrival.kind === "failed") fail(arrival);
      else network.clock.after(HANDSHAKE_MS, () => isCancelled || shakeHands(arrival));
    }

    function note({ rule }: Arrival): Pick<NetworkRequest, "from" | "to" | "service"> {
      const to = { address, port };
      if (rule === undefined || rule.kind === "no rule") return { from: peer, to };
      return { from: peer, to, service: { namespace: rule.rule.namespace, name: rule.rule.name } };
    }

    function fail(arrival: Extract<Arrival, { kind: "failed" }>): void {
      log?.add({ ...note(arrival), at: network.clock.now(), outcome: arrival.failure });
      network.clock.after(arrival.afterMs, () => {
        failure = arrival.failure;
        settled.set();
      });
    }

    function shakeHands(arrival: Extract<Arrival, { kind: "listener" }>): void {
      const listener = arrival.stack.find(arrival.listener.port);
      if (listener === undefined || !arrival.stack.isUp) {
        log?.add({ ...note(arrival), at: network.clock.now(), outcome: "refused" });
        failure = "refused";
        settled.set();
        return;
      }
      const own = isLoopback(arrival.endpoint.address) ? "127.0.0.1" : (arrival.seenAs ?? stack.address);
      const local = { address: own, port: stack.ephemeralPort() };
      const tap = log?.tap({ ...note(arrival), servedBy: arrival.stack.place.peer }, () => network.clock.now());
      const pair = connectedPair(local, arrival.endpoint, tap);
      socket = keep(pair.client);
      listener.offer(pair.server);
      settled.set();
    }

    return {
      settled,
      get socket() {
        return socket;
      },
      get failure() {
        return failure;
      },
      cancel: () => {
        isCancelled = true;
      },
    };
  }

  function resolve(name: string, type: RecordType): Resolving {
    const settled = new Settable();
    let answer: DnsAnswer | undefined;
    const server = parseResolvConf(options.resolvConf()).nameServers[0];
    const isReached = server !== undefined && network.arrive(stack, server, 53, "UDP").kind === "listener";
    const asked = (type === "PTR" ? reverseName(name) : name).replace(/\.$/, "");
    // A name server that nobody reaches leaves the question unanswered.
    if (!isReached) noteQuestion("timeout", []);
    else {
      network.clock.after(DNS_LATENCY_MS, () => {
        const service = network.nameService();
        answer =
          service === undefined
            ? { outcome: "servfail", server, records: [] }
            : { ...service(asked, type, peer), server };
        noteQuestion(answer.outcome, answer.records);
        settled.set();
      });
    }
    return {
      settled,
      get answer() {
        return answer;
      },
    };

    function noteQuestion(outcome: NameQuestion["outcome"], records: readonly DnsRecord[]): void {
      if (type !== "A" || options.isSilent === true) return;
      const addresses = records.flatMap((record) => (record.type === "A" ? [record.data] : []));
      network.log.addQuestion({ at: network.clock.now(), from: peer, name: asked, outcome, addresses });
    }
  }

  return {
    stack,
    get addresses() {
      return stack.place.addresses;
    },
    get listeners() {
      return stack.listeners.map(({ port, program }) => ({ port, program }));
    },
    listen: (port) => {
      const open = stack.listen(port, options.program(), owner);
      if (open === "address in use") return open;
      const accept = open.accept;
      return {
        port: open.port,
        pending: open.pending,
        close: () => open.close(),
        accept: () => {
          const socket = accept();
          return socket === undefined ? undefined : keep(socket);
        },
      };
    },
    connect,
    resolve,
    closeAll: () => {
      stack.closeOf(owner);
      for (const socket of sockets) socket.close();
      sockets.clear();
    },
  };
}
