// Adds an ephemeral container to a pod that runs.

import type { Pod } from "../../../api/types.ts";
import { podPath } from "../../attachable-pod.ts";
import type { CommandContext } from "../../command.ts";
import { isStatus, KubectlError } from "../../errors.ts";
import { debugContainer, debugContainerName } from "./container.ts";
import type { DebugTarget } from "./session.ts";

export async function debugByEphemeralContainer(
  context: CommandContext,
  pod: Pod,
  words: readonly string[],
): Promise<DebugTarget> {
  const { flags, session } = context;
  const name = debugContainerName(context, pod);
  const target = flags.string("target");
  // A second container of the same name changes nothing.
  if (pod.spec.ephemeralContainers?.some((each) => each.name === name)) return { pod, container: name };
  const { resources: _, ...container } = debugContainer(context, name, words);
  const added = target === "" ? container : { ...container, targetContainerName: target };
  try {
    const patched = await session.client.patch(podPath(pod, "ephemeralcontainers"), "strategic", {
      spec: { ephemeralContainers: [added] },
    });
    return { pod: patched as unknown as Pod, container: name };
  } catch (error) {
    if (isStatus(error, "NotFound") && (error.status.details?.name ?? "") === "") {
      throw new KubectlError(
        `ephemeral containers are disabled for this cluster (error from server: ${JSON.stringify(error.message)}).`,
      );
    }
    throw error;
  }
}
