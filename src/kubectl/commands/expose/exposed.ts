// What a Service takes over from the object that it exposes.

import type { AnyObject, LabelSelector, Service } from "../../../api/types.ts";
import { KubectlError } from "../../errors.ts";
import { podSpecOf } from "../../pod-spec.ts";
import type { Resource } from "../../rest-mapper.ts";

export interface ExposedPort {
  readonly port: number;
  readonly protocol: string;
}

export function exposedSelector(object: AnyObject, { group, kind }: Resource): Readonly<Record<string, string>> {
  const { selector } = (object.spec ?? {}) as { selector?: unknown };
  switch (object.kind) {
    case "Pod":
      if (Object.keys(object.metadata.labels ?? {}).length === 0) {
        throw noSelector("the pod has no labels and cannot be exposed");
      }
      return object.metadata.labels ?? {};
    case "Service":
      if (Object.keys(selector ?? {}).length === 0) throw noSelector("the service has no pod selector set");
      return selector as Readonly<Record<string, string>>;
    case "ReplicationController":
      return selector as Readonly<Record<string, string>>;
    case "Deployment":
    case "ReplicaSet":
      return matchLabelsOf(selector as LabelSelector);
    default:
      throw new KubectlError(`cannot expose a ${group === "" ? kind : `${kind}.${group}`}`);
  }
}

// A Service can select by equality only.
function matchLabelsOf({ matchLabels, matchExpressions = [] }: LabelSelector): Readonly<Record<string, string>> {
  if (matchExpressions.length > 0) {
    const shown = matchExpressions.map(
      ({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(" ")}]}`,
    );
    throw noSelector(`couldn't convert expressions - "[${shown.join(" ")}]" to map-based selector format`);
  }
  return matchLabels ?? {};
}

function noSelector(why: string): KubectlError {
  return new KubectlError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);
}

export function exposedLabels({ metadata }: AnyObject): Readonly<Record<string, string>> {
  return metadata.labels ?? {};
}

export function exposedPorts(object: AnyObject): ExposedPort[] {
  if (object.kind === "Service") {
    const { ports = [] } = (object as unknown as Service).spec;
    return ports.map(({ port, protocol = "TCP" }) => ({ port, protocol }));
  }
  const containers = podSpecOf(object)?.containers ?? [];
  return containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = "TCP" }) => ({ port: containerPort, protocol })),
  );
}
