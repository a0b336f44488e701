// An image whose name is right and whose tag is not, or the other way round.

import { slipBetween } from "./closeness.ts";
import { valueAt } from "./demand.ts";
import { type AskedField, idOf } from "./field.ts";
import { type Finding, type Say, slip } from "./finding.ts";

export function nearlyThatImage(asked: AskedField): Finding | undefined {
  const { demand, root, name } = asked;
  if (demand.kind !== "field" || demand.path.steps.at(-1) !== "image") return undefined;
  const found = valueAt(root, demand.path);
  if (typeof found !== "string" || !["==", "in"].includes(demand.operator)) return undefined;
  for (const wanted of demand.values) {
    const difference = typeof wanted === "string" ? differenceOf(found, wanted) : undefined;
    if (difference !== undefined)
      return slip(`${idOf(asked, "image")} ${found}`, (says) => says.image(name(says), found, difference(says)));
  }
  return undefined;
}

function differenceOf(found: string, wanted: string): Say | undefined {
  const [is, should] = [partsOf(found), partsOf(wanted)];
  if (is.repository === should.repository && is.tag !== should.tag) {
    if (is.tag === "") return (says) => says.noTag;
    return (says) => says.otherTag;
  }
  if (is.tag !== should.tag) return undefined;
  const how = slipBetween(is.repository, should.repository);
  if (how !== undefined) return (says) => says.imageSlip(says.slips[how]);
  if (is.repository.split("/").at(-1) === should.repository.split("/").at(-1)) return (says) => says.otherRepository;
  return should.tag === "" ? undefined : (says) => says.otherImageName;
}

// The colon of a registry's port stands before a slash.
function partsOf(image: string): { readonly repository: string; readonly tag: string } {
  const at = image.lastIndexOf(":");
  if (at <= image.lastIndexOf("/")) return { repository: image, tag: "" };
  return { repository: image.slice(0, at), tag: image.slice(at + 1) };
}
