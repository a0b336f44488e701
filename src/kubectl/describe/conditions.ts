// Conditions as most workloads show them.

import type { LevelWriter } from "./description-writer.ts";

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export function writeConditions(writer: LevelWriter, conditions: readonly Condition[] | undefined): void {
  if (conditions === undefined || conditions.length === 0) return;
  writer.line(0, "Conditions:\n  Type\tStatus\tReason");
  writer.line(1, "----\t------\t------");
  for (const { type, status, reason } of conditions) writer.line(1, `${type} \t${status}\t${reason ?? ""}`);
}
