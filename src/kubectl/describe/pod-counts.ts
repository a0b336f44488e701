// How many pods of a controller run, wait, succeeded and failed.

import type { KubeObject, Pod } from "../../api/types.ts";
import type { DescribeReader } from "./context.ts";
import { controllerOf } from "./owner.ts";

/** `1 Running / 0 Waiting / 0 Succeeded / 0 Failed`. */
export async function podCounts(reader: DescribeReader, owner: KubeObject, labelSelector: string): Promise<string> {
  const path = `/api/v1/namespaces/${owner.metadata.namespace ?? ""}/pods`;
  const pods = await reader.list<Pod>(path, labelSelector === "" ? {} : { labelSelector });
  const own = pods.filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid);
  const count = (phase: string) => own.filter((pod) => pod.status?.phase === phase).length;
  return `${count("Running")} Running / ${count("Pending")} Waiting / ${count("Succeeded")} Succeeded / ${count("Failed")} Failed`;
}
