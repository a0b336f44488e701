// What a definition's conditions become.

import { CLEANUP_FINALIZER, type Condition, type Definition, type Status } from "./definition.ts";

/** The status with these conditions in it; one whose status stays keeps its instant. */
export function withConditions(status: Status, conditions: readonly Condition[], now: string): Status {
  const all: Condition[] = [...(status.conditions ?? [])];
  for (const condition of conditions) {
    const index = all.findIndex(({ type }) => type === condition.type);
    const known = all[index];
    const { type, status: value, reason, message } = condition;
    const isSame = known?.status === value && known.lastTransitionTime !== undefined;
    const lastTransitionTime = isSame ? known.lastTransitionTime : now;
    const next: Condition = { lastTransitionTime, message, reason, status: value, type } as Condition;
    if (known === undefined) all.push(next);
    else all[index] = next;
  }
  return { ...status, conditions: all };
}

const PENDING: Condition = {
  type: "Terminating",
  status: "True",
  reason: "InstanceDeletionPending",
  message: "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
};
/** What a definition is when its deletion begins. */
export function asTerminating(definition: Definition, now: string): Definition {
  const finalizers = (definition.metadata.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER);
  return {
    ...definition,
    metadata: {
      ...definition.metadata,
      deletionTimestamp: now,
      finalizers: [...finalizers, CLEANUP_FINALIZER],
    },
    status: withConditions(definition.status ?? {}, [PENDING], now),
  };
}
