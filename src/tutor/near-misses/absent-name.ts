// An object of that kind is there, with a name that is nearly the one that was asked for.

import type { ObjectQuery } from "../objects.ts";
import { type Slip, slipBetween } from "./closeness.ts";
import { type Finding, type Say, slip } from "./finding.ts";
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

function sentence(kind: string, found: string, wanted: string, how: Slip): Say {
  if (how === "letter") return (says) => says.thereIsLetterAway(kind, found, wanted);
  return (says) => says.thereIs(kind, found, wanted, says.slips[how]);
}
