// Stands for the rabbitmq image: the broker's ports, its management page, and what its command lines say of it.

import { base64OfText } from "../../../bytes/base64.ts";
import type { Process, Program } from "../../../shell/process.ts";
import { daemon } from "./daemon.ts";
import { handOver } from "./hand-over.ts";
import { type Image, versionOf } from "./image.ts";
import { json } from "./json-answer.ts";

const NEWEST = "4.1.4";
const START_MS = 6000;
const UNAVAILABLE = 69;

const nodeName = ({ machine }: Process): string => `rabbit@${machine.hostname}`;

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "000+00:00");
}

function server(version: string, hasManagement: boolean): Program {
  return function* (process) {
    const { machine, stdout, env } = process;
    const say = (text: string): unknown => stdout.write(`${stamp(machine.now())} [info] <0.213.0> ${text}\n`);
    say(`Starting RabbitMQ ${version} on Erlang 27.3.4 [jit]`);
    stdout.write(
      `\n  ##  ##      RabbitMQ ${version}\n  ##  ##\n  ##########  Copyright (c) 2007-2025 Broadcom Inc and/or its subsidiaries\n  ######  ##\n  ##########  Licensed under the MPL 2.0. Website: https://rabbitmq.com\n\n`,
    );
    let isStopped = false;
    process.onSignal("SIGTERM", () => (isStopped = true));
    const readyAt = machine.now() + START_MS;
    while (!isStopped && machine.now() < readyAt) yield { until: [], forMs: readyAt - machine.now() };
    const user = env.RABBITMQ_DEFAULT_USER ?? "guest";
    const password = env.RABBITMQ_DEFAULT_PASS ?? "guest";
    if (hasManagement) say("Management plugin: HTTP (non-TLS) listener started on port 15672");
    say("started TCP listener on [::]:5672");
    say(`Server startup complete; ${hasManagement ? 4 : 0} plugins started.`);
    if (hasManagement)
      stdout.write(
        " * rabbitmq_prometheus\n * rabbitmq_management\n * rabbitmq_management_agent\n * rabbitmq_web_dispatch\n",
      );
    const broker = daemon({
      toStdout: true,
      ports: hasManagement ? [5672, 15_672, 15_692, 25_672, 4369] : [5672, 15_692, 25_672, 4369],
      respond: ({ port, path, headers }) => {
        if (port !== 15_672) return { status: 400, body: "AMQP\u0000\u0000\t\u0001" };
        if (!path.startsWith("/api"))
          return {
            status: 200,
            body: "<!doctype html>\n<html>\n  <head>\n    <title>RabbitMQ Management</title>\n  </head>\n</html>\n",
          };
        if (headers.authorization !== `Basic ${base64OfText(`${user}:${password}`)}`)
          return json(401, { error: "not_authorized", reason: "Login failed" });
        if (path === "/api/overview")
          return json(200, {
            management_version: version,
            rabbitmq_version: version,
            cluster_name: nodeName(process),
            object_totals: { channels: 0, connections: 0, consumers: 0, exchanges: 7, queues: 0 },
            node: nodeName(process),
          });
        return path === "/api/queues" ? json(200, []) : json(404, { error: "Object Not Found", reason: "Not Found" });
      },
    });
    if (!isStopped) yield* broker(process);
    say("SIGTERM received - shutting down");
    return 0;
  };
}

/** True once the broker takes connections. */
function isUp({ machine }: Process): boolean {
  return machine.network.listeners.some(({ port }) => port === 5672);
}

function control(version: string): Program {
  return function* (process) {
    const { argv, stdout, stderr } = process;
    const words = argv.slice(1).filter((word) => !word.startsWith("-"));
    const isQuiet = argv.includes("-q") || argv.includes("--quiet") || argv.includes("-s");
    const say = (text: string): void => void (isQuiet || stdout.write(`${text}\n`));
    const node = nodeName(process);
    const [command = "help"] = words;
    if (command === "version") {
      stdout.write(`${version}\n`);
      return 0;
    }
    if (!isUp(process)) {
      stderr.write(
        `Error: unable to perform an operation on node '${node}'. Please see diagnostics information and suggestions below.\n`,
      );
      return UNAVAILABLE;
    }
    switch (command) {
      case "ping":
        say(
          `Will ping ${node}. This only checks if the OS process is running and registered with epmd. Timeout: 60000 ms.`,
        );
        stdout.write("Ping succeeded\n");
        return 0;
      case "check_running":
        say(`Checking if RabbitMQ is running on node ${node} ...`);
        stdout.write(`RabbitMQ on node ${node} is fully booted and running\n`);
        return 0;
      case "check_port_connectivity":
        say(`Testing TCP connections to all active listeners on node ${node} ...`);
        stdout.write(`Successfully connected to ports 5672, 15672, 25672 on node ${node}.\n`);
        return 0;
      case "status":
        stdout.write(
          `Status of node ${node} ...\nRuntime\n\nOS PID: 1\nOS: Linux\nUptime (seconds): ${Math.floor(Math.max(0, process.machine.now() - startedAt(process)) / 1000)}\nIs under maintenance?: false\nRabbitMQ version: ${version}\nNode name: ${node}\n\nListeners\n\nInterface: [::], port: 5672, protocol: amqp, purpose: AMQP 0-9-1 and AMQP 1.0\n`,
        );
        return 0;
      case "list_queues":
        say("Timeout: 60.0 seconds ...\nListing queues for vhost / ...");
        return 0;
      case "list_users":
        say("Listing users ...");
        stdout.write(`user\ttags\n${process.env.RABBITMQ_DEFAULT_USER ?? "guest"}\t[administrator]\n`);
        return 0;
      default:
        stderr.write(`k8s-tutor does not simulate ${argv[0]} ${command}\n`);
        return 64;
    }
  };
}

function startedAt({ machine }: Process): number {
  return machine.processes().find(({ pid }) => pid === 1)?.startedAt ?? machine.now();
}

export const rabbitmqImage: Image = {
  repository: "docker.io/library/rabbitmq",
  sizeBytes: 112_000_000,
  hasTag: (tag) => /^(latest|management|alpine|management-alpine|[34](\.\d+){0,2}(-management)?(-alpine)?)$/.test(tag),
  config: (tag) => {
    const version = versionOf(tag, NEWEST);
    const tools = ["rabbitmqctl", "rabbitmq-diagnostics"].map((name) => [
      `/opt/rabbitmq/sbin/${name}`,
      control(version),
    ]);
    return {
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["rabbitmq-server"],
      env: {
        PATH: "/opt/rabbitmq/sbin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        RABBITMQ_VERSION: version,
      },
      userland: tag.includes("alpine") ? "alpine" : "debian",
      users: { rabbitmq: 999 },
      files: { "/var/lib/rabbitmq/": "", "/etc/rabbitmq/conf.d/10-defaults.conf": "loopback_users.guest = false\n" },
      programs: {
        "/usr/local/bin/docker-entrypoint.sh": (process) =>
          handOver(process, process.argv.slice(1), "docker-entrypoint.sh"),
        "/opt/rabbitmq/sbin/rabbitmq-server": server(version, tag.includes("management")),
        ...Object.fromEntries(tools),
      },
    };
  },
};
