// Mending: what an administrator does after a bad day, so that nothing is in the way of what is wanted.

import type { CronJob, Deployment, Job, Pod, ReplicaSet, StatefulSet } from "../../../src/api/types.ts";
import { NODES, type Wounds } from "./deeds.ts";
import { BAD, GOOD } from "./specs.ts";
import type { Resource, Town } from "./town.ts";

export function mend(town: Town, { dark, stopped }: Wounds): void {
  for (const node of dark) town.cluster.apply({ kind: "restore-node", node });
  // The power of a node came back with a kubelet that was stopped before.
  for (const component of stopped) town.cluster.apply({ kind: "start", component });
  dark.clear();
  stopped.clear();
  for (const node of NODES) town.patch("nodes", node, { spec: { unschedulable: null } });
  for (const { metadata } of town.all<CronJob>("cronjobs"))
    town.patch("cronjobs", metadata.name, { spec: { suspend: true } });
  for (const { metadata, spec } of town.all<Deployment>("deployments"))
    if (spec.paused === true) town.patch("deployments", metadata.name, { spec: { paused: false } });
  for (const { metadata, spec } of town.all<Job>("jobs"))
    if (spec.suspend === true) town.patch("jobs", metadata.name, { spec: { suspend: false } });
  for (const resource of ["deployments", "statefulsets", "daemonsets"] as const) cureImages(town, resource);
  // A pod that was taken from a StatefulSet still has the name that the next one needs.
  for (const { metadata } of town.all<Pod>("pods"))
    if (metadata.labels?.app === "nobody") town.delete("pods", metadata.name);
  for (const node of town.all<{ metadata: { name: string }; spec: { taints?: { key: string }[] } } & Pod>("nodes")) {
    const taints = (node.spec.taints ?? []).filter(({ key }) => key !== "closed");
    town.patch("nodes", node.metadata.name, { spec: { taints: taints.length === 0 ? null : taints } });
  }
}

function cureImages(town: Town, resource: Resource): void {
  for (const { metadata, spec } of town.all<Deployment>(resource)) {
    const containers = (spec.template.spec?.containers ?? []).map((each) => ({ ...each, image: GOOD }));
    if (spec.template.spec?.containers[0]?.image === BAD)
      town.patch(resource, metadata.name, { spec: { template: { spec: { containers } } } });
  }
}

/** A StatefulSet waits for a pod that will never be ready, as long as nobody removes it. */
export function cure(town: Town): void {
  // What was orphaned with a bad image nobody cures: it goes.
  for (const resource of ["replicasets", "pods"] as const)
    for (const { metadata, spec } of town.all<ReplicaSet & Pod>(resource)) {
      const containers = spec.template?.spec?.containers ?? spec.containers;
      if (metadata.ownerReferences === undefined && containers?.[0]?.image === BAD)
        town.delete(resource, metadata.name);
    }
  for (const { metadata } of town.all<StatefulSet>("statefulsets")) {
    for (const pod of town.all<Pod>("pods")) {
      const isMember = pod.metadata.ownerReferences?.[0]?.uid === metadata.uid;
      if (isMember && pod.spec.containers[0]?.image === BAD && pod.metadata.deletionTimestamp === undefined)
        town.delete("pods", pod.metadata.name);
    }
  }
}
