import { expect, test } from "vitest";
import type { Info } from "../../src/kubectl/info.ts";
import type { Session } from "../../src/kubectl/session.ts";
import { waitForObject } from "../../src/kubectl/waiting.ts";

test("who was interrupted waits for nothing more, as for the second of two claims that stay", async () => {
  const claim = { kind: "PersistentVolumeClaim", metadata: { name: "archive", finalizers: ["in-use"] } };
  const silent = { observe: () => undefined, cancel: () => undefined };
  const session = {
    io: { interrupted: AbortSignal.abort(), sleep: async () => undefined },
    client: {
      get: async () => claim,
      list: async () => ({ items: [claim], metadata: {} }),
      watch: async () => silent,
    },
  } as unknown as Session;
  const resource = { group: "", version: "v1", resource: "persistentvolumeclaims", kind: "PersistentVolumeClaim" };
  const info = { resource, name: "archive", namespace: "default" } as unknown as Info;
  await expect(waitForObject(session, info, Number.POSITIVE_INFINITY, () => false)).rejects.toMatchObject({
    exitCode: 130,
  });
});
