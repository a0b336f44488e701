// What to say when an object is not there: perhaps its name is one letter off, or it is in another namespace.

import { nearlySoNamed } from "../near-misses/absent-name.ts";
import { inOtherNamespace } from "../near-misses/absent-namespace.ts";
import { firstOf } from "../near-misses/finding.ts";
import { sceneOf } from "../near-misses/scene.ts";
import type { ObjectQuery } from "../objects.ts";
import type { World } from "../world.ts";

/** Plain sentences about what was found instead of `query`. */
export async function explainAbsence(query: ObjectQuery, world: World): Promise<string> {
  const near = await firstOf([inOtherNamespace, nearlySoNamed], query, sceneOf(world));
  if (near !== undefined) return near.say;
  const { kind, name, selector } = query;
  const plural = `\`kubectl get ${kind.toLowerCase()}s\``;
  if (name !== undefined) return `There is no ${kind} \`${name}\`. Look at what is there: ${plural}.`;
  const which = selector === undefined ? "" : ` with the label ${selector}`;
  return `No ${kind}${which} is there. Look at what is: ${plural}.`;
}
