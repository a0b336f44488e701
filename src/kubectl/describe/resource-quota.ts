// Stands for `kubectl describe resourcequota`, alone and inside a namespace.

import { formatQuantity, parseQuantity, quantityValue } from "../../api/quantity.ts";
import type { ResourceQuota } from "../../api/types.ts";
import { DescriptionWriter, type LevelWriter } from "./description-writer.ts";
import { writeName } from "./header.ts";
import { byKey, compareText } from "./values.ts";

const SCOPE_TEXTS: Readonly<Record<string, string>> = {
  Terminating:
    "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  NotTerminating:
    "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  BestEffort:
    "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  NotBestEffort:
    "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
};

export async function describeResourceQuota(quota: ResourceQuota): Promise<string> {
  const writer = new DescriptionWriter();
  writeName(writer, quota);
  writeScopes(quota, (text) => writer.line(0, text), " * ");
  writer.line(0, "Resource\tUsed\tHard");
  writer.line(0, "--------\t----\t----");
  const { hard, used } = quota.status ?? {};
  for (const [name, limit] of Object.entries(hard ?? {}).sort(byKey)) {
    writer.line(0, `${name}\t${inFormatOf(used?.[name] ?? "0", limit)}\t${limit}`);
  }
  return writer.text();
}

/** The quotas of a namespace in one table each. */
export function writeResourceQuotas(writer: LevelWriter, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) {
    writer.line(0, "No resource quota.");
    return;
  }
  writer.line(0, "Resource Quotas");
  for (const quota of [...quotas].sort((a, b) => compareText(a.metadata.name, b.metadata.name))) {
    writer.field(1, "Name", quota.metadata.name);
    writeScopes(quota, (text) => writer.line(1, text), "* ");
    writer.line(1, "Resource\tUsed\tHard");
    writer.line(1, "--------\t---\t---");
    const { hard, used } = quota.status ?? {};
    for (const [name, limit] of Object.entries(hard ?? {}).sort(byKey))
      writer.line(1, `${name}\t${used?.[name] ?? "0"}\t${limit}`);
  }
}

function writeScopes({ spec }: ResourceQuota, line: (text: string) => void, bullet: string): void {
  const scopes = [...(spec?.scopes ?? [])].sort(compareText);
  if (scopes.length > 0) line(`Scopes:\t${scopes.join(", ")}`);
  for (const scope of scopes) {
    const text = Object.hasOwn(SCOPE_TEXTS, scope) ? SCOPE_TEXTS[scope] : undefined;
    if (text !== undefined) line(`${bullet}${text}`);
  }
}

// `1024Mi` of `2Gi` reads better than `1073741824`: kubectl prints what is used in the format of the limit.
function inFormatOf(used: string, hard: string): string {
  const amount = parseQuantity(used);
  const limit = parseQuantity(hard);
  if (amount === undefined || limit === undefined || amount.format === limit.format) return used;
  return formatQuantity({ nano: BigInt(quantityValue(amount)) * 1_000_000_000n, format: limit.format });
}
