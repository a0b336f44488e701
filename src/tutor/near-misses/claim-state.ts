// A PersistentVolumeClaim that is not bound, and what it waits for.

import type { AnyObject } from "../../api/types.ts";
import { closestTo } from "./closeness.ts";
import { type Finding, progress, trouble } from "./finding.ts";
import { eventsAbout, nameOf, type Scene } from "./scene.ts";

export async function stateOfClaim(claim: AnyObject, scene: Scene): Promise<Finding | undefined> {
  const { phase } = (claim.status ?? {}) as { phase?: string };
  const { storageClassName } = (claim.spec ?? {}) as { storageClassName?: string };
  if (phase === "Bound") return undefined;
  const id = `claim ${claim.metadata.name}`;
  const start = `${nameOf(claim)} is ${phase ?? "new"}`;
  const classes = (await scene.all("StorageClass")).map(({ metadata }) => metadata.name);
  if (storageClassName !== undefined && storageClassName !== "" && !classes.includes(storageClassName)) {
    const close = closestTo(storageClassName, classes)?.word;
    const there = close === undefined ? "Look at `kubectl get storageclasses`." : `There is \`${close}\`.`;
    return trouble(id, `${start}: it asks for the StorageClass \`${storageClassName}\`, which is not there. ${there}`);
  }
  const last = (await eventsAbout(claim, scene)).at(-1);
  if (last?.reason === "WaitForFirstConsumer" || last?.reason === "WaitForPodScheduled")
    return progress(id, `${start}: its storage is made when a Pod uses it. Is there a Pod that names it, on a node?`);
  if (last?.reason === "ProvisioningFailed" || last?.reason === "FailedBinding")
    return trouble(id, `${start}: ${(last.message ?? "").replace(/\.$/, "")}. Compare it with \`kubectl get pv\`.`);
  return progress(
    id,
    `${start}: its storage is being made. \`kubectl describe pvc ${claim.metadata.name}\` says more.`,
  );
}
