// A container's state in one word and one meaning.

import type { Container, ContainerState, ContainerStatus, Pod } from "../../api/types.ts";
import type { Says } from "../language/english.ts";
import type { Health, MapContainer } from "./model.ts";

/** In the order in which they start. */
export function containersOf({ spec, status }: Pod, says: Says["map"]): MapContainer[] {
  const init = (spec.initContainers ?? []).map((container) => {
    const role = container.restartPolicy === "Always" ? ("sidecar" as const) : ("init" as const);
    return containerOf(container, role, find(status?.initContainerStatuses, container.name), says);
  });
  const main = spec.containers.map((container) =>
    containerOf(container, "main", find(status?.containerStatuses, container.name), says),
  );
  const ephemeral = (spec.ephemeralContainers ?? []).map((container) =>
    containerOf(container as Container, "ephemeral", find(status?.ephemeralContainerStatuses, container.name), says),
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
  says: Says["map"],
): MapContainer {
  const { health, word } = stateOf(status?.state, { isReady: status?.ready === true, role, says });
  return { name, image, role, health, state: word, restarts: status?.restartCount ?? 0 };
}

function stateOf(
  state: ContainerState | undefined,
  {
    isReady,
    role,
    says,
  }: { readonly isReady: boolean; readonly role: MapContainer["role"]; readonly says: Says["map"] },
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
      : { health: "failing", word: says.withExitCode(word, exitCode) };
  }
  const word = state?.waiting?.reason ?? "Waiting";
  return { health: isTrouble(word) ? "failing" : "waiting", word };
}

/** Waiting that does not end by waiting. */
export function isTrouble(reason: string): boolean {
  return /BackOff|^Err|Error$|Invalid|Cannot|Failed|OOMKilled/.test(reason);
}
