// What a container counts for while a resize is under way: the most of what it asks for, what it was given and what it has.

import { compareQuantity, quantityOf } from "./quantity.ts";
import type { Container, ContainerStatus, Pod } from "./types.ts";

/** A pod, or as much of one as tells what it asks for. */
export interface Sized {
  readonly metadata?: Pick<Pod["metadata"], "generation">;
  readonly spec: Pod["spec"];
  readonly status?: Pod["status"];
}

export type ResourceList = Readonly<Record<string, string>>;
type Lists = (container: Container, list: "requests" | "limits") => ResourceList | undefined;

/** What to count of each container; undefined where the spec was never changed, and says it all. */
export function resourcesInUse({ metadata, spec, status }: Sized): Lists | undefined {
  if ((metadata?.generation ?? 1) <= 1) return undefined;
  const known = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const resizable = [
    ...spec.containers,
    ...(spec.initContainers ?? []).filter((each) => each.restartPolicy === "Always"),
  ];
  const statuses = new Map<Container, ContainerStatus>();
  for (const container of resizable) {
    const found = known.find(({ name }) => name === container.name);
    if (found?.resources !== undefined) statuses.set(container, found);
  }
  if (statuses.size === 0) return undefined;
  const isInfeasible = isResizeInfeasible(status);
  return (container, list) => {
    const asked = container.resources?.[list];
    const found = statuses.get(container);
    if (found === undefined) return asked;
    const has = [found.resources?.[list], list === "requests" ? found.allocatedResources : undefined];
    return largest(isInfeasible ? has : [asked, ...has]);
  };
}

/** The node can never give the pod what it asks for. */
function isResizeInfeasible(status: Pod["status"] | undefined): boolean {
  return (status?.conditions ?? []).some(({ type, reason }) => type === "PodResizePending" && reason === "Infeasible");
}

function largest(lists: readonly (ResourceList | undefined)[]): ResourceList {
  const most: Record<string, string> = {};
  for (const [name, amount] of lists.flatMap((list) => Object.entries(list ?? {}))) {
    const other = most[name];
    if (other === undefined || compareQuantity(quantityOf(amount), quantityOf(other)) > 0) most[name] = amount;
  }
  return most;
}
