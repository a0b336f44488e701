// Where a pod may go can still be narrowed down while its scheduling gates are closed: the scheduler has not looked at it yet.

import type { Draft, NodeSelectorTerm, PodSpec } from "../../../../api/types.ts";
import { draftOf } from "../../../../api/types.ts";
import { deepEqual, invalid } from "../field-error.ts";
import { goStringMap, goText } from "../go-syntax.ts";
import { goValue } from "../go-value.ts";
import type { FieldError } from "../kind.ts";

type StringMap = Readonly<Record<string, string>> | undefined;

export function isGated({ schedulingGates = [] }: PodSpec): boolean {
  return schedulingGates.length > 0;
}

export function validatePlacementUpdate(next: PodSpec, previous: PodSpec): FieldError[] {
  return [...nodeSelectorErrors(next, previous), ...affinityErrors(next, previous)];
}

function nodeSelectorErrors({ nodeSelector: next }: PodSpec, { nodeSelector: previous }: PodSpec): FieldError[] {
  if (Object.entries(previous ?? {}).every(([key, value]) => next?.[key] === value)) return [];
  const text = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
  return [invalid("spec.nodeSelector", goText(goStringMap(next as StringMap)), text)];
}

function affinityErrors(next: PodSpec, previous: PodSpec): FieldError[] {
  const [now, before] = [requiredTerms(next), requiredTerms(previous)];
  if (before === undefined || before.length === 0) return [];
  const field = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
  if (now?.length !== before.length) {
    const text = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
    return [invalid(field, goText(goValue("[]core.NodeSelectorTerm", now)), text)];
  }
  return now.flatMap((term, i) => {
    if (hasOnlyAdditions(term, before[i] ?? {})) return [];
    const text = "only additions are allowed (no mutations or deletions)";
    return [invalid(`${field}[${i}]`, goText(goValue("core.NodeSelectorTerm", term)), text)];
  });
}

function requiredTerms({ affinity }: PodSpec): readonly NodeSelectorTerm[] | undefined {
  return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

function hasOnlyAdditions(next: NodeSelectorTerm, previous: NodeSelectorTerm): boolean {
  const lists = ["matchExpressions", "matchFields"] as const;
  const count = (term: NodeSelectorTerm) => lists.reduce((sum, list) => sum + (term[list] ?? []).length, 0);
  // An empty term matches nothing; with anything in it, it would match more.
  if (count(previous) === 0) return count(next) === 0;
  return lists.every((list) => {
    const before = previous[list] ?? [];
    return deepEqual((next[list] ?? []).slice(0, before.length), before);
  });
}

/** Takes back what is judged here, so that only other changes are left. */
export function undoPlacement(spec: Draft<PodSpec>, previous: PodSpec): void {
  if (previous.nodeSelector === undefined) delete spec.nodeSelector;
  else spec.nodeSelector = draftOf(previous.nodeSelector);
  const before = previous.affinity?.nodeAffinity;
  const affinity = { ...spec.affinity };
  if (before === undefined) delete affinity.nodeAffinity;
  else affinity.nodeAffinity = draftOf(before);
  if (Object.keys(affinity).length === 0 && previous.affinity === undefined) delete spec.affinity;
  else spec.affinity = affinity;
}
