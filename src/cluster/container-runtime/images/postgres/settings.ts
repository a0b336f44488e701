// Where things are in the postgres images.

import type { FileTree } from "../../../../shell/files.ts";
import type { Machine, Process } from "../../../../shell/process.ts";
import { DataDirectory } from "../sql/data-directory.ts";

export const SOCKET_DIRECTORY = "/var/run/postgresql";

export function socketPath(port: number): string {
  return `${SOCKET_DIRECTORY}/.s.PGSQL.${port}`;
}

export function dataPath(env: Process["env"]): string {
  return env.PGDATA ?? "/var/lib/postgresql/data";
}

/** The account of the server: root steps down to it. */
export function serverUid({ files, user }: { readonly files: FileTree; readonly user: Machine["user"] }): number {
  if (user.uid !== 0) return user.uid;
  const entry = /^postgres:x:(\d+):/m.exec(files.exists("/etc/passwd") ? files.read("/etc/passwd") : "");
  return Number(entry?.[1] ?? 999);
}

export function dataDirectory({ files, user }: Machine, path: string): DataDirectory {
  const uid = serverUid({ files, user });
  return new DataDirectory(files, path, "postgres", user.uid === 0 ? { uid, gid: uid } : undefined);
}
