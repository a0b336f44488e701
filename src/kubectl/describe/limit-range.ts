// Stands for `kubectl describe limitrange`, alone and inside a namespace.

import type { LimitRange } from "../../api/types.ts";
import { DescriptionWriter, type LevelWriter } from "./description-writer.ts";
import { writeName } from "./header.ts";
import { compareText } from "./values.ts";

const TITLES = "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio";
const RULES = "----\t--------\t---\t---\t---------------\t-------------\t-----------------------";

export async function describeLimitRange(limitRange: LimitRange): Promise<string> {
  const writer = new DescriptionWriter();
  writeName(writer, limitRange);
  writer.line(0, TITLES);
  writer.line(0, RULES);
  writeLimits(writer, limitRange, "");
  return writer.text();
}

/** All limit ranges of a namespace in one table. */
export function writeLimitRanges(writer: LevelWriter, limitRanges: readonly LimitRange[]): void {
  if (limitRanges.length === 0) {
    writer.line(0, "No LimitRange resource.");
    return;
  }
  writer.line(0, `Resource Limits\n ${TITLES}`);
  writer.line(0, ` ${RULES}`);
  for (const limitRange of limitRanges) writeLimits(writer, limitRange, " ");
}

// Simplified: resources come sorted; kubectl 1.33 prints them in random order, so no order can be relied on.
function writeLimits(writer: LevelWriter, { spec }: LimitRange, indent: string): void {
  for (const limit of spec?.limits ?? []) {
    const columns = [limit.min, limit.max, limit.defaultRequest, limit.default, limit.maxLimitRequestRatio];
    const names = new Set(columns.flatMap((column) => Object.keys(column ?? {})));
    for (const name of [...names].sort(compareText)) {
      writer.line(0, `${indent}${limit.type}\t${name}\t${columns.map((column) => column?.[name] ?? "-").join("\t")}`);
    }
  }
}
