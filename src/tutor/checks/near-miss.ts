// What to say when an object is not there: perhaps its name is one letter off, or it is in another namespace.

import { nearlySoNamed } from "../near-misses/absent-name.ts";
import { inOtherNamespace } from "../near-misses/absent-namespace.ts";
import { firstOf } from "../near-misses/finding.ts";
import { sceneOf } from "../near-misses/scene.ts";
import type { ObjectQuery } from "../objects.ts";
import { textsOf, type World } from "../world.ts";

/** Plain sentences about what was found instead of `query`. */
export async function explainAbsence(query: ObjectQuery, world: World): Promise<string> {
  const near = await firstOf([inOtherNamespace, nearlySoNamed], query, sceneOf(world));
  if (near !== undefined) return near.say(textsOf(world).near);
  const { kind, name, selector } = query;
  const list = `kubectl get ${kind.toLowerCase()}s`;
  const { checks } = textsOf(world);
  return name === undefined ? checks.noneThere(kind, selector, list) : checks.notThere(kind, name, list);
}
