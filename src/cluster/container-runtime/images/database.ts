// What the SQL databases among the images share: a data directory that is made first, and tools that ask whether somebody listens.
// Simplified: postgres and mysql have no SQL; a learner sees them start, refuse to start, listen, and keep their data directory.

import { resolveHost } from "../../../shell/connect.ts";
import type { FileTree } from "../../../shell/files.ts";
import { OutputHandle } from "../../../shell/handles.ts";
import type { Process, Program } from "../../../shell/process.ts";
import { flag } from "./daemon.ts";

export interface DatabaseOptions {
  /** A file that is there once the data directory has been made. */
  readonly marker: (process: Process) => string;
  /** Why it will not make one, if so. */
  readonly refusal: (process: Process) => string | undefined;
  readonly initMs: number;
  readonly initText: (process: Process) => readonly string[];
  readonly server: Program;
}

/** Runs a server whose data directory must be made first, unless an earlier life has left it. */
export function database(options: DatabaseOptions): Program {
  return function* (process) {
    const { files } = process.machine;
    const marker = options.marker(process);
    if (!files.exists(marker)) {
      const refusal = options.refusal(process);
      if (refusal !== undefined) {
        process.stderr.write(refusal);
        return 1;
      }
      yield { until: [], forMs: options.initMs };
      makeDirectories(files, marker.slice(0, marker.lastIndexOf("/")));
      files.write(marker, "1\n");
      for (const line of options.initText(process)) process.stdout.write(`${line}\n`);
    }
    return yield* options.server(process);
  };
}

function makeDirectories(files: FileTree, directory: string): void {
  let path = "";
  for (const part of directory.split("/").slice(1)) {
    path += `/${part}`;
    if (!files.exists(path)) files.makeDirectory(path);
  }
}

/** `pg_isready` and `mysqladmin ping`: is somebody listening? */
export function readinessTool(
  port: number,
  said: (isUp: boolean, host: string) => string,
  codes: { readonly down: number },
): Program {
  return function* (process) {
    const host = flag(process.argv, "h") ?? flag(process.argv, "host") ?? "127.0.0.1";
    const resolution = yield* resolveHost(process, host === "localhost" ? "127.0.0.1" : host);
    const address = resolution.kind === "found" ? (resolution.addresses[0] ?? host) : host;
    const connecting = process.machine.network.connect(address, port);
    if (!connecting.settled.ready) yield { until: [connecting.settled], forMs: 3000 };
    connecting.socket?.close();
    const isUp = connecting.socket !== undefined;
    OutputHandle.adopt(process.stdout).write(`${said(isUp, host)}\n`);
    return isUp ? 0 : codes.down;
  };
}
