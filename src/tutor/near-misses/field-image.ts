// An image whose name is right and whose tag is not, or the other way round.

import { slipBetween } from "./closeness.ts";
import { valueAt } from "./demand.ts";
import { type AskedField, idOf } from "./field.ts";
import { type Finding, slip } from "./finding.ts";

export function nearlyThatImage(asked: AskedField): Finding | undefined {
  const { demand, root, name } = asked;
  if (demand.kind !== "field" || demand.path.steps.at(-1) !== "image") return undefined;
  const found = valueAt(root, demand.path);
  if (typeof found !== "string" || !["==", "in"].includes(demand.operator)) return undefined;
  for (const wanted of demand.values) {
    const difference = typeof wanted === "string" ? differenceOf(found, wanted) : undefined;
    if (difference !== undefined)
      return slip(`${idOf(asked, "image")} ${found}`, `${name} has the image \`${found}\`: ${difference}`);
  }
  return undefined;
}

function differenceOf(found: string, wanted: string): string | undefined {
  const [is, should] = [partsOf(found), partsOf(wanted)];
  if (is.repository === should.repository && is.tag !== should.tag) {
    if (is.tag === "") return "its name is right, but it has no tag, which stands for `latest`.";
    return "its name is right, its tag is not. Compare what stands behind the colon.";
  }
  if (is.tag !== should.tag) return undefined;
  const how = slipBetween(is.repository, should.repository);
  if (how !== undefined) return `${how} from the one that is asked for. Read the name letter by letter.`;
  if (is.repository.split("/").at(-1) === should.repository.split("/").at(-1))
    return "its last part is right, but it comes from another repository. Compare what stands before the last slash.";
  return should.tag === "" ? undefined : "its tag is right, but the name before the colon is another.";
}

// The colon of a registry's port stands before a slash.
function partsOf(image: string): { readonly repository: string; readonly tag: string } {
  const at = image.lastIndexOf(":");
  if (at <= image.lastIndexOf("/")) return { repository: image, tag: "" };
  return { repository: image.slice(0, at), tag: image.slice(at + 1) };
}
