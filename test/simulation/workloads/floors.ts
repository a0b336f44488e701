// Rollouts in peace: once a Deployment has the pods that it wants, it never again has too few or too many of them.

import type { Deployment, Pod, ReplicaSet } from "../../../src/api/types.ts";
import type { Town } from "./town.ts";
import { isActive, isReady, ownedBy } from "./wanted.ts";

export class Floors {
  /** Deployments that had enough available pods, with the spec's part that says how many those are. */
  private readonly settled = new Map<string, string>();

  /** Something happened that may take pods away. */
  forget(): void {
    this.settled.clear();
  }

  judge(town: Town, isQuiet: boolean, object: (text: string) => void): void {
    for (const deployment of town.all<Deployment>("deployments")) {
      const { uid, name } = deployment.metadata;
      const { replicas, strategy, minReadySeconds = 0 } = deployment.spec;
      const terms = JSON.stringify([replicas, strategy, minReadySeconds]);
      if (!isQuiet || strategy?.type === "Recreate" || deployment.metadata.deletionTimestamp !== undefined) {
        this.settled.delete(uid);
        continue;
      }
      const sets = ownedBy(town.all<ReplicaSet>("replicasets"), deployment);
      const pods = sets.flatMap((set) => ownedBy(town.all<Pod>("pods"), set)).filter(isActive);
      // Ready, not available: a ReplicaSet that shrinks does not tell pods apart that became ready at about the same time.
      const available = pods.filter(isReady).length;
      const { floor, ceiling } = limits(deployment);
      const isFine = available >= floor && pods.length <= ceiling;
      if (this.settled.get(uid) === terms && !isFine)
        object(`${name} has ${available} ready of ${pods.length} pods; it may have ${floor} to ${ceiling}`);
      if (isFine) this.settled.set(uid, terms);
      else this.settled.delete(uid);
    }
  }
}

/** How few available pods, and how many in all, a rollout may leave. */
export function limits({ spec }: Deployment): { readonly floor: number; readonly ceiling: number } {
  const replicas = spec.replicas ?? 1;
  const share = (value: number | string | undefined, round: (x: number) => number) =>
    typeof value === "number" ? value : round((Number.parseInt(value ?? "25%", 10) * replicas) / 100);
  const surge = share(spec.strategy?.rollingUpdate?.maxSurge, Math.ceil);
  const unavailable = share(spec.strategy?.rollingUpdate?.maxUnavailable, Math.floor);
  return {
    floor: Math.max(0, replicas - (surge === 0 ? Math.max(1, unavailable) : unavailable)),
    ceiling: replicas + surge,
  };
}
