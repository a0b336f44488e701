// All containers of a pod, with where they stand.

import type { Container, PodSpec } from "../../../../api/types.ts";

export interface PlacedContainer {
  readonly container: Container;
  /** As `spec.initContainers[0]`. */
  readonly path: string;
}

/** In the order in which Kubernetes visits them. */
export function placedContainers(spec: PodSpec, field: string): PlacedContainer[] {
  return (["initContainers", "containers", "ephemeralContainers"] as const).flatMap((list) =>
    ((spec[list] ?? []) as readonly Container[]).map((container, i) => ({ container, path: `${field}.${list}[${i}]` })),
  );
}
