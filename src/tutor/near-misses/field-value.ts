// A value that is nearly right: a letter off, a number where a text was asked for, another unit, encoded once too often.

import { parseQuantity } from "../format/values.ts";
import { slipBetween } from "./closeness.ts";
import { type FieldDemand, pathText, valueAt } from "./demand.ts";
import { type AskedField, idOf, valueText } from "./field.ts";
import { type Finding, slip } from "./finding.ts";

export function nearlyThatValue(asked: AskedField): Finding | undefined {
  const { demand, root, name } = asked;
  if (demand.kind !== "field") return undefined;
  const found = valueAt(root, demand.path);
  const odd = found === undefined ? undefined : oddityOf(found, demand);
  if (odd === undefined) return undefined;
  return slip(
    `${idOf(asked, "value")} ${pathText(demand.path)}`,
    `${name} has \`${pathText(demand.path)}\` = \`${valueText(found)}\`: ${odd}`,
  );
}

function oddityOf(found: unknown, demand: FieldDemand): string | undefined {
  for (const wanted of demand.operator === "matches" ? [] : demand.values) {
    const odd =
      measures(found, wanted, demand) ?? types(found, wanted) ?? encodings(found, wanted) ?? letters(found, wanted);
    if (odd !== undefined) return odd;
  }
  return undefined;
}

function types(found: unknown, wanted: unknown): string | undefined {
  if (typeof found === typeof wanted || typeof found === "object" || String(found) !== String(wanted)) return undefined;
  const [is, should] = [kindOfValue(found), kindOfValue(wanted)];
  return `that is ${is}, and ${should} is asked for. In YAML, quotes make the difference.`;
}

function kindOfValue(value: unknown): string {
  return typeof value === "string" ? "a text" : typeof value === "boolean" ? "true or false" : "a number";
}

// Which factor a unit too much, too little or of the other kind makes.
function measures(found: unknown, wanted: unknown, { measure }: FieldDemand): string | undefined {
  if (measure === "size" || typeof found === "object") return undefined;
  const [is, should] = [String(found), String(wanted)];
  if (measure !== "quantity" && !/[a-zA-Z]$/.test(should)) return undefined;
  const [digits, unit, wantedUnit] = [digitsOf(is), unitOf(is), unitOf(should)];
  if (digits === "" || digits !== digitsOf(should) || unit === wantedUnit) return undefined;
  if (Number.isNaN(parseQuantity(is)) || parseQuantity(is) === parseQuantity(should)) return undefined;
  if (unit === "") return `the number fits, but it has no unit. Without one it counts whole cores, or single bytes.`;
  if (wantedUnit === "") return `the number fits, but \`${unit}\` makes it another amount. Is a unit asked for?`;
  if (unit === "m") return "the number fits, but `m` stands for thousandths (of a core, even of a byte).";
  if (`${unit}i` === wantedUnit || unit === `${wantedUnit}i`)
    return "the number fits, but units with and without `i` differ: `Mi` counts by 1024, `M` by 1000.";
  return "the number fits, but its unit is another. Compare the units.";
}

function digitsOf(quantity: string): string {
  return /^[\d.]+/.exec(quantity)?.[0] ?? "";
}

function unitOf(quantity: string): string {
  return quantity.replace(/^[\d.]+/, "");
}

function encodings(found: unknown, wanted: unknown): string | undefined {
  if (typeof found !== "string" || typeof wanted !== "string") return undefined;
  const [plain, should] = [decoded(found), decoded(wanted)];
  if (plain === undefined || should === undefined) return undefined;
  if (plain === `${should}\n`) return "decoded, it ends with a line break. Programs such as `echo` add one.";
  if (plain === wanted)
    return "it is encoded twice. `data` takes base64, `stringData` and `--from-literal` plain text.";
  return undefined;
}

function decoded(text: string): string | undefined {
  if (text === "" || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return atob(text);
}

function letters(found: unknown, wanted: unknown): string | undefined {
  if (typeof found !== "string" || typeof wanted !== "string") return undefined;
  const how = slipBetween(found, wanted);
  return how === undefined ? undefined : `${how} from what is asked for. Read both letter by letter.`;
}
