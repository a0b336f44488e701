// Stands for the images of Kubernetes itself. The components' work is done by the parts of this cluster; what runs in these
// containers opens the ports, answers the probes and says what theirs say.

import type { Program } from "../../../shell/process.ts";
import { daemon, flag, plain } from "./daemon.ts";
import { healthAnswer, isHealthCheck } from "./grpc-health.ts";
import type { Image } from "./image.ts";

const version = (tag: string): boolean => /^v?\d+\.\d+(\.\d+)?(-\w+)*$/.test(tag);

function system(name: string, sizeBytes: number, path: string, program: Program): Image {
  const command = path.slice(path.lastIndexOf("/") + 1);
  return {
    repository: `registry.k8s.io/${name}`,
    sizeBytes,
    hasTag: version,
    config: () => ({
      userland: "none",
      entrypoint: [path],
      programs: { [path]: program, [`/usr/local/bin/${command}`]: program },
    }),
  };
}

const TLS_PORTS = [443, 6443, 10257, 10259];

/** A component that answers its health checks on some port. */
function component(ports: readonly number[], says: readonly string[] = []): Program {
  return daemon({
    ports,
    tlsPorts: ports.filter((port) => TLS_PORTS.includes(port)),
    says: () => says,
    respond: (request) => {
      if (isHealthCheck(request)) return healthAnswer(request, () => (request.port === 2379 ? "SERVING" : undefined));
      return request.path === "/metrics" ? plain(200, "") : plain(200, "ok");
    },
  });
}

const coredns = daemon({
  toStdout: true,
  ports: [53, 8080, 8181, 9153],
  says: () => [
    ".:53",
    "[INFO] plugin/reload: Running configuration SHA512 = 1b226df79860026c6a52e67daa10d7f0d57ec5b023288ec00c5e05f93523c894564e15b91770d3a07ae1cfbe861d15b37d4a0027e69c546ab112970993a3b03b",
    "CoreDNS-1.12.0",
    "linux/amd64, go1.23.3, 51e11f1",
  ],
  respond: ({ port, path }) =>
    port === 8080 && path === "/health"
      ? plain(200, "OK")
      : port === 8181 && path === "/ready"
        ? plain(200, "OK")
        : plain(404, "404 page not found\n"),
  // The health plugin's lameduck: it goes on answering a while after it was told to stop.
  stopMs: 5000,
  lastWords: () => ["[INFO] SIGTERM: Shutting down servers then terminating"],
});

const metricsServer = daemon({
  ports: ({ argv }) => [Number(flag(argv, "secure-port") ?? 10250)],
  tlsPorts: [443, 4443, 8443, 10250],
  says: () => ['"Serving securely" address="[::]:10250"'],
  respond: () => plain(200, "ok"),
});

const pause: Program = daemon({});

export const systemImages: readonly Image[] = [
  system("pause", 320_448, "/pause", pause),
  system("kube-controller-manager", 27_638_000, "/usr/local/bin/kube-controller-manager", component([10257])),
  system("kube-scheduler", 21_782_000, "/usr/local/bin/kube-scheduler", component([10259])),
  system(
    "kube-proxy",
    31_890_000,
    "/usr/local/bin/kube-proxy",
    component([10249, 10256], ['"Using iptables Proxier"']),
  ),
  system("coredns/coredns", 20_939_036, "/coredns", coredns),
  system("metrics-server/metrics-server", 19_500_000, "/metrics-server", metricsServer),
  system("sig-storage/local-path-provisioner", 17_000_000, "/usr/bin/local-path-provisioner", component([])),
];
