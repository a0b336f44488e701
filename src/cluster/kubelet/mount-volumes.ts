// Waits until the volumes of a pod are there, as the kubelet's volume manager does.

import type { Pod } from "../../api/types.ts";
import { type KubeletContext, podEvent, volumeSources } from "./context.ts";
import { pause, type Steps } from "./steps.ts";
import type { PodVolumes } from "./volumes.ts";

const VOLUME_POLL_MS = 300;
const MOUNT_TIMEOUT_MS = 123_000;

/** False when they were not there in time. @param podIP the address as it is at the moment, for the downward API. */
export function* mountVolumes(
  context: KubeletContext,
  pod: Pod,
  volumes: PodVolumes,
  podIP: () => string,
): Steps<boolean> {
  if ((pod.spec.volumes ?? []).length === 0) return true;
  const startedAt = context.clock.now();
  const wasSetUp = volumes.isSetUp(pod);
  for (let delayMs = 500; ; delayMs = Math.min(delayMs * 2, MOUNT_TIMEOUT_MS)) {
    const failures = volumes.setUp(pod, volumeSources(context, pod, podIP()));
    for (const { volume, message } of failures)
      report(context, pod, `MountVolume.SetUp failed for volume "${volume}" : ${message}`);
    // Volumes that were there once stay usable, even if their source has gone.
    if (wasSetUp) return true;
    if (volumes.isSetUp(pod)) break;
    if (context.clock.now() + delayMs - startedAt > MOUNT_TIMEOUT_MS) {
      const unmounted = failures.map(({ volume }) => volume).join(" ");
      report(
        context,
        pod,
        `Unable to attach or mount volumes: unmounted volumes=[${unmounted}], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition`,
      );
      return false;
    }
    yield* pause(delayMs);
  }
  yield* pause(VOLUME_POLL_MS);
  return true;
}

function report(context: KubeletContext, pod: Pod, text: string): void {
  podEvent(context, pod, "Warning", "FailedMount", text);
}

/** Only such pods need to be looked at when nothing has happened. */
export function hasChangingFiles(pod: Pod): boolean {
  return (pod.spec.volumes ?? []).some((volume) => {
    if (volume.projected === undefined) return (volume.configMap ?? volume.secret ?? volume.downwardAPI) !== undefined;
    return !volume.name.startsWith("kube-api-access-");
  });
}
