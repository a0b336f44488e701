// The scale subresource of what an autoscaler resizes.

import { catalogue, parseApiVersion } from "../../../api/catalogue.ts";
import { ApiError } from "../../../api/status.ts";
import type { HorizontalPodAutoscaler, KubeObject } from "../../../api/types.ts";
import type { Client, ResourceAddress } from "../../client/client.ts";

export interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

/** The answer is a text, why not, when there is none. */
export function readScale(client: Client, { metadata, spec }: HorizontalPodAutoscaler): Scale | string {
  const { kind, name, apiVersion = "apps/v1" } = spec.scaleTargetRef;
  const address = addressOf(apiVersion, kind);
  if (address === undefined) return `no matches for kind "${kind}" in group "${parseApiVersion(apiVersion).group}"`;
  try {
    return client.get<Scale>(address, { namespace: metadata.namespace, name: `${name}/scale` });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.message;
  }
}

/** The answer is why not, when it could not be done. */
export function writeScale(client: Client, autoscaler: HorizontalPodAutoscaler, replicas: number): string | undefined {
  const { apiVersion = "apps/v1", kind, name } = autoscaler.spec.scaleTargetRef;
  const address = addressOf(apiVersion, kind);
  if (address === undefined) return `no matches for kind "${kind}"`;
  try {
    client.patch(address, { namespace: autoscaler.metadata.namespace, name }, { spec: { replicas } }, "scale");
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.message;
  }
}

function addressOf(apiVersion: string, kind: string): ResourceAddress | undefined {
  const { group } = parseApiVersion(apiVersion);
  return catalogue().find((each) => each.group === group && each.kind === kind);
}
