// The container that is meant when a command names none.

import type { Container, Pod } from "../api/types.ts";
import { KubectlError } from "./errors.ts";
import type { KubectlIo } from "./io.ts";

const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

export function findContainer({ spec }: Pod, name: string): Container | undefined {
  const all = [
    ...spec.containers,
    ...(spec.initContainers ?? []),
    ...((spec.ephemeralContainers ?? []) as readonly Container[]),
  ];
  return all.find((container) => container.name === name);
}

/** The container of the annotation, else the first one; says on stderr when there was a choice. */
export function defaultContainer(pod: Pod, io: KubectlIo, quiet: boolean): Container {
  const [first] = pod.spec.containers;
  if (first === undefined) {
    throw new KubectlError(`pod ${pod.metadata.namespace ?? ""}/${pod.metadata.name} does not have any containers`);
  }
  const annotated = findContainer(pod, pod.metadata.annotations?.[DEFAULT_CONTAINER] ?? "");
  if (annotated !== undefined) return annotated;
  const names = containerNames(pod);
  if (names.length > 1 && !quiet) io.stderr.write(`Defaulted container "${first.name}" out of: ${names.join(", ")}\n`);
  return first;
}

function containerNames({ spec }: Pod): string[] {
  return [
    ...spec.containers.map(({ name }) => name),
    ...(spec.ephemeralContainers ?? []).map(({ name }) => `${name} (ephem)`),
    ...(spec.initContainers ?? []).map(({ name }) => `${name} (init)`),
  ];
}
