// Reads objects for checks through the API, the same way any client does.

import type { ApiTransport } from "../api/request.ts";
import type { AnyObject } from "../api/types.ts";
import { type KindInfo, kindNamed } from "./kinds.ts";
import type { Snapshot } from "./world.ts";

/** Which objects are meant: all of a kind, or those of a name or a label selector. */
export interface ObjectQuery {
  readonly kind: string;
  /** Only where it is not the kind's usual one, as for objects of a CustomResourceDefinition (then with `resource`). */
  readonly apiVersion?: string;
  readonly resource?: string;
  /** The learner's own namespace when absent; `*` is all of them. */
  readonly namespace?: string;
  readonly name?: string;
  readonly selector?: string;
}

/** The objects asked for; none when the API says NotFound. Rejects when the API gives another answer: then nothing can be judged. */
export async function findObjects(
  read: ApiTransport,
  query: ObjectQuery,
  namespace: string,
): Promise<readonly AnyObject[]> {
  const info = infoOf(query);
  const collection = collectionPath(info, query.namespace ?? namespace);
  const single = query.name !== undefined && query.namespace !== "*" && query.selector === undefined;
  const path = single ? `${collection}/${query.name}` : collection;
  const labels = query.selector === undefined ? {} : { labelSelector: query.selector };
  const response = await read({ method: "GET", path, query: labels });
  if (response.status === 404) return [];
  if (response.kind !== "object" || response.status !== 200) {
    throw new Error(`the API answered ${response.status} to GET ${path}`);
  }
  if (single) return [response.body as AnyObject];
  const found = itemsOf(response.body, info);
  return query.name === undefined ? found : found.filter((object) => object.metadata.name === query.name);
}

/** The objects of these kinds in all namespaces: what a step's checks compare with later. */
export async function takeSnapshot(read: ApiTransport, kinds: readonly string[], now: number): Promise<Snapshot> {
  const lists = await Promise.all(kinds.map((kind) => findObjects(read, { kind, namespace: "*" }, "")));
  return { at: now, objects: lists.flat() };
}

function infoOf(query: ObjectQuery): KindInfo {
  const known = kindNamed(query.kind);
  const resource = query.resource ?? known?.resource ?? `${query.kind.toLowerCase()}s`;
  const apiVersion = query.apiVersion ?? known?.apiVersion ?? "v1";
  return { kind: query.kind, apiVersion, resource, namespaced: known?.namespaced ?? true };
}

function collectionPath(info: KindInfo, namespace: string): string {
  const root = info.apiVersion.includes("/") ? `/apis/${info.apiVersion}` : `/api/${info.apiVersion}`;
  if (!info.namespaced || namespace === "*") return `${root}/${info.resource}`;
  return `${root}/namespaces/${namespace}/${info.resource}`;
}

// The items of a list carry no kind and apiVersion of their own.
function itemsOf(body: unknown, info: KindInfo): readonly AnyObject[] {
  const items = (body as { items?: readonly AnyObject[] }).items ?? [];
  return items.map((item) => ({ ...item, apiVersion: info.apiVersion, kind: info.kind }));
}
