// An object of that kind is there, with a name that is nearly the one that was asked for.

import type { ObjectQuery } from "../objects.ts";
import { slipBetween } from "./closeness.ts";
import { type Finding, slip } from "./finding.ts";
import { namespaceOf, ownersOf, type Scene } from "./scene.ts";

export async function nearlySoNamed(query: ObjectQuery, scene: Scene): Promise<Finding | undefined> {
  const { kind, name } = query;
  if (name === undefined) return undefined;
  for (const object of await scene.living(kind, namespaceOf(query, scene))) {
    const found = object.metadata.name;
    const how = slipBetween(found, name);
    if (how === undefined || scene.wanted.has(`${kind}/${found}`) || ownersOf(object).length > 0) continue;
    return slip(`name ${kind}/${found}`, sentence(kind, found, name, how));
  }
  return undefined;
}

function sentence(kind: string, found: string, wanted: string, how: string): string {
  if (how === "one letter away")
    return `There is a ${kind} \`${found}\`: one letter away from \`${wanted}\`. Compare the names.`;
  return `There is a ${kind} \`${found}\`, not \`${wanted}\`: ${how}. Compare the names.`;
}
