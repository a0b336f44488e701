// Stands for the ttl-after-finished controller: deletes Jobs some time after they have finished, if they say so.

import type { Job } from "../../../api/types.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { ignoringNotFound } from "../ownership.ts";

export function startTtlAfterFinished(context: ControllerContext): void {
  const { client, clock } = context;
  const jobs = context.informers.of<Job>(resources.jobs);
  const queue = context.queue(reconcile);
  jobs.onChange((next) => {
    if (next !== undefined && expiresAtMs(next) !== undefined) queue.add(keyText(keyOf(next)));
  });

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const job = jobs.get({ namespace, name });
    const expiresMs = job === undefined ? undefined : expiresAtMs(job);
    if (job === undefined || expiresMs === undefined || job.metadata.deletionTimestamp !== undefined) return {};
    if (expiresMs > clock.now()) return { requeueAfterMs: expiresMs - clock.now() };
    const options = { propagationPolicy: "Foreground", preconditions: { uid: job.metadata.uid } } as const;
    ignoringNotFound(() => client.delete(resources.jobs, keyOf(job), options));
    return {};
  }
}

function expiresAtMs(job: Job): number | undefined {
  const end = job.status.conditions?.find(
    ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
  );
  const seconds = job.spec.ttlSecondsAfterFinished;
  if (end?.lastTransitionTime === undefined || seconds === undefined) return undefined;
  return Date.parse(end.lastTransitionTime) + seconds * 1000;
}
