// The log of writes: who wrote what, and what it was before and after.

import { expect, test } from "vitest";
import type { AnyObject } from "../../../src/api/types.ts";
import { WriteLog } from "../../../src/cluster/apiserver/write-log.ts";
import { Etcd } from "../../../src/cluster/etcd/etcd.ts";
import { VirtualClock } from "../../../src/sim/clock.ts";

const user = { name: "ann", groups: [] };
const ok = { kind: "object", status: 200, body: {} } as const;

function logOf() {
  const etcd = new Etcd<AnyObject>();
  const log = new WriteLog(etcd, new VirtualClock(1000));
  function put(name: string, kind = "ConfigMap", then: () => void = () => undefined): void {
    const path = `/api/v1/namespaces/default/configmaps/${name}`;
    log.during({ method: "PUT", path, query: {}, user, userAgent: "kubectl" }, false, () => {
      const key = `/registry/${name}`;
      const metadata = { name, uid: name, resourceVersion: "", creationTimestamp: "" };
      etcd.put(key, etcd.get(key)?.modRevision ?? 0, () => ({ apiVersion: "v1", kind, metadata }));
      then();
      return ok;
    });
  }
  return { etcd, log, put };
}

test("a write is noted with its author and both versions", () => {
  const { log, put } = logOf();
  put("a");
  put("a");
  const [created, changed] = log.list();
  expect(created).toMatchObject({
    at: 1000,
    verb: "update",
    resource: "configmaps",
    user: "ann",
    userAgent: "kubectl",
  });
  expect(created).not.toHaveProperty("before");
  expect(changed?.before).toBe(created?.after);
});

test("reading, leases and events leave nothing; writes within a request are noted once", () => {
  const { log, put } = logOf();
  log.during({ method: "GET", path: "/api/v1/pods", query: {}, user }, false, () => ok);
  put("lease", "Lease");
  put("event", "Event");
  put("outer", "ConfigMap", () => put("inner"));
  expect(log.list().map(({ after }) => after?.metadata.name)).toEqual(["outer", "inner"]);
});

test("only the last few thousand are kept", () => {
  const { log, put, etcd } = logOf();
  for (let i = 0; i < 9000; i++) put("a");
  expect(log.list()).toHaveLength(4096);
  expect(log.list().at(-1)?.revision).toBe(etcd.revision);
});
