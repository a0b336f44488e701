// What has become of objects since the step began is not what the check `changed` looks for: replaced in place of restarted, or the other way.

import type { AnyObject } from "../../api/types.ts";
import { type ChangedSpec, isMeant } from "../checks/changed.ts";
import { restartsOf } from "../checks/condition.ts";
import { type Amount, isWithin, sameIn } from "../checks/resource.ts";
import { type Finding, slip } from "./finding.ts";
import { absenceOf } from "./resource.ts";
import { nameOf, namespaceOf, type Scene } from "./scene.ts";

export async function changedOtherwise(changed: ChangedSpec, scene: Scene): Promise<Finding | undefined> {
  const { kind, created, deleted, restarted } = changed;
  const live = (await scene.living(kind, namespaceOf(changed, scene))).filter((object) => isMeant(object, changed));
  const before = scene.world.stepStart.objects.filter((object) => object.kind === kind && isMeant(object, changed));
  const replaced = live.find((object) => isOther(object, sameIn(before, object)));
  const again = live.find((object) => isRestarted(object, sameIn(before, object)));
  if (asksFor(restarted) && again === undefined && replaced !== undefined)
    return slip(`replaced ${kind}/${replaced.metadata.name}`, (says) => says.replacedNotRestarted(nameOf(replaced)));
  if ((asksFor(deleted) || asksFor(created)) && again !== undefined && replaced === undefined)
    return slip(`restarted ${kind}/${again.metadata.name}`, (says) => says.restartedNotReplaced(nameOf(again)));
  return asksFor(created) && live.length === 0 ? absenceOf(changed, scene) : undefined;
}

/** There should be at least one. */
function asksFor(amount: Amount | undefined): boolean {
  return amount !== undefined && !isWithin(0, amount);
}

function isOther(object: AnyObject, before: AnyObject | undefined): boolean {
  return before !== undefined && before.metadata.uid !== object.metadata.uid;
}

function isRestarted(object: AnyObject, before: AnyObject | undefined): boolean {
  return before !== undefined && !isOther(object, before) && restartsOf(object) > restartsOf(before);
}
