// The scale subresource of what an autoscaler resizes.

import { catalogue, parseApiVersion } from "../../../api/catalogue.ts";
import { ApiError } from "../../../api/status.ts";
import type { HorizontalPodAutoscaler, KubeObject } from "../../../api/types.ts";
import type { ResourceAddress } from "../../client/client.ts";
import type { ControllerContext } from "../controller.ts";
import type { CustomKinds } from "../custom-kinds.ts";

export interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

type Scaler = Pick<ControllerContext, "client" | "customKinds">;

/** The answer is a text, why not, when there is none. */
export function readScale(
  { client, customKinds }: Scaler,
  { metadata, spec }: HorizontalPodAutoscaler,
): Scale | string {
  const { kind, name, apiVersion = "apps/v1" } = spec.scaleTargetRef;
  const address = addressOf(customKinds, apiVersion, kind);
  if (address === undefined) return `no matches for kind "${kind}" in group "${parseApiVersion(apiVersion).group}"`;
  try {
    return client.get<Scale>(address, { namespace: metadata.namespace, name: `${name}/scale` });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.message;
  }
}

/** The answer is why not, when it could not be done. */
export function writeScale(
  { client, customKinds }: Scaler,
  autoscaler: HorizontalPodAutoscaler,
  replicas: number,
): string | undefined {
  const { apiVersion = "apps/v1", kind, name } = autoscaler.spec.scaleTargetRef;
  const address = addressOf(customKinds, apiVersion, kind);
  if (address === undefined) return `no matches for kind "${kind}"`;
  try {
    client.patch(address, { namespace: autoscaler.metadata.namespace, name }, { spec: { replicas } }, "scale");
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.message;
  }
}

function addressOf(customKinds: CustomKinds, apiVersion: string, kind: string): ResourceAddress | undefined {
  const { group } = parseApiVersion(apiVersion);
  const isNamed = (each: ResourceAddress & { readonly kind: string }) => each.group === group && each.kind === kind;
  return catalogue().find(isNamed) ?? customKinds.all().find(isNamed);
}
