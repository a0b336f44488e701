// The objects that a request passes on its way, read through the API.

import type { ApiTransport } from "../../api/request.ts";
import type { EndpointSlice, NetworkPolicy, Node, Pod, Service } from "../../api/types.ts";
import type { Says } from "../language/english.ts";
import { listObjects } from "../reading.ts";

export interface Surroundings {
  /** In the language of who asks. */
  readonly says: Says["request"];
  /** The namespace of the learner's context, which commands may leave out. */
  readonly namespace: string;
  readonly services: readonly Service[];
  readonly slices: readonly EndpointSlice[];
  readonly pods: readonly Pod[];
  readonly policies: readonly NetworkPolicy[];
  readonly nodes: readonly Node[];
}

export async function readSurroundings(
  read: ApiTransport,
  namespace: string,
  says: Says["request"],
): Promise<Surroundings> {
  const [services, slices, pods, policies, nodes] = await Promise.all([
    listObjects<Service>(read, "/api/v1/services"),
    listObjects<EndpointSlice>(read, "/apis/discovery.k8s.io/v1/endpointslices"),
    listObjects<Pod>(read, "/api/v1/pods"),
    listObjects<NetworkPolicy>(read, "/apis/networking.k8s.io/v1/networkpolicies"),
    listObjects<Node>(read, "/api/v1/nodes"),
  ]);
  return { says, namespace, services, slices, pods, policies, nodes };
}

/** A kubectl command about something in a namespace. */
export function kubectl(words: string, namespace: string | undefined, around: Surroundings): string {
  const flag = namespace === undefined || namespace === around.namespace ? "" : ` -n ${namespace}`;
  return `kubectl ${words}${flag}`;
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;
}
