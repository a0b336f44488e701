// The directive `$patch` of a strategic merge patch: what happens to the map or list that it stands in.

import { KubectlError } from "../../errors.ts";
import { fieldOf, type ListNode, type MapNode, textOf, type YamlNode } from "../yaml/node.ts";
import { printNode } from "../yaml/print.ts";

export type Directive = "merge" | "replace" | "delete";

const KEY = "$patch";

/** The directive of a patch, which is taken out of it. */
export function takeDirective(patch: YamlNode | undefined): Directive {
  if (patch === undefined) return "merge";
  if (patch.kind === "map") return takeFromMap(patch);
  if (patch.kind === "list") return takeFromList(patch);
  const text = `'${patch.tag}' ('${printNode(patch)}')`;
  throw new KubectlError(`no implemented strategic merge patch strategy for ${text}`);
}

function takeFromMap(patch: MapNode): Directive {
  const value = fieldOf(patch, KEY);
  if (value === undefined) return "merge";
  const directive = demandDirective(textOf(value));
  patch.entries = patch.entries.filter(({ key }) => key.text !== KEY);
  return directive;
}

// In a list it is an item of its own; beside other fields it is meant for that item.
function takeFromList(patch: ListNode): Directive {
  const item = patch.items.find((each) => fieldOf(each, KEY) !== undefined);
  if (item?.kind !== "map" || item.entries.length > 1) return "merge";
  const text = textOf(fieldOf(item, KEY));
  const directive = demandDirective(text);
  patch.items = patch.items.filter((each) => textOf(fieldOf(each, KEY)) !== text);
  return directive;
}

function demandDirective(text: string): Directive {
  if (text === "merge" || text === "replace" || text === "delete") return text;
  throw new KubectlError(`unknown patch strategy '${text}'`);
}
