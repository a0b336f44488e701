// The conditions of a HorizontalPodAutoscaler while one sync puts them together, in the order in which they first came up.

import type { HorizontalPodAutoscaler } from "../../../api/types.ts";

type Condition = NonNullable<HorizontalPodAutoscaler["status"]["conditions"]>[number];

export class ConditionList {
  private readonly conditions: Condition[];

  constructor(
    present: readonly Condition[],
    private readonly now: string,
  ) {
    this.conditions = [...present];
  }

  all(): readonly Condition[] {
    return this.conditions;
  }

  set(type: string, status: string, reason: string, message: string): void {
    const index = this.conditions.findIndex((condition) => condition.type === type);
    const since = this.conditions[index]?.status === status ? this.conditions[index]?.lastTransitionTime : undefined;
    const condition: Condition = { type, status, lastTransitionTime: since ?? this.now, reason, message };
    if (index === -1) this.conditions.push(condition);
    else this.conditions[index] = condition;
  }
}
