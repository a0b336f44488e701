// Stands for the API server's compactor: every five minutes etcd may forget what was known five minutes before.

import type { Core } from "./core.ts";

const EVERY_MS = 5 * 60_000;

export function compactRegularly({ clock, storage }: Pick<Core, "clock" | "storage">): void {
  let known = 0;
  const compact = (): void => {
    if (known > 0) storage.etcd.compact(known);
    known = storage.etcd.revision;
    clock.after(EVERY_MS, compact);
  };
  compact();
}
