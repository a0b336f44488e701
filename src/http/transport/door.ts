// What the requests of one transport share.

import type { Agent } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpAccess } from "../../api/http-access.ts";
import type { HttpOptions } from "./access.ts";

export interface Closable {
  destroy(): unknown;
}

export interface Door {
  readonly access: HttpAccess;
  readonly options: HttpOptions;
  readonly server: URL;
  readonly proxy: URL | undefined;
  readonly agent: Agent;
  readonly caller: Readonly<Record<string, string>>;
  readonly closed: AbortSignal;
  readonly underWay: Set<Closable>;
  dial(): Promise<Duplex>;
}
