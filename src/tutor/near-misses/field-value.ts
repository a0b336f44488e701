// A value that is nearly right: a letter off, a number where a text was asked for, another unit, encoded once too often.

import { parseQuantity } from "../format/values.ts";
import { slipBetween } from "./closeness.ts";
import { type FieldDemand, pathText, valueAt } from "./demand.ts";
import { type AskedField, idOf, valueText } from "./field.ts";
import { type Finding, type Say, slip } from "./finding.ts";

export function nearlyThatValue(asked: AskedField): Finding | undefined {
  const { demand, root, name } = asked;
  if (demand.kind !== "field") return undefined;
  const found = valueAt(root, demand.path);
  const odd = found === undefined ? undefined : oddityOf(found, demand);
  if (odd === undefined) return undefined;
  return slip(`${idOf(asked, "value")} ${pathText(demand.path)}`, (says) =>
    says.value(name(says), pathText(demand.path), valueText(found), odd(says)),
  );
}

function oddityOf(found: unknown, demand: FieldDemand): Say | undefined {
  for (const wanted of demand.operator === "matches" ? [] : demand.values) {
    const odd =
      measures(found, wanted, demand) ?? types(found, wanted) ?? encodings(found, wanted) ?? letters(found, wanted);
    if (odd !== undefined) return odd;
  }
  return undefined;
}

function types(found: unknown, wanted: unknown): Say | undefined {
  if (typeof found === typeof wanted || typeof found === "object" || String(found) !== String(wanted)) return undefined;
  const [is, should] = [kindOfValue(found), kindOfValue(wanted)];
  return (says) => says.otherType(is, should);
}

function kindOfValue(value: unknown): "text" | "flag" | "number" {
  return typeof value === "string" ? "text" : typeof value === "boolean" ? "flag" : "number";
}

// Which factor a unit too much, too little or of the other kind makes.
function measures(found: unknown, wanted: unknown, { measure }: FieldDemand): Say | undefined {
  if (measure === "size" || typeof found === "object") return undefined;
  const [is, should] = [String(found), String(wanted)];
  if (measure !== "quantity" && !/[a-zA-Z]$/.test(should)) return undefined;
  const [digits, unit, wantedUnit] = [digitsOf(is), unitOf(is), unitOf(should)];
  if (digits === "" || digits !== digitsOf(should) || unit === wantedUnit) return undefined;
  if (Number.isNaN(parseQuantity(is)) || parseQuantity(is) === parseQuantity(should)) return undefined;
  if (unit === "") return (says) => says.noUnit;
  if (wantedUnit === "") return (says) => says.unitTooMuch(unit);
  if (unit === "m") return (says) => says.milli;
  if (`${unit}i` === wantedUnit || unit === `${wantedUnit}i`) return (says) => says.binary;
  return (says) => says.otherUnit;
}

function digitsOf(quantity: string): string {
  return /^[\d.]+/.exec(quantity)?.[0] ?? "";
}

function unitOf(quantity: string): string {
  return quantity.replace(/^[\d.]+/, "");
}

function encodings(found: unknown, wanted: unknown): Say | undefined {
  if (typeof found !== "string" || typeof wanted !== "string") return undefined;
  const [plain, should] = [decoded(found), decoded(wanted)];
  if (plain === undefined || should === undefined) return undefined;
  if (plain === `${should}\n`) return (says) => says.lineBreak;
  if (plain === wanted) return (says) => says.encodedTwice;
  return undefined;
}

function decoded(text: string): string | undefined {
  if (text === "" || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return atob(text);
}

function letters(found: unknown, wanted: unknown): Say | undefined {
  if (typeof found !== "string" || typeof wanted !== "string") return undefined;
  const how = slipBetween(found, wanted);
  return how && ((says) => says.valueSlip(says.slips[how]));
}
