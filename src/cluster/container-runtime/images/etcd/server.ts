// Stands for the program etcd in its container. The data are the cluster's own store, wherever `--data-dir` points; a directory that a
// snapshot was restored into brings them back to what they were.

import { makePath } from "../../../../shell/make-path.ts";
import { parentOf } from "../../../../shell/paths.ts";
import type { Program } from "../../../../shell/process.ts";
import { daemon, flag, plain } from "../daemon.ts";
import { healthAnswer, isHealthCheck } from "../grpc-health.ts";
import { type EtcdDatabases, parseSnapshot } from "./database.ts";
import { logLine } from "./log.ts";

/** Below a data directory. */
export const DATABASE_FILE = "member/snap/db";
// Simplified: a data directory says only that it is in use, for the data are in the tutor's memory; one that is empty makes no empty cluster.
const IN_USE = "k8s-tutor etcd data: they are in the memory of the tutor\n";

export function etcdServer(databases: EtcdDatabases): Program {
  const serve = daemon({
    ports: [2379, 2380, 2381],
    says: (process) => [logLine(process, "etcdmain/etcd.go:73", "Running: ", { args: process.argv })],
    respond: (request) => {
      if (isHealthCheck(request)) return healthAnswer(request, () => (request.port === 2379 ? "SERVING" : undefined));
      if (request.path === "/health") return plain(200, '{"health":"true","reason":""}');
      return plain(200, request.path === "/metrics" ? "" : "ok");
    },
  });
  return function* (process) {
    const { files } = process.machine;
    const database = `${flag(process.argv, "data-dir") ?? "/default.etcd"}/${DATABASE_FILE}`;
    makePath(files, parentOf(database), 0o700);
    const snapshot = files.exists(database) ? parseSnapshot(files.read(database)) : undefined;
    if (snapshot !== undefined) databases.current?.restore(snapshot.data);
    files.write(database, IN_USE, 0o600);
    return yield* serve(process);
  };
}
