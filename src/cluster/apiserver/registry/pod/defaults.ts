// Stands for the defaults that Kubernetes v1.33 fills into a pod spec, in pods and in pod templates alike.

import { defaultContainer } from "./container-defaults.ts";
import type { ContainerDraft, SpecDraft } from "./drafts.ts";
import { defaultVolume } from "./volume-defaults.ts";

export function defaultPodSpec(spec: SpecDraft): void {
  // An empty text means "not set", too.
  spec.restartPolicy ||= "Always";
  spec.dnsPolicy ||= "ClusterFirst";
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= "default-scheduler";
  spec.securityContext ??= {};
  defaultServiceAccount(spec);
  for (const container of allContainers(spec)) defaultContainer(container);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
}

/** What only a pod of its own gets, not the template of one. */
export function defaultPod(spec: SpecDraft): void {
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) defaultHostPorts(spec);
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) requestWhatIsLimited(container);
}

export function allContainers(spec: SpecDraft): ContainerDraft[] {
  const ephemeral = (spec.ephemeralContainers ?? []) as ContainerDraft[];
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...ephemeral];
}

// The older name of the field is kept equal, for clients that still read it.
function defaultServiceAccount(spec: SpecDraft): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (name === undefined || name === "") return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

// In the network of its node a container has no port of its own to map.
function defaultHostPorts(spec: SpecDraft): void {
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
  }
}

function requestWhatIsLimited(container: ContainerDraft): void {
  const limits = container.resources?.limits;
  if (container.resources === undefined || limits === undefined) return;
  const requests = container.resources.requests ?? {};
  for (const [name, quantity] of Object.entries(limits)) requests[name] ??= quantity;
  if (Object.keys(requests).length > 0) container.resources.requests = requests;
}
