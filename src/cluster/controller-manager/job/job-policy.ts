// A Job's rules about failure and success: which pods count, and which end the Job at once.

import type { Job, Pod } from "../../../api/types.ts";
import { parseIndexes } from "./indexes.ts";

type Rule = NonNullable<NonNullable<Job["spec"]["podFailurePolicy"]>["rules"]>[number];

export type FailureVerdict =
  | { readonly kind: "count" }
  | { readonly kind: "ignore" }
  | { readonly kind: "fail-index" }
  | { readonly kind: "fail-job"; readonly message: string };

/** What the pod failure policy says of a failed pod; without one, or without a rule that matches, it counts. */
export function judgeFailure(job: Job, pod: Pod): FailureVerdict {
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const why = matchExitCodes(rule, pod) ?? matchConditions(rule, pod);
    if (why === undefined) continue;
    if (rule.action === "Ignore") return { kind: "ignore" };
    if (rule.action === "FailIndex") return { kind: "fail-index" };
    if (rule.action === "Count") return { kind: "count" };
    return { kind: "fail-job", message: `${why} matching ${rule.action} rule at index ${index}` };
  }
  return { kind: "count" };
}

function matchExitCodes({ onExitCodes }: Rule, pod: Pod): string | undefined {
  if (onExitCodes === undefined) return undefined;
  const { containerName, operator, values } = onExitCodes;
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
  for (const { name, state } of statuses) {
    const code = state?.terminated?.exitCode;
    if (code === undefined || code === 0 || (containerName !== undefined && containerName !== name)) continue;
    if (values.includes(code) !== (operator === "In")) continue;
    return `Container ${name} for pod ${pod.metadata.namespace}/${pod.metadata.name} failed with exit code ${code}`;
  }
  return undefined;
}

function matchConditions({ onPodConditions = [] }: Rule, pod: Pod): string | undefined {
  for (const { type, status } of onPodConditions) {
    const isMet = pod.status.conditions?.some(
      (condition) => condition.type === type && condition.status === (status ?? "True"),
    );
    if (isMet === true) return `Pod ${pod.metadata.namespace}/${pod.metadata.name} has condition ${type}`;
  }
  return undefined;
}

/** The first rule of the success policy that the succeeded indexes meet. */
export function metSuccessRule(job: Job, succeeded: ReadonlySet<number>): number | undefined {
  const found = (job.spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    const relevant = succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes);
    const hits = relevant === undefined ? succeeded.size : [...relevant].filter((index) => succeeded.has(index)).length;
    return hits >= (succeededCount ?? relevant?.size ?? Number.POSITIVE_INFINITY);
  });
  return found === -1 ? undefined : found;
}
