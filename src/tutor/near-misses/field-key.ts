// A label, a setting or a selector whose value is right under another key, or whose key is nearly right.

import { slipBetween } from "./closeness.ts";
import { holds, type Path, valueAt } from "./demand.ts";
import { type AskedField, idOf, valueText } from "./field.ts";
import { type Finding, slip } from "./finding.ts";

/** Where people choose the keys. Everywhere else the API server refuses what it does not know. */
const FREE: ReadonlySet<string> = new Set([
  "labels",
  "annotations",
  "data",
  "stringData",
  "selector",
  "matchLabels",
  "nodeSelector",
  "hard",
]);

export function underOtherKey(asked: AskedField): Finding | undefined {
  const { demand, root, name } = asked;
  if (demand.kind !== "field") return undefined;
  const key = demand.path.steps.at(-1) ?? "";
  const parent: Path = { ...demand.path, steps: demand.path.steps.slice(0, -1) };
  const where = parent.steps.at(-1) ?? "";
  const map = FREE.has(where) ? valueAt(root, parent) : undefined;
  if (typeof map !== "object" || map === null || key in map) return undefined;
  for (const [found, value] of Object.entries(map)) {
    const how = slipBetween(found, key);
    const isValue = demand.operator !== "has" && holds({ it: value }, { ...demand, path: { steps: ["it"] } });
    if (how === undefined && (!isValue || demand.operator === "!=")) continue;
    const is = valueText(value);
    return slip(`${idOf(asked, "key")} ${found}`, (says) =>
      how === undefined
        ? says.otherKey(name(says), found, is, where)
        : says.keySlip({ name: name(says), key: found, value: is, where }, key, says.slips[how]),
    );
  }
  return undefined;
}
