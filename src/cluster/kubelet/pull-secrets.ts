// Finds the secrets that a pod shows to registries.

import type { Pod, Secret } from "../../api/types.ts";
import { findSecret, type KubeletContext, podEvent } from "./context.ts";

/** The secrets that are there; of the others an event tells. */
export function pullSecretsOf(context: KubeletContext, pod: Pod): readonly Secret[] {
  const names = (pod.spec.imagePullSecrets ?? []).flatMap(({ name }) =>
    name === undefined || name === "" ? [] : [name],
  );
  const secrets = names.map((name) => findSecret(context, pod, name));
  const missing = names.filter((_, index) => secrets[index] === undefined);
  if (missing.length > 0) {
    const message = `Unable to retrieve some image pull secrets (${missing.join(", ")}); attempting to pull the image may not succeed.`;
    podEvent(context, pod, "Warning", "FailedToRetrieveImagePullSecret", message);
  }
  return secrets.filter((secret) => secret !== undefined);
}
