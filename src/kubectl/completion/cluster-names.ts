// What the cluster and the kubeconfig can tell somebody who is typing. Whatever goes wrong, nothing is offered.

import { attachablePod, namedObject } from "../attachable-pod.ts";
import type { Resource } from "../discovery.ts";
import { asError } from "../errors.ts";
import { groupResourceOf, resourcePath } from "../rest-mapper.ts";
import type { Session } from "../session.ts";

/** Nobody wants to wait longer for a pod while typing. */
const patienceMs = 100;

async function orNothing<T>(work: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await work();
  } catch (error) {
    // A completion that fails is one that offers nothing, whatever the reason.
    asError(error);
    return [];
  }
}

interface Listed {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The names of `pods`, `po,svc` or `all`. */
export function namesOf(session: Session, types: string, namespace?: string): Promise<readonly string[]> {
  return orNothing(async () => {
    const resources = await resourcesOf(session, types);
    const lists = await Promise.all(resources.map((each) => listed(session, each, namespace)));
    return lists.flat().map(({ metadata }) => metadata.name);
  });
}

async function resourcesOf({ mapper }: Session, types: string): Promise<readonly Resource[]> {
  const found = await Promise.all(
    types.split(",").map(async (type) => {
      const category = await mapper.category(type);
      if (category.length > 0) return category;
      return [await mapper.resourceFor(type)];
    }),
  );
  return found.flat().filter(({ verbs }) => verbs.includes("list"));
}

async function listed(session: Session, resource: Resource, namespace = session.namespace): Promise<readonly Listed[]> {
  return orNothing(async () => {
    const path = resourcePath(resource, resource.namespaced ? namespace : undefined);
    return (await session.client.list(path)).items as readonly Listed[];
  });
}

/** As `kubectl api-resources -o name --verbs=get` lists them. */
export function resourceTypes({ mapper }: Session): Promise<readonly string[]> {
  return orNothing(async () => {
    const resources = (await mapper.preferred()).filter(({ verbs }) => verbs.includes("get"));
    const key = ({ group, resource }: Resource) => `${group}/${resource}`;
    return resources.toSorted((one, other) => (key(one) < key(other) ? -1 : 1)).map(groupResourceOf);
  });
}

interface PodLike {
  readonly spec: {
    readonly initContainers?: readonly ContainerLike[];
    readonly containers: readonly ContainerLike[];
  };
}

interface ContainerLike {
  readonly name: string;
  readonly ports?: readonly { readonly containerPort: number }[];
}

/** @param argument a pod's name, or TYPE/NAME of something that has pods. */
export function containersOf(session: Session, argument: string): Promise<readonly string[]> {
  return orNothing(async () => {
    const { spec } = await podOf(session, argument);
    return [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
  });
}

/** Its ports, or those of a service, as numbers. */
export function portsOf(session: Session, argument: string): Promise<readonly number[]> {
  return orNothing(async () => {
    const [type = "", name] = argument.split("/");
    if (name !== undefined && ["service", "services", "svc"].includes(type)) {
      const { spec } = (await namedObject(session, argument)) as unknown as ServiceLike;
      return (spec.ports ?? []).map(({ port }) => port);
    }
    const { spec } = await podOf(session, argument);
    return spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
  });
}

interface ServiceLike {
  readonly spec: { readonly ports?: readonly { readonly port: number }[] };
}

async function podOf(session: Session, argument: string): Promise<PodLike> {
  const pod = await attachablePod(session, await namedObject(session, argument), patienceMs);
  return pod as unknown as PodLike;
}

export function configNames({ kubeconfig }: Session, what: "contexts" | "clusters" | "users"): readonly string[] {
  return [...kubeconfig[what].keys()].sort();
}
