// The small programs about names, addresses and ports.

import { candidateNames, connectTo, queryName, resolveHost, resolverConfiguration, waitFor } from "../connect.ts";
import type { DnsAnswer, Input, Output, RecordType, Socket } from "../process.ts";
import type { Doing } from "../reading.ts";
import type { Applet, Run } from "./applet.ts";

export const networkApplets: Readonly<Record<string, Applet>> = {
  nslookup,
  dig,
  host: hostApplet,
  getent,
  ping,
  nc,
  netcat: nc,
  telnet,
  ip,
  ifconfig,
  netstat,
  ss: netstat,
  traceroute: refuse,
  tcpdump: refuse,
  route: (run) => ip(run, ["route"]),
};

const recordTypes: readonly string[] = ["A", "AAAA", "SRV", "PTR", "CNAME"];

function reverseName(address: string): string {
  return `${address.split(".").reverse().join(".")}.in-addr.arpa`;
}

function* nslookup(run: Run): Doing<number> {
  const words = run.args.filter((arg) => !arg.startsWith("-"));
  const given = run.args
    .find((arg) => /^-(query)?(type|q)=/i.test(arg))
    ?.split("=")[1]
    ?.toUpperCase();
  const [name] = words;
  if (name === undefined) return run.usage("nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]");
  const isReverse = /^\d+(\.\d+){3}$/.test(name);
  const types: RecordType[] =
    given !== undefined && recordTypes.includes(given) ? [given as RecordType] : isReverse ? ["PTR"] : ["A", "AAAA"];
  const configuration = resolverConfiguration(run.process);
  const target = isReverse ? reverseName(name) : name;
  const names = isReverse || given === "PTR" ? [target] : nslookupNames(name, configuration.search);
  const answers: { name: string; type: RecordType; answer: DnsAnswer }[] = [];
  for (const candidate of names) {
    for (const type of types) {
      const answer = yield* queryName(run.process, candidate, type, 10_000);
      if (answer === undefined) {
        run.print(";; connection timed out; no servers could be reached\n\n");
        return 1;
      }
      answers.push({ name: candidate, type, answer });
    }
  }
  const server = answers[0]?.answer.server ?? configuration.nameservers[0] ?? "127.0.0.1";
  run.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  let failed = false;
  for (const { name: asked, answer } of answers) {
    if (answer.outcome === "found") {
      run.print(answer.records.length === 0 ? "" : `${formatRecords(answer)}\n`);
    } else {
      run.print(`** server can't find ${asked}: ${answer.outcome === "nxdomain" ? "NXDOMAIN" : "SERVFAIL"}\n\n`);
      failed = true;
    }
  }
  return failed ? 1 : 0;
}

// busybox's own resolver goes through the search list unless the name has a dot.
function nslookupNames(name: string, search: readonly string[]): string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  return name.includes(".") || search.length === 0 ? [name] : search.map((domain) => `${name}.${domain}`);
}

function formatRecords(answer: DnsAnswer): string {
  return answer.records
    .map(({ name, type, data }) => {
      if (type === "A" || type === "AAAA") return `Name:\t${name}\nAddress: ${data}\n`;
      if (type === "PTR") return `${name}\tname = ${data}\n`;
      if (type === "CNAME") return `${name}\tcanonical name = ${data}\n`;
      return `${name}\tservice = ${data}\n`;
    })
    .join("");
}

function* dig(run: Run): Doing<number> {
  const words = run.args.filter((arg) => !/^[-+@]/.test(arg));
  const type = (words.find((word) => recordTypes.includes(word.toUpperCase()))?.toUpperCase() ?? "A") as RecordType;
  const given = words.find((word) => !recordTypes.includes(word.toUpperCase())) ?? "";
  const isReverse = run.args.includes("-x");
  const configuration = resolverConfiguration(run.process);
  const names = run.args.includes("+search")
    ? candidateNames(given, configuration)
    : [isReverse ? reverseName(given) : given.replace(/\.$/, "")];
  let answer: DnsAnswer | undefined;
  for (const name of names) {
    answer = yield* queryName(run.process, name, isReverse ? "PTR" : type, 15_000);
    if (answer === undefined || answer.records.length > 0) break;
  }
  if (answer === undefined) {
    run.print(";; communications error: timed out\n;; no servers could be reached\n");
    return 9;
  }
  if (run.args.includes("+short")) {
    run.print(answer.records.map(({ data }) => `${data}\n`).join(""));
    return 0;
  }
  const status = { found: "NOERROR", nxdomain: "NXDOMAIN", servfail: "SERVFAIL" }[answer.outcome];
  run.print(
    `\n; <<>> DiG 9.18 <<>> ${run.args.join(" ")}\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 4242\n;; flags: qr aa rd; QUERY: 1, ANSWER: ${answer.records.length}, AUTHORITY: 0, ADDITIONAL: 0\n\n`,
  );
  run.print(`;; QUESTION SECTION:\n;${names.at(-1)}.\t\tIN\t${isReverse ? "PTR" : type}\n\n`);
  if (answer.records.length > 0)
    run.print(
      `;; ANSWER SECTION:\n${answer.records.map((record) => `${record.name}.\t30\tIN\t${record.type}\t${record.data}\n`).join("")}\n`,
    );
  run.print(`;; SERVER: ${answer.server}#53(${answer.server}) (UDP)\n\n`);
  return 0;
}

function* hostApplet(run: Run): Doing<number> {
  const [name = ""] = run.options("t:").operands;
  const resolution = yield* resolveHost(run.process, name);
  if (resolution.kind === "found") {
    run.print(resolution.addresses.map((address) => `${resolution.name} has address ${address}\n`).join(""));
    return 0;
  }
  run.print(
    resolution.kind === "no answer"
      ? ";; connection timed out; no servers could be reached\n"
      : `Host ${name} not found: 3(NXDOMAIN)\n`,
  );
  return 1;
}

function* getent(run: Run): Doing<number> {
  const [database, name = ""] = run.args;
  if (database === "passwd" || database === "group") {
    const path = `/etc/${database}`;
    const lines = run.files.exists(path)
      ? run.files
          .read(path)
          .split("\n")
          .filter((line) => line !== "" && (name === "" || line.split(":")[0] === name || line.split(":")[2] === name))
      : [];
    run.print(lines.map((line) => `${line}\n`).join(""));
    return lines.length > 0 ? 0 : 2;
  }
  if (database !== "hosts" && database !== "ahosts" && database !== "ahostsv4")
    return run.fail(`Unknown database: ${database ?? ""}`);
  const resolution = yield* resolveHost(run.process, name);
  if (resolution.kind !== "found") return 2;
  for (const address of resolution.addresses)
    run.print(
      database === "hosts"
        ? `${address.padEnd(15)} ${resolution.name}\n`
        : `${address.padEnd(15)} STREAM ${resolution.name}\n`,
    );
  return 0;
}

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

function* ping(run: Run): Doing<number> {
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

function* nc(run: Run): Doing<number> {
  const options = run.options("zvw:lp:nke:u46N");
  const timeoutMs = options.has("w") ? Number(options.value("w")) * 1000 : 127_000;
  if (options.has("u")) run.fail("k8s-tutor does not simulate UDP sockets");
  if (options.has("l"))
    return yield* listen(run, Number(options.value("p") ?? options.operands.at(-1)), options.has("k"));
  const [host, port] = options.operands;
  if (host === undefined || port === undefined)
    return run.usage("nc [OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen");
  const connection = yield* connectTo(run.process, host, Number(port), timeoutMs);
  if (connection.kind === "bad address") return run.fail(`bad address '${host}'`);
  if (connection.kind !== "connected") {
    const words =
      connection.kind === "refused"
        ? "Connection refused"
        : connection.kind === "unreachable"
          ? "Host is unreachable"
          : "Operation timed out";
    if (options.has("v") || !options.has("z"))
      run.complain(
        connection.kind === "timeout" && options.has("w")
          ? "timed out"
          : `${host} (${connection.address}:${port}): ${words}`,
      );
    return 1;
  }
  if (options.has("v")) run.process.stderr.write(`${host} (${connection.address}:${port}) open\n`);
  if (options.has("z")) connection.socket.close();
  else yield* talk(run, connection.socket);
  return 0;
}

function* listen(run: Run, port: number, keepsListening: boolean): Doing<number> {
  const listener = run.process.machine.network.listen(port);
  if (listener === "address in use") return run.fail("bind: Address in use");
  try {
    do {
      yield { until: [listener.pending] };
      const socket = listener.accept();
      if (socket !== undefined) yield* talk(run, socket);
    } while (keepsListening);
  } finally {
    listener.close();
  }
  return 0;
}

/** Standard input to the connection, and the connection to standard output, until the other side closes. */
function* talk(run: Run, socket: Socket): Doing<void> {
  const { stdin } = run.process;
  let isInputOpen = true;
  for (;;) {
    if (isInputOpen) isInputOpen = pass(stdin, socket);
    const incoming = socket.read();
    if (incoming === undefined) break;
    if (incoming !== "") {
      run.print(incoming);
      yield* run.flush();
      continue;
    }
    yield { until: isInputOpen ? [socket.readable, stdin.readable] : [socket.readable] };
  }
  socket.close();
}

function pass(from: Input, to: Output): boolean {
  for (let text = from.read(); text !== ""; text = from.read()) {
    if (text === undefined) return false;
    to.write(text);
  }
  return true;
}

function* telnet(run: Run): Doing<number> {
  const [host, port = "23"] = run.args;
  if (host === undefined) return run.usage("telnet [-a] [-l USER] HOST [PORT]");
  const connection = yield* connectTo(run.process, host, Number(port), 127_000);
  if (connection.kind === "bad address") return run.fail(`bad address '${host}'`);
  if (connection.kind !== "connected")
    return run.fail(
      `can't connect to remote host (${connection.address}): ${connection.kind === "refused" ? "Connection refused" : "Operation timed out"}`,
    );
  run.process.stderr.write(`Connected to ${host}\n\n`);
  yield* talk(run, connection.socket);
  run.process.stderr.write("Connection closed by foreign host\n");
  return 1;
}

function ip(run: Run, words: readonly string[] = run.args.filter((arg) => !arg.startsWith("-"))): number {
  const [object = ""] = words;
  const { addresses } = run.process.machine.network;
  const first = addresses.find((address) => address.includes("."));
  if ("route".startsWith(object) && object !== "") {
    if (first !== undefined)
      run.print(
        `default via ${first.replace(/\d+$/, "1")} dev eth0 \n${first.replace(/\d+$/, "0")}/24 dev eth0 scope link  src ${first} \n`,
      );
    return 0;
  }
  if (object === "" || !("address".startsWith(object) || "link".startsWith(object)))
    return run.usage("ip [OPTIONS] address|route|link [ARGS]");
  run.print(
    "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n",
  );
  if (first === undefined) return 0;
  run.print(
    `2: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue \n    link/ether ${macOf(first)} brd ff:ff:ff:ff:ff:ff\n`,
  );
  run.print(
    `    inet ${first}/24 brd ${first.replace(/\d+$/, "255")} scope global eth0\n       valid_lft forever preferred_lft forever\n`,
  );
  return 0;
}

function macOf(address: string): string {
  return ["02", "42", ...address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");
}

function ifconfig(run: Run): number {
  for (const address of run.process.machine.network.addresses.filter((one) => one.includes("."))) {
    run.print(
      `eth0      Link encap:Ethernet  HWaddr ${macOf(address).toUpperCase()}  \n          inet addr:${address}  Bcast:${address.replace(/\d+$/, "255")}  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\n`,
    );
  }
  run.print(
    "lo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n",
  );
  return 0;
}

function netstat(run: Run): number {
  const { listeners } = run.process.machine.network;
  if (run.name === "ss") {
    run.print("State      Recv-Q Send-Q Local Address:Port   Peer Address:Port\n");
    for (const { port } of listeners)
      run.print(
        `${"LISTEN".padEnd(10)} ${"0".padEnd(6)} ${"511".padEnd(6)} ${`0.0.0.0:${port}`.padEnd(20)} 0.0.0.0:*\n`,
      );
    return 0;
  }
  const showsProgram = run.args.some((arg) => /^-\w*p/.test(arg));
  run.print("Active Internet connections (only servers)\n");
  run.print(
    `Proto Recv-Q Send-Q Local Address           Foreign Address         State       ${showsProgram ? "PID/Program name    " : ""}\n`,
  );
  for (const { port, program } of listeners) {
    run.print(
      `tcp        0      0 ${`0.0.0.0:${port}`.padEnd(23)} ${"0.0.0.0:*".padEnd(23)} LISTEN      ${showsProgram ? `-/${program}` : ""}\n`,
    );
  }
  return 0;
}

function refuse(run: Run): number {
  return run.fail(`k8s-tutor does not simulate ${run.name}`);
}
