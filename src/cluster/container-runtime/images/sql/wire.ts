// What our clients and servers of databases say to each other: one line of JSON each way. The real protocols are nothing that a
// learner sees.

import type { Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import type { Outcome } from "./outcome.ts";
import type { Sequence, Table } from "./state.ts";

/** What a server says went wrong, in its own words. */
export interface ServerError {
  readonly severity?: "FATAL" | "ERROR";
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Where in the statement, from 0. */
  readonly at?: number;
  /** Error number and SQLSTATE, where clients show them. */
  readonly number?: number;
  readonly state?: string;
}

export interface Hello {
  readonly kind: "hello";
  readonly flavor: string;
  readonly user: string;
  readonly database?: string;
  readonly password?: string;
  /** Over the socket in the file system, not over the network. */
  readonly isLocal: boolean;
  /** Only asks whether the server takes connections. */
  readonly isPing?: boolean;
}

export type Call =
  | Hello
  | { readonly kind: "run"; readonly text: string; readonly data?: string }
  /** What there is, with its rows: what clients list, describe and dump. */
  | { readonly kind: "catalogue" };

export interface Catalogue {
  readonly databases: readonly { readonly name: string; readonly owner: string }[];
  readonly roles: readonly { readonly name: string; readonly isSuperuser: boolean }[];
  /** Of the session's database. */
  readonly tables: readonly Table[];
  readonly sequences: readonly Sequence[];
}

export type Reply =
  | { readonly kind: "password wanted" }
  | { readonly kind: "ready"; readonly version: string; readonly isSuperuser: boolean; readonly connection: number }
  | { readonly kind: "catalogue"; readonly catalogue: Catalogue }
  | { readonly kind: "error"; readonly error: ServerError; readonly status: "idle" | "open" | "failed" }
  | {
      readonly kind: "done";
      readonly outcome: Outcome;
      readonly status: "idle" | "open" | "failed";
      readonly database: string | undefined;
    };

/** Says something and waits for the answer; undefined when the other side has gone. */
export function* ask(socket: Socket, call: Call): Doing<Reply | undefined> {
  socket.write(`${JSON.stringify(call)}\n`);
  let text = "";
  for (;;) {
    const part = socket.read();
    if (part === undefined) return undefined;
    text += part;
    if (text.endsWith("\n")) return JSON.parse(text) as Reply;
    if (part === "") yield { until: [socket.readable] };
  }
}

/** Undefined for what is no call at all: somebody who speaks another protocol. */
export function parseCall(line: string): Call | undefined {
  try {
    const call = JSON.parse(line) as Call;
    return ["hello", "run", "catalogue"].includes(call.kind) ? call : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
