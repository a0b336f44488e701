// What a new cluster holds before anybody asks for anything.

import type { AnyObject } from "../../api/types.ts";
import { uid } from "../../sim/ids.ts";
import { type Core, timestamp } from "./core.ts";

const NAMESPACES = ["kube-system", "kube-public", "kube-node-lease", "default"];

export function bootstrap(core: Core): void {
  for (const name of NAMESPACES) {
    seed(core, "namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    });
  }
}

type Seed = Omit<AnyObject, "metadata"> & { readonly metadata: Partial<AnyObject["metadata"]> & { readonly name: string } };

/** Stores an object unless there is one of its name already, as after a restart. */
function seed(core: Core, resource: string, object: Seed): void {
  const served = core.resources.named(resource);
  if (served === undefined || core.storage.find(served, object.metadata.namespace, object.metadata.name) !== undefined) return;
  const metadata = {
    ...object.metadata,
    uid: uid(core.random),
    resourceVersion: "",
    creationTimestamp: timestamp(core.clock.now()),
  };
  core.storage.create(served, { ...object, metadata } as AnyObject);
}
