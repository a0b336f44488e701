// What a port-forward needs of the API server, and the names of its protocols.

import type { ApiResponse } from "../../../api/request.ts";
import { asKubeletAnswer } from "../refusal.ts";
import type { Refusing } from "../upgrade.ts";

export interface PortForwarding extends Refusing {
  /** Whether the pod can be reached; the answer where it cannot. */
  check(): ApiResponse | undefined;
  /** One connection to a port. */
  dial(port: number): ApiResponse;
}

export const PORT_FORWARD = "portforward.k8s.io";
export const TUNNEL = `SPDY/3.1+${PORT_FORWARD}`;

export function isRefused({ check, refuse }: PortForwarding): boolean {
  const refused = check();
  if (refused === undefined) return false;
  refuse(asKubeletAnswer(refused));
  return true;
}
