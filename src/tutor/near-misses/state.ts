// How an object is doing that is right so far as it is written, but not as far as it should be.

import type { AnyObject } from "../../api/types.ts";
import { goingSentence } from "./absent-gone.ts";
import { stateOfClaim } from "./claim-state.ts";
import { type Finding, progress } from "./finding.ts";
import { stateOfPod } from "./pod-life.ts";
import type { Scene } from "./scene.ts";
import { stateOfWorkload, WORKLOADS } from "./workload-state.ts";

export async function stateOf(object: AnyObject, scene: Scene): Promise<Finding | undefined> {
  const { kind, metadata } = object;
  if (kind === "Pod") return stateOfPod(object, scene);
  if (metadata.deletionTimestamp !== undefined)
    return progress(`terminating ${kind}/${metadata.name}`, goingSentence(kind, metadata));
  if (WORKLOADS.includes(kind)) return stateOfWorkload(object, scene);
  return kind === "PersistentVolumeClaim" ? stateOfClaim(object, scene) : undefined;
}
