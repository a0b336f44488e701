// What programs need while nobody asks anything of them: the levels that one sees of the real ones in an idle cluster.

export interface Footprint {
  /** Thousandths of a core. Exactly 0 for what sleeps until somebody calls. */
  readonly idleMillis: number;
  readonly memoryMiB: number;
  /** Besides, for each core of the machine: a program that starts a worker for each. */
  readonly perCoreMiB?: number;
  /** Processor time of the start. */
  readonly startMs: number;
}

/** Idle millicores, MiB, milliseconds to start, MiB for each core. */
type Row = readonly [idleMillis: number, memoryMiB: number, startMs: number, perCoreMiB?: number];

// By the last part of `argv[0]`.
const TABLE: Readonly<Record<string, Row>> = {
  nginx: [0, 2.1, 35, 0.7],
  httpd: [0.3, 6.4, 45],
  "httpd-foreground": [0.3, 6.4, 45],
  "apache2-foreground": [0.6, 10.2, 70],
  "redis-server": [1.7, 3.7, 20],
  postgres: [0.8, 25.5, 450],
  mysqld: [4.6, 352, 2600],
  mariadbd: [0.7, 86, 1500],
  python3: [0.2, 13.5, 180],
  python: [0.2, 13.5, 180],
  node: [0.4, 38, 300],
  java: [2.2, 168, 3500],
  app: [0, 5.6, 25],
  "fluent-bit": [1.1, 9.4, 60],
  fluentd: [1.4, 62, 1200],
  prometheus: [4.2, 64, 400],
  node_exporter: [0.6, 8.5, 50],
  "http-echo": [0, 2.3, 15],
  whoami: [0, 1.6, 10],
  agnhost: [0, 8.1, 30],
  envoy: [3.4, 21, 150],
  pause: [0, 0.3, 2],
  etcd: [17, 43, 200],
  "kube-apiserver": [34, 228, 3000],
  "kube-controller-manager": [13, 47, 400],
  "kube-scheduler": [3.2, 19.5, 250],
  "kube-proxy": [0.6, 15.6, 150],
  coredns: [1.6, 13.8, 80],
  "metrics-server": [2.6, 17.6, 150],
  "nginx-ingress-controller": [1.8, 92, 500],
  "local-path-provisioner": [0.5, 8.3, 60],
  bash: [0, 1.3, 2],
  sh: [0, 0.28, 1],
  ash: [0, 0.28, 1],
};

const SMALL: Row = [0, 0.06, 1];

/** @param argv of one process. */
export function footprintOf(argv: readonly string[]): Footprint {
  const [command = ""] = argv;
  const name = command.replace(/^.*\//, "").replace(/:$/, "");
  const [idleMillis, memoryMiB, startMs, perCoreMiB] = TABLE[name] ?? SMALL;
  return { idleMillis, memoryMiB, startMs, ...(perCoreMiB === undefined ? {} : { perCoreMiB }) };
}
