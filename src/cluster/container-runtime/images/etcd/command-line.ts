// Stands for etcdctl and etcdutl: what people do with them in a cluster that kubeadm made.

import type { Process, Program } from "../../../../shell/process.ts";
import { flag } from "../daemon.ts";
import { atOnce } from "../hand-over.ts";
import type { EtcdDatabase, EtcdDatabases } from "./database.ts";
import { logLine } from "./log.ts";
import { EtcdError, restoreSnapshot, saveSnapshot, sizeText, snapshotStatus } from "./snapshots.ts";

const VERSION = "3.5.21";
const MEMBER = "8e9e05c52164694d";
const TAKES_VALUE = /^(-w|--(endpoints|cacert|cert|key|write-out|data-dir|name|limit|command-timeout|dial-timeout))$/;

export function etcdctl(databases: EtcdDatabases): Program {
  return tool((process, words) => {
    const [first = "", second = "", file = ""] = words;
    if (first === "version") return said(process, `etcdctl version: ${VERSION}\nAPI version: 3.5\n`);
    if (first === "snapshot" && second === "status") {
      process.stderr.write("Deprecated: Use `etcdutl snapshot status` instead.\n\n");
      return snapshotStatus(process, needed(file, "snapshot status"));
    }
    if (first === "snapshot" && second === "restore") {
      process.stderr.write("Deprecated: Use `etcdutl snapshot restore` instead.\n\n");
      return restoreSnapshot(process, needed(file, "snapshot restore"));
    }
    const { endpoint, database } = connected(process, databases);
    if (first === "snapshot" && second === "save")
      return saveSnapshot(process, needed(file, "snapshot save"), endpoint, database);
    if (first === "endpoint" && second === "health")
      return said(process, `${endpoint} is healthy: successfully committed proposal: took = 9.271ms\n`);
    if (first === "endpoint" && second === "status") {
      const { revision } = database;
      const size = sizeText(database.save().length);
      return said(process, `${endpoint}, ${MEMBER}, ${VERSION}, ${size}, true, false, 2, ${revision}, ${revision}, \n`);
    }
    if (first === "member" && second === "list") {
      const { hostname } = process.machine;
      const peer = endpoint.replace("2379", "2380");
      return said(process, `${MEMBER}, started, ${hostname}, ${peer}, ${endpoint}, false\n`);
    }
    if (first === "get") return get(process, second, database);
    throw new EtcdError(`k8s-tutor does not simulate \`etcdctl ${words.join(" ")}\``);
  });
}

export function etcdutl(): Program {
  return tool((process, [first = "", second = "", file = ""]) => {
    if (first === "version") return said(process, `etcdutl version: ${VERSION}\nAPI version: 3.5\n`);
    if (first === "snapshot" && second === "status") return snapshotStatus(process, needed(file, "snapshot status"));
    if (first === "snapshot" && second === "restore") return restoreSnapshot(process, needed(file, "snapshot restore"));
    throw new EtcdError(`k8s-tutor does not simulate \`etcdutl ${[first, second].join(" ").trim()}\``);
  });
}

function tool(run: (process: Process, words: readonly string[]) => void): Program {
  return atOnce((process) => {
    try {
      run(process, wordsOf(process.argv.slice(1)));
      return 0;
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      process.stderr.write(`Error: ${error.message}\n`);
      return 1;
    }
  });
}

function wordsOf(args: readonly string[]): string[] {
  return args.filter((word, index) => !word.startsWith("-") && !TAKES_VALUE.test(args[index - 1] ?? ""));
}

function said({ stdout }: Process, text: string): void {
  stdout.write(text);
}

function needed(file: string, command: string): string {
  if (file === "") throw new EtcdError(`${command} requires exactly one argument`);
  return file;
}

// Simplified: keys are shown as they are, values as JSON, where the API server's are protobuf that nobody can read.
function get({ stdout, argv }: Process, key: string, database: EtcdDatabase): void {
  const found = argv.includes("--prefix") ? database.keys().filter((each) => each.startsWith(key)) : [key];
  const limit = Number(flag(argv, "limit") ?? 0);
  for (const each of limit > 0 ? found.slice(0, limit) : found) {
    const value = database.valueOf(each);
    if (value === undefined) continue;
    stdout.write(argv.includes("--keys-only") ? `${each}\n\n` : `${each}\n${value}\n`);
  }
}

/** The server speaks TLS and wants to see a certificate: without one nobody gets an answer. */
function connected(
  process: Process,
  { current }: EtcdDatabases,
): { readonly endpoint: string; readonly database: EtcdDatabase } {
  const { argv, env, machine } = process;
  const of = (name: string): string | undefined => flag(argv, name) ?? env[`ETCDCTL_${name.toUpperCase()}`];
  const endpoint = of("endpoints") ?? "127.0.0.1:2379";
  const files = ["cacert", "cert", "key"].map(of);
  const missing = files.find((file) => file !== undefined && !machine.files.exists(file));
  if (missing !== undefined) throw new EtcdError(`open ${missing}: no such file or directory`);
  const isKnown = endpoint.startsWith("https://") && /^https:\/\/[\w.-]+:2379$/.test(endpoint);
  if (!isKnown || files.includes(undefined) || current === undefined) {
    const error = "rpc error: code = DeadlineExceeded desc = latest balancer error: last connection error: EOF";
    const fields = {
      target: `etcd-endpoints://0xc0002a8000/${endpoint.replace(/^https?:\/\//, "")}`,
      attempt: 0,
      error,
    };
    const line = logLine(
      process,
      `v3@v${VERSION}/retry_interceptor.go:63`,
      "retrying of unary invoker failed",
      fields,
      "warn",
    );
    process.stderr.write(`${line}\n`);
    throw new EtcdError("context deadline exceeded");
  }
  return { endpoint, database: current };
}
