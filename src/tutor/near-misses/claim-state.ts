// A PersistentVolumeClaim that is not bound, and what it waits for.

import type { AnyObject } from "../../api/types.ts";
import { closestTo } from "./closeness.ts";
import { type Finding, progress, type Say, trouble } from "./finding.ts";
import { eventsAbout, nameOf, type Scene } from "./scene.ts";

export async function stateOfClaim(claim: AnyObject, scene: Scene): Promise<Finding | undefined> {
  const { phase } = (claim.status ?? {}) as { phase?: string };
  const { storageClassName } = (claim.spec ?? {}) as { storageClassName?: string };
  if (phase === "Bound") return undefined;
  const id = `claim ${claim.metadata.name}`;
  const start: Say = (says) => says.claim(nameOf(claim), phase ?? "new");
  const classes = (await scene.all("StorageClass")).map(({ metadata }) => metadata.name);
  if (storageClassName !== undefined && storageClassName !== "" && !classes.includes(storageClassName)) {
    const close = closestTo(storageClassName, classes)?.word;
    const there: Say = (says) =>
      close === undefined ? says.lookAt("kubectl get storageclasses") : says.thereIsA(close);
    return trouble(id, (says) => says.claimClass(start(says), storageClassName, there(says)));
  }
  const last = (await eventsAbout(claim, scene)).at(-1);
  if (last?.reason === "WaitForFirstConsumer" || last?.reason === "WaitForPodScheduled")
    return progress(id, (says) => says.claimUnused(start(says)));
  if (last?.reason === "ProvisioningFailed" || last?.reason === "FailedBinding")
    return trouble(id, (says) => says.claimRefused(start(says), (last.message ?? "").replace(/\.$/, "")));
  return progress(id, (says) => says.claimInWork(start(says), `kubectl describe pvc ${claim.metadata.name}`));
}
