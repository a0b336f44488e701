// Which streams the client of an exec or attach wants, and how the end of the program is put into words for it.

import { type Query, queryFlag } from "../../../api/request.ts";
import type { Status } from "../../../api/status.ts";

export interface CommandStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** On a terminal everything is one stream, so stderr is not asked for. Undefined when nothing is. */
export function requestedStreams(query: Query): CommandStreams | undefined {
  const [stdin, stdout, tty] = ["stdin", "stdout", "tty"].map((name) => queryFlag(query, name)) as [
    boolean,
    boolean,
    boolean,
  ];
  const stderr = queryFlag(query, "stderr") && !tty;
  return stdin || stdout || stderr ? { stdin, stdout, stderr, tty } : undefined;
}

/** What goes over the error stream: JSON since version 4; before that a text, and nothing at all for success. */
export function formatExit(status: Status, version: number): Buffer | undefined {
  if (version >= 4) return Buffer.from(JSON.stringify(status));
  return status.status === "Success" ? undefined : Buffer.from(status.message ?? "");
}
