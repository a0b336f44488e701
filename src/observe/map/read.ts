// The model of a map, read through the API: a handful of lists, which any cluster answers.

import type { ApiTransport } from "../../api/request.ts";
import type { EndpointSlice, KubeObject, Node, Pod, Service } from "../../api/types.ts";
import { english, type Says } from "../language/english.ts";
import { collectionPath, listObjects, listTold, type Told } from "../reading.ts";
import type { MapModel, MapNode, MapPod } from "./model.ts";
import { isBound, mapPods } from "./pods.ts";
import { mapServices } from "./services.ts";

const ROLE = "node-role.kubernetes.io/";

/** @param namespace "" for all. @param says in the language of who looks. */
export async function readMap(read: ApiTransport, namespace: string, { map: says }: Says = english): Promise<MapModel> {
  const path = (root: string, resource: string) => collectionPath(root, resource, namespace);
  const [nodes, pods, services, slices, replicaSets, jobs] = await Promise.all([
    listTold<Node>(read, "/api/v1/nodes"),
    listTold<Pod>(read, path("api/v1", "pods")),
    listObjects<Service>(read, path("api/v1", "services")),
    listObjects<EndpointSlice>(read, path("apis/discovery.k8s.io/v1", "endpointslices")),
    listObjects<KubeObject>(read, path("apis/apps/v1", "replicasets")),
    listObjects<KubeObject>(read, path("apis/batch/v1", "jobs")),
  ]);
  const bound = pods.filter(({ object }) => isBound(object));
  const unbound = pods.filter(({ object }) => !isBound(object));
  const owners = [...replicaSets, ...jobs];
  return {
    ...(namespace === "" ? {} : { namespace }),
    nodes: nodes.map((node) => mapNode(node, podsOn(node.object.metadata.name, bound, { owners, says }))),
    unscheduled: mapPods(unbound, owners, says),
    services: mapServices(
      services,
      slices,
      pods.map(({ object }) => object),
    ),
  };
}

function podsOn(
  node: string,
  pods: readonly Told<Pod>[],
  { owners, says }: { readonly owners: readonly KubeObject[]; readonly says: Says["map"] },
): MapPod[] {
  return mapPods(
    pods.filter(({ object }) => object.spec.nodeName === node),
    owners,
    says,
  );
}

function mapNode({ object: { metadata }, status }: Told<Node>, pods: readonly MapPod[]): MapNode {
  const roles = Object.keys(metadata.labels ?? {}).flatMap((label) =>
    label.startsWith(ROLE) ? label.slice(ROLE.length) : [],
  );
  return { name: metadata.name, roles, status, pods };
}
