// What the pods of a node use, as the eviction manager asks for it.

import type { ContainerRuntime } from "../container-runtime/runtime.ts";
import type { PodUse } from "./eviction-rules.ts";
import type { PodWorker } from "./pod-worker.ts";

/** Less than this on the disk cannot matter. */
export const NOTABLE_BYTES = 1024 * 1024;

/** The pods that may still run something, with what they use. */
export function podsInUse(workers: Iterable<PodWorker>, runtime: ContainerRuntime): readonly PodUse[] {
  return [...workers]
    .filter(({ stage }) => stage === "syncing")
    .map(({ pod, volumes }) => {
      const running = runtime.containersOf(pod.metadata.uid).filter(({ isRunning }) => isRunning);
      const containers = running.map((container) => ({
        name: container.config.name,
        memoryBytes: container.memoryBytes,
        diskBytes: container.writableBytes + container.log.sizeBytes,
      }));
      return { pod, containers, volumes: volumes.usage() };
    });
}

/** True when the pod holds more memory than its programs need, or has written something of size. */
export function isHeavy({ pod, volumes }: PodWorker, runtime: ContainerRuntime): boolean {
  const isLoaded = runtime.containersOf(pod.metadata.uid).some(({ isRunning, heldBytes, writableBytes }) => {
    return isRunning && (heldBytes > 0 || writableBytes > NOTABLE_BYTES);
  });
  return isLoaded || volumes.hasMoreThan(NOTABLE_BYTES);
}

/** A pod that ends gives its room back with its last container, before all of it is cleared away. */
export function takesRoom({ stage, pod }: PodWorker, runtime: ContainerRuntime): boolean {
  if (stage !== "terminating") return stage === "syncing";
  return runtime.containersOf(pod.metadata.uid).some(({ isRunning }) => isRunning);
}
