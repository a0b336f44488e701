// Programs that only say a few words and then wait to be told to stop; and servers that answer the same way each time.

import type { Process, Program } from "../../../shell/process.ts";
import {
  type HttpAnswer,
  type HttpRequest,
  HttpServer,
  listenOn,
  type PendingAnswer,
  serveUntil,
} from "./http-server.ts";

export interface DaemonOptions {
  /** Lines for standard error at the start. */
  readonly says?: (process: Process) => readonly string[];
  /** Ports that are open; with `respond` they speak HTTP. */
  readonly ports?: readonly number[] | ((process: Process) => readonly number[]);
  readonly respond?: (request: HttpRequest, process: Process) => HttpAnswer | PendingAnswer;
  /** Those of the ports at which it speaks TLS. */
  readonly tlsPorts?: readonly number[];
  /** What it shows there to a client that asks for a server by name: one line. */
  readonly certificateFor?: (serverName: string) => string;
  readonly software?: string;
  readonly toStdout?: boolean;
  /** Whether the program ends on TERM: a program without a handler does not, as PID 1. */
  readonly stopsOnTerm?: boolean;
  readonly exitCode?: number;
  /** How long the program tidies up after TERM. */
  readonly stopMs?: number;
  readonly lastWords?: (process: Process) => readonly string[];
}

export function daemon(options: DaemonOptions): Program {
  return function* (process) {
    const out = options.toStdout === true ? process.stdout : process.stderr;
    const say = (lines: readonly string[]): void => {
      for (const line of lines) out.write(`${line}\n`);
    };
    let isStopped = false;
    if (options.stopsOnTerm !== false) {
      for (const name of ["SIGTERM", "SIGINT", "SIGQUIT"] as const) process.onSignal(name, () => (isStopped = true));
    }
    const ports = typeof options.ports === "function" ? options.ports(process) : (options.ports ?? []);
    const listeners = [];
    for (const port of ports) {
      const listener = listenOn(process, port, `listen tcp :${port}: bind: address already in use\n`);
      if (listener === undefined) return 1;
      listeners.push(listener);
    }
    say(options.says?.(process) ?? []);
    const answer = options.respond ?? (() => ({ status: 400, body: "" }));
    const respond = (request: HttpRequest): HttpAnswer | PendingAnswer => answer(request, process);
    const server = new HttpServer(
      process,
      listeners,
      respond,
      options.software ?? "",
      options.tlsPorts,
      options.certificateFor,
    );
    yield* serveUntil(server, () => isStopped);
    if (options.stopMs !== undefined) yield { until: [], forMs: options.stopMs };
    say(options.lastWords?.(process) ?? []);
    return options.exitCode ?? 0;
  };
}

export const plain = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { "Content-Type": "text/plain; charset=utf-8" },
  body,
});

/** The value of `--name=value` or `--name value`. */
export function flag(argv: readonly string[], name: string): string | undefined {
  for (const [index, word] of argv.entries()) {
    if (word.startsWith(`--${name}=`) || word.startsWith(`-${name}=`)) return word.slice(word.indexOf("=") + 1);
    const next = argv[index + 1];
    if (word === `--${name}` || word === `-${name}`) return next === undefined || next.startsWith("-") ? "" : next;
  }
  return undefined;
}
