// Reads objects through the API as any client does, with the status words that the server itself prints in its tables.

import type { ApiTransport } from "../api/request.ts";
import type { Status } from "../api/status.ts";
import type { KubeObject } from "../api/types.ts";

/** The cluster cannot be looked at; the message says why in the API's words. */
export class NotReadable extends Error {}

/** As in `api/v1` and `apis/apps/v1`; an empty namespace means all of them. */
export function collectionPath(root: string, resource: string, namespace: string): string {
  return namespace === "" ? `/${root}/${resource}` : `/${root}/namespaces/${namespace}/${resource}`;
}

export async function listObjects<T extends KubeObject>(read: ApiTransport, path: string): Promise<readonly T[]> {
  const body = await bodyOf<{ readonly items?: readonly T[] }>(read, path, "application/json");
  return body.items ?? [];
}

/** An object, and what `kubectl get` says of it in one column. */
export interface Told<T> {
  readonly object: T;
  readonly status: string;
}

interface Table<T> {
  readonly columnDefinitions: readonly { readonly name: string }[];
  readonly rows?: readonly { readonly cells: readonly unknown[]; readonly object: T }[];
}

/** The objects with their STATUS, which is the server's to word. */
export async function listTold<T extends KubeObject>(read: ApiTransport, path: string): Promise<readonly Told<T>[]> {
  const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  const table = await bodyOf<Table<T>>(read, path, accept, { includeObject: "Object" });
  const column = table.columnDefinitions.findIndex(({ name }) => name === "Status");
  return (table.rows ?? []).map(({ cells, object }) => ({ object, status: String(cells[column] ?? "") }));
}

async function bodyOf<T>(read: ApiTransport, path: string, accept: string, query = {}): Promise<T> {
  const response = await read({ method: "GET", path, query, accept });
  if (response.kind === "object" && response.status < 400) return response.body as T;
  const said = response.kind === "object" ? (response.body as Partial<Status>).message : undefined;
  throw new NotReadable(said ?? `the server answered ${response.status} to GET ${path}`);
}
