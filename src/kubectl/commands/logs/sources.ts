// The containers of a pod whose logs are wanted.

import type { Pod } from "../../../api/types.ts";
import { defaultContainer, findContainer } from "../../container-choice.ts";
import { KubectlError } from "../../errors.ts";
import type { KubectlIo } from "../../io.ts";

export interface ContainerSource {
  readonly pod: Pod;
  readonly container: string;
}

export function sourcesOf(
  pod: Pod,
  options: { container: string; allContainers: boolean },
  io: KubectlIo,
): ContainerSource[] {
  if (options.allContainers) return allContainers(pod).map((container) => ({ pod, container }));
  if (options.container === "") return [{ pod, container: defaultContainer(pod, io, false).name }];
  if (findContainer(pod, options.container) === undefined) {
    throw new KubectlError(`container ${options.container} is not valid for pod ${pod.metadata.name}`);
  }
  return [{ pod, container: options.container }];
}

function allContainers({ spec }: Pod): string[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(
    ({ name }) => name,
  );
}
