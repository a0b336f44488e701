// A field that is right in another container than the one that was meant, and containers that stand in the wrong list or are too many.

import { closestTo } from "./closeness.ts";
import { containersOf, type Demand, type FieldDemand, holds, type ItemDemand, type Path, valueAt } from "./demand.ts";
import { type AskedField, idOf } from "./field.ts";
import { type Finding, slip } from "./finding.ts";

const LISTS = ["containers", "initContainers"];

export function inOtherContainer(asked: AskedField): Finding | undefined {
  const { demand } = asked;
  if (demand.kind !== "field" && demand.kind !== "item") return undefined;
  if (demand.path.container !== undefined) return besideName(asked, demand, demand.path.container);
  if (demand.kind === "item") return inOtherList(asked, demand) ?? besideIndex(asked, demand);
  return demand.measure === "size" ? tooMany(asked, demand) : besideIndex(asked, demand);
}

function besideName(asked: AskedField, demand: FieldDemand | ItemDemand, container: string): Finding | undefined {
  const names = containersOf(asked.root).map(({ name }) => name);
  if (!names.includes(container)) {
    const close = closestTo(container, names);
    return slip(idOf(asked, `container ${container}`), (says) =>
      says.noContainer(asked.name(says), container, close?.word, names),
    );
  }
  const other = names.find((name) => name !== container && isSetIn(asked, demand, { ...demand.path, container: name }));
  return other === undefined ? undefined : misplaced(asked, demand.path.steps, other, container);
}

function besideIndex(asked: AskedField, demand: FieldDemand | ItemDemand): Finding | undefined {
  const { steps } = demand.path;
  const at = steps.findIndex((step, index) => LISTS.includes(steps[index - 1] ?? "") && /^\d+$/.test(step));
  if (at < 0) return undefined;
  const containers = (valueAt(asked.root, { steps: steps.slice(0, at) }) ?? []) as readonly { readonly name: string }[];
  const other = containers.find(
    (_, index) => String(index) !== steps[at] && isSetIn(asked, demand, { steps: steps.with(at, String(index)) }),
  );
  const meant = containers[Number(steps[at])];
  if (other === undefined || meant === undefined) return undefined;
  return misplaced(asked, steps.slice(at + 1), other.name, meant.name);
}

/** A field that another container lacks satisfies "is not" there, which says nothing. */
function isSetIn({ root }: AskedField, demand: FieldDemand | ItemDemand, path: Path): boolean {
  const isNegative = demand.kind === "field" && ["!=", "<", "<="].includes(demand.operator);
  return !isNegative && holds(root, { ...demand, path });
}

function misplaced(asked: AskedField, steps: readonly string[], found: string, wanted: string): Finding {
  return slip(idOf(asked, `container-field ${found}`), (says) =>
    says.otherContainer(asked.name(says), steps.join("."), found, wanted),
  );
}

function inOtherList(asked: AskedField, { path, each }: ItemDemand): Finding | undefined {
  const list = path.steps.at(-1) ?? "";
  const other = LISTS.find((one) => one !== list);
  if (!LISTS.includes(list) || other === undefined) return undefined;
  const names = each.filter((one) => one.kind === "field" && one.path.steps.join() === "name");
  const there: Demand = { kind: "item", path: { steps: path.steps.with(-1, other) }, each: names };
  if (names.length === 0 || holds(asked.root, { kind: "item", path, each: names }) || !holds(asked.root, there))
    return undefined;
  return slip(idOf(asked, `list ${other}`), (says) => says.otherList(asked.name(says), other, list));
}

function tooMany(asked: AskedField, { path, values, operator }: FieldDemand): Finding | undefined {
  const found = valueAt(asked.root, path);
  if (!LISTS.includes(path.steps.at(-1) ?? "") || !Array.isArray(found) || operator !== "==") return undefined;
  if (found.length <= Number(values[0])) return undefined;
  const names = found.map(({ name }: { readonly name: string }) => name);
  return slip(idOf(asked, "extra-container"), (says) => says.tooMany(asked.name(says), names));
}
