// A list that has no such entry, but one that comes close: a variable, a port, a mount, a toleration.

import { type Demand, type FieldDemand, holds, type ItemDemand, pathText, valueAt } from "./demand.ts";
import { type AskedField, idOf, valueText } from "./field.ts";
import { nearlyThatImage } from "./field-image.ts";
import { underOtherKey } from "./field-key.ts";
import { nearlyThatValue } from "./field-value.ts";
import { type Finding, firstOf, type Say, slip } from "./finding.ts";

export async function closeEntry(asked: AskedField): Promise<Finding | undefined> {
  const { demand, root, name } = asked;
  if (demand.kind !== "item") return undefined;
  const list = valueAt(root, demand.path);
  const items = Array.isArray(list) ? list.filter((item) => typeof item === "object" && item !== null) : [];
  for (const item of byCloseness(items, demand)) {
    const inside: Say = (says) => says.entry(name(says), labelOf(item), pathText(demand.path));
    const finding = swapped(asked, demand, item, inside) ?? (await nearlySo(asked, demand, item, inside));
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function byCloseness(items: readonly object[], { each }: ItemDemand): readonly object[] {
  const right = (item: object) => each.filter((one) => holds(item, one)).length;
  return items.toSorted((a, b) => right(b) - right(a));
}

async function nearlySo(
  asked: AskedField,
  { each }: ItemDemand,
  item: object,
  inside: Say,
): Promise<Finding | undefined> {
  const open = each.filter((one) => !holds(item, one));
  for (const demand of open) {
    const inner: AskedField = { ...asked, root: item, name: inside, demand };
    const finding = await firstOf([nearlyThatImage, nearlyThatValue, underOtherKey, closeEntry], inner);
    if (finding !== undefined) return finding;
  }
  const [only, ...more] = open;
  if (only?.kind !== "field" || more.length > 0 || each.length === 1) return undefined;
  const found = valueAt(item, only.path);
  const path = pathText(only.path);
  return slip(`${idOf(asked, "entry")} ${labelOf(item)} ${path}`, (says) =>
    found === undefined ? says.entryWithout(inside(says), path) : says.entryOther(inside(says), path, valueText(found)),
  );
}

/** A Service's own port and the one of its Pods, taken for each other. */
function swapped(asked: AskedField, { each }: ItemDemand, item: object, inside: Say): Finding | undefined {
  const { port, targetPort = port } = item as { readonly port?: unknown; readonly targetPort?: unknown };
  const [wantedPort, wantedTarget] = [wantedAt(each, "port"), wantedAt(each, "targetPort")];
  if (port === targetPort || (wantedPort === undefined && wantedTarget === undefined)) return undefined;
  const isPort = wantedPort === undefined || wantedPort === targetPort;
  const isTarget = wantedTarget === undefined || wantedTarget === port;
  if (!isPort || !isTarget) return undefined;
  return slip(idOf(asked, "ports-swapped"), (says) =>
    says.portsSwapped(inside(says), valueText(port), valueText(targetPort)),
  );
}

function wantedAt(each: readonly Demand[], field: string): unknown {
  const found = each.find((one): one is FieldDemand => one.kind === "field" && one.path.steps.join() === field);
  return found?.operator === "==" ? found.values[0] : undefined;
}

function labelOf(item: object): string {
  const named = item as Readonly<Record<string, unknown>>;
  const label =
    named.name ?? named.key ?? named.mountPath ?? named.containerPort ?? named.port ?? Object.values(named)[0];
  return valueText(label);
}
