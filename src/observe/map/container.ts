// A container's state in one word and one meaning.

import type { Container, ContainerState, ContainerStatus, Pod } from "../../api/types.ts";
import type { Health, MapContainer } from "./model.ts";

/** In the order in which they start. */
export function containersOf({ spec, status }: Pod): MapContainer[] {
  const init = (spec.initContainers ?? []).map((container) => {
    const role = container.restartPolicy === "Always" ? ("sidecar" as const) : ("init" as const);
    return containerOf(container, role, find(status?.initContainerStatuses, container.name));
  });
  const main = spec.containers.map((container) =>
    containerOf(container, "main", find(status?.containerStatuses, container.name)),
  );
  const ephemeral = (spec.ephemeralContainers ?? []).map((container) =>
    containerOf(container as Container, "ephemeral", find(status?.ephemeralContainerStatuses, container.name)),
  );
  return [...init, ...main, ...ephemeral];
}

function find(statuses: readonly ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  return statuses?.find((status) => status.name === name);
}

function containerOf(
  { name, image = "" }: Container,
  role: MapContainer["role"],
  status: ContainerStatus | undefined,
): MapContainer {
  const { health, word } = stateOf(status?.state, status?.ready === true, role);
  return { name, image, role, health, state: word, restarts: status?.restartCount ?? 0 };
}

function stateOf(
  state: ContainerState | undefined,
  isReady: boolean,
  role: MapContainer["role"],
): { readonly health: Health; readonly word: string } {
  if (state?.running !== undefined) {
    const counts = role === "main" || role === "sidecar";
    return { health: isReady || !counts ? "ready" : "running", word: "Running" };
  }
  if (state?.terminated !== undefined) {
    const { exitCode, reason } = state.terminated;
    const word = reason ?? (exitCode === 0 ? "Completed" : "Error");
    return exitCode === 0
      ? { health: "finished", word }
      : { health: "failing", word: `${word}, exit code ${exitCode}` };
  }
  const word = state?.waiting?.reason ?? "Waiting";
  return { health: isTrouble(word) ? "failing" : "waiting", word };
}

/** Waiting that does not end by waiting. */
export function isTrouble(reason: string): boolean {
  return /BackOff|^Err|Error$|Invalid|Cannot|Failed|OOMKilled/.test(reason);
}
