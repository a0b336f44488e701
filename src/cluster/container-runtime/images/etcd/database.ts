// What the program in an etcd container and its command line need of the cluster's store. The store itself is a part of the cluster;
// whoever boots the cluster brings the two together.

export interface EtcdDatabase {
  readonly revision: number;
  /** Sorted. */
  keys(): readonly string[];
  /** What is stored under a key, as JSON. */
  valueOf(key: string): string | undefined;
  /** Everything that is stored, as text that `restore` understands. */
  save(): string;
  /** Everything becomes as it was when the text was saved. */
  restore(text: string): void;
}

/** Where the cluster's store is offered. Empty in a runtime that belongs to no cluster. */
export class EtcdDatabases {
  current: EtcdDatabase | undefined;
}

const HEAD = "k8s-tutor etcd snapshot ";

export interface Snapshot {
  readonly revision: number;
  readonly keys: number;
  readonly data: string;
}

export function formatSnapshot({ revision, keys, data }: Snapshot): string {
  return `${HEAD}${JSON.stringify({ revision, keys, length: data.length })}\n${data}`;
}

/** Nothing when the text is no snapshot, or not a whole one. */
export function parseSnapshot(text: string): Snapshot | undefined {
  if (!text.startsWith(HEAD)) return undefined;
  const end = text.indexOf("\n");
  const { revision, keys, length } = JSON.parse(text.slice(HEAD.length, end));
  const data = text.slice(end + 1);
  return data.length === length ? { revision, keys, data } : undefined;
}
