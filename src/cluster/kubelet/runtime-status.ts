// What the kubelet last saw of a pod in the runtime. Decisions are made on it, not on the runtime itself.

import type { RunState } from "../container-runtime/container.ts";
import type { ContainerResources } from "../container-runtime/container-resources.ts";
import type { ContainerRuntime } from "../container-runtime/runtime.ts";

export interface SeenContainer {
  readonly id: string;
  readonly name: string;
  /** How often this container was made before: its restart count. */
  readonly attempt: number;
  readonly image: string;
  readonly imageId: string;
  readonly sandboxId: string;
  readonly specHash: string;
  readonly state: RunState;
  /** What the runtime lets it use. */
  readonly resources: ContainerResources;
  /** What it left in its termination log. */
  readonly message?: string;
}

export interface SeenPod {
  /** The newest sandbox. */
  readonly sandbox?: { readonly id: string; readonly isReady: boolean; readonly ip: string; readonly attempt: number };
  /** Newest first. */
  readonly containers: readonly SeenContainer[];
}

export const nothingSeen: SeenPod = { containers: [] };

export function lookAt(runtime: ContainerRuntime, podUid: string): SeenPod {
  const sandbox = runtime.sandboxesOf(podUid)[0];
  const containers = runtime.containersOf(podUid).map((container): SeenContainer => {
    const { config, state, resources, terminationMessage } = container;
    return {
      id: container.id,
      name: config.name,
      attempt: config.attempt,
      image: config.image.name,
      imageId: config.image.id,
      sandboxId: container.parts.sandboxId,
      specHash: config.specHash,
      state,
      resources,
      ...(terminationMessage === undefined ? {} : { message: terminationMessage }),
    };
  });
  if (sandbox === undefined) return { containers };
  const { id, isReady, ip, config } = sandbox;
  return { sandbox: { id, isReady, ip, attempt: config.attempt }, containers };
}

/** The newest incarnation of a container. */
export function latestOf(seen: SeenPod, name: string): SeenContainer | undefined {
  return seen.containers.find((container) => container.name === name);
}
