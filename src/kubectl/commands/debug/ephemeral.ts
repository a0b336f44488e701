// Adds an ephemeral container to a pod that runs.

import { goQuote } from "../../../api/go-values.ts";
import { createTwoWayMergePatch } from "../../../api/patch/strategic-diff.ts";
import type { Fields } from "../../../api/patch/strategic-shape.ts";
import { type Container, type Draft, draftOf, type Pod } from "../../../api/types.ts";
import { podPath } from "../../attachable-pod.ts";
import type { CommandContext } from "../../command.ts";
import { isStatus, KubectlError } from "../../errors.ts";
import { namesOf } from "../../object-patch.ts";
import { debugContainer, debugContainerName, warnOfUser } from "./container.ts";
import { customised } from "./custom.ts";
import { secureContainer } from "./profile.ts";
import type { DebugTarget } from "./session.ts";

export async function debugByEphemeralContainer(
  context: CommandContext,
  pod: Pod,
  words: readonly string[],
): Promise<DebugTarget> {
  const { flags, session } = context;
  const name = debugContainerName(context, pod);
  const target = flags.string("target");
  const whole = debugContainer(context, name, words);
  const known = pod.spec.ephemeralContainers?.find((each) => each.name === name) as Container | undefined;
  // Of two containers of one name, profiles and custom parts reach the first: the server is asked to change that, and refuses.
  const reached = (known === undefined ? whole : draftOf(known)) as Draft<Container>;
  secureContainer(reached, flags.string("profile"), false);
  const finished = await customised(context, reached);
  warnOfUser(context, finished, pod);
  const { resources: _, ...container } = known === undefined ? finished : whole;
  const change = known === undefined ? {} : createTwoWayMergePatch(known as Fields, finished as Fields, undefined);
  const changes = Object.keys(change).length === 0 ? [] : [{ ...change, name }];
  const added = target === "" ? container : { ...container, targetContainerName: target };
  // A second container of the same name is no part of the difference: it changes nothing.
  const asked = known === undefined ? [added] : changes;
  const order = [...(pod.spec.ephemeralContainers ?? []), ...(known === undefined ? [added] : [])] as readonly Fields[];
  try {
    const patched = await session.client.patch(podPath(pod, "ephemeralcontainers"), "strategic", {
      spec: { ephemeralContainers: asked, "$setElementOrder/ephemeralContainers": namesOf(order) },
    });
    return { pod: patched as unknown as Pod, container: name };
  } catch (error) {
    if (isStatus(error, "NotFound") && (error.status.details?.name ?? "") === "") {
      throw new KubectlError(
        `ephemeral containers are disabled for this cluster (error from server: ${goQuote(error.message)}).`,
      );
    }
    throw error;
  }
}
