// What keeps pods from nodes and what lets them in: taints, tolerations, spread constraints.

import type { PodSpec, Taint, Toleration } from "../../api/types.ts";
import type { LevelWriter } from "./description-writer.ts";
import { formatSelector, writeColumn } from "./labels.ts";
import { compareText } from "./values.ts";

type SpreadConstraints = NonNullable<PodSpec["topologySpreadConstraints"]>;

export function writeTolerations(writer: LevelWriter, title: string, tolerations: readonly Toleration[] = []): void {
  const sorted = [...tolerations].sort((a, b) => compareText(a.key ?? "", b.key ?? ""));
  writeColumn(writer, title, sorted.map(formatToleration));
}

function formatToleration({ key, value, effect, operator, tolerationSeconds }: Toleration): string {
  const subject = `${key ?? ""}${value ? `=${value}` : ""}${effect ? `:${effect}` : ""}`;
  // A toleration of everything has nothing before its operator.
  const exists = operator === "Exists" && !value ? `${key || effect ? " " : ""}op=Exists` : "";
  const time = tolerationSeconds === undefined || tolerationSeconds === null ? "" : ` for ${tolerationSeconds}s`;
  return `${subject}${exists}${time}`;
}

export function writeTaints(writer: LevelWriter, title: string, taints: readonly Taint[] = []): void {
  const order = (taint: Taint) => `${taint.effect},${taint.key}`;
  const sorted = [...taints].sort((a, b) => compareText(order(a), order(b)));
  writeColumn(writer, title, sorted.map(formatTaint));
}

/** `key=value:Effect`, without what is empty. */
export function formatTaint({ key, value, effect }: Pick<Taint, "key" | "value" | "effect">): string {
  return `${key}${value ? `=${value}` : ""}${effect ? `:${effect}` : ""}`;
}

export function writeSpreadConstraints(
  writer: LevelWriter,
  constraints: SpreadConstraints | undefined,
  indent: string,
): void {
  if (constraints === undefined || constraints.length === 0) return;
  const sorted = [...constraints].sort((a, b) => compareText(a.topologyKey, b.topologyKey));
  const texts = sorted.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
    const selector = labelSelector ? ` for selector ${formatSelector(labelSelector)}` : "";
    return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
  });
  writeColumn(writer, "Topology Spread Constraints", texts, indent);
}
