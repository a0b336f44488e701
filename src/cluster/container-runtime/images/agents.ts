// Stands for agents: log shippers and metrics. They start, speak as theirs do, and wait.

import type { Program } from "../../../shell/process.ts";
import { daemon, plain } from "./daemon.ts";
import { anyVersion, type Image } from "./image.ts";

function agent(
  repository: string,
  sizeBytes: number,
  command: string,
  program: Program,
  more: { readonly shell?: boolean } = {},
): Image {
  return {
    repository,
    sizeBytes,
    hasTag: anyVersion,
    config: () => ({
      userland: more.shell === true ? "alpine" : "none",
      entrypoint: [command],
      programs: { [command]: program },
    }),
  };
}

const fluentBit = daemon({
  ports: [2020],
  says: () => [
    "Fluent Bit v4.1.1",
    "* Copyright (C) 2015-2025 The Fluent Bit Authors",
    "* Fluent Bit is a CNCF sub-project under the umbrella of Fluentd",
    "* https://fluentbit.io",
    "",
  ],
  lastWords: () => ["[engine] service has stopped (0 pending tasks)"],
});

const fluentd = daemon({
  toStdout: true,
  ports: [24224],
  says: () => [
    '[info]: starting fluentd-1.19.0 pid=7 ruby="3.4.4"',
    "[info]: #0 fluentd worker is now running worker=0",
  ],
});

const prometheus = daemon({
  ports: [9090],
  says: () => [
    'level=INFO msg="Starting Prometheus Server" mode=server',
    'level=INFO msg="Server is ready to receive web requests."',
  ],
  respond: ({ path }) =>
    path === "/-/healthy"
      ? plain(200, "Prometheus Server is Healthy.\n")
      : path === "/-/ready"
        ? plain(200, "Prometheus Server is Ready.\n")
        : path === "/metrics"
          ? plain(200, "# HELP prometheus_build_info Build information.\nprometheus_build_info 1\n")
          : path === "/"
            ? { status: 302, headers: { Location: "/query" }, body: '<a href="/query">Found</a>.\n\n' }
            : plain(404, "404 page not found\n"),
});

const nodeExporter = daemon({
  ports: [9100],
  says: () => ['level=INFO msg="Listening on" address=[::]:9100'],
  respond: ({ path }) =>
    path === "/metrics"
      ? plain(200, "# HELP node_load1 1m load average.\n# TYPE node_load1 gauge\nnode_load1 0.21\n")
      : plain(200, "<html><head><title>Node Exporter</title></head></html>\n"),
});

const envoy = daemon({
  ports: [10000, 9901],
  says: () => ["[info][main] starting main dispatch loop"],
  respond: ({ port }) => (port === 9901 ? plain(200, "LIVE\n") : plain(503, "no healthy upstream")),
});

export const agentImages: readonly Image[] = [
  agent("docker.io/fluent/fluent-bit", 36_000_000, "/fluent-bit/bin/fluent-bit", fluentBit),
  agent("docker.io/fluent/fluentd", 52_000_000, "/usr/bin/fluentd", fluentd, { shell: true }),
  agent("docker.io/prom/prometheus", 118_000_000, "/bin/prometheus", prometheus, { shell: true }),
  agent("quay.io/prometheus/prometheus", 118_000_000, "/bin/prometheus", prometheus, { shell: true }),
  agent("docker.io/prom/node-exporter", 12_500_000, "/bin/node_exporter", nodeExporter, { shell: true }),
  agent("quay.io/fluentd_elasticsearch/fluentd", 58_000_000, "/usr/bin/fluentd", fluentd, { shell: true }),
  agent("docker.io/envoyproxy/envoy", 67_000_000, "/usr/local/bin/envoy", envoy, { shell: true }),
];
