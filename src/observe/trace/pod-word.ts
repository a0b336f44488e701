// A pod's status in a word or two, told from the object alone.

import type { ContainerState, Pod } from "../../api/types.ts";
import type { Says } from "../language/english.ts";

export function podWord({ metadata, status }: Pod, says: Says["trace"]): string {
  const phase = status?.phase ?? "Pending";
  if (status?.reason !== undefined) return status.reason;
  if (phase === "Succeeded") return "Completed";
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const words = statuses.flatMap(({ state }) => troubleOf(state, says));
  // A pod that is leaving has its containers end one by one, which its last report sums up.
  if (metadata.deletionTimestamp !== undefined) return phase === "Running" ? "Terminating" : phase;
  const [first] = words;
  if (first !== undefined) return first;
  if (phase !== "Running") return phase;
  const isReady = status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True");
  return isReady === true ? says.ready : says.notReady;
}

function troubleOf(state: ContainerState | undefined, says: Says["trace"]): string[] {
  if (state?.waiting !== undefined) return [state.waiting.reason ?? "Waiting"];
  const { exitCode = 0, reason } = state?.terminated ?? {};
  return exitCode === 0 ? [] : [says.exitCode(reason ?? "Error", exitCode)];
}
