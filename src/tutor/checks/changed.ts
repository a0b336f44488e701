// The check `changed`: what was made, deleted or restarted since the step began.

import type { AnyObject } from "../../api/types.ts";
import { type Fields, object, optional, required, type Shape, text } from "../format/shape.ts";
import { kindName } from "../format/values.ts";
import { findObjects } from "../objects.ts";
import { textsOf, type World } from "../world.ts";
import { restartsOf } from "./condition.ts";
import { type Amount, amountShape, isWithin, sameIn } from "./resource.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";

export interface ChangedSpec {
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly selector?: string;
  readonly created?: Amount;
  readonly deleted?: Amount;
  readonly restarted?: Amount;
}

export interface ChangedCheck {
  readonly changed: ChangedSpec;
}

function specShape(): Shape<ChangedSpec> {
  return object<ChangedSpec>({
    kind: required(kindName(), "the kind"),
    namespace: optional(text(), "the namespace"),
    name: optional(text(), "the name"),
    selector: optional(text(), "a label selector (equality only)"),
    created: optional(amountShape(), "how many are new"),
    deleted: optional(amountShape(), "how many are gone or going"),
    restarted: optional(amountShape(), "how many had a container restart"),
  });
}

export const changedFields = (): Fields<ChangedCheck> => ({
  changed: required(specShape(), "the difference to the start of the step"),
});

export async function checkChanged({ changed }: ChangedCheck, world: World): Promise<CheckResult> {
  const namespace = changed.namespace ?? world.namespace;
  const live = await findObjects(world.read, { kind: changed.kind, namespace }, world.namespace);
  const now = live.filter((object) => isMeant(object, changed) && object.metadata.deletionTimestamp === undefined);
  // What was on its way out already is not this step's doing.
  const before = world.stepStart.objects.filter(
    (object) =>
      object.kind === changed.kind &&
      object.metadata.deletionTimestamp === undefined &&
      isMeant(object, changed) &&
      (namespace === "*" || (object.metadata.namespace ?? namespace) === namespace),
  );
  const counts = {
    created: now.filter((object) => sameIn(before, object)?.metadata.uid !== object.metadata.uid).length,
    deleted: before.filter((object) => sameIn(now, object)?.metadata.uid !== object.metadata.uid).length,
    restarted: now.filter((object) => isRestarted(object, sameIn(before, object))).length,
  };
  const wrong = (["created", "deleted", "restarted"] as const).find(
    (what) => !isWithin(counts[what], changed[what] ?? {}),
  );
  if (wrong === undefined) return PASSED;
  return failed(textsOf(world).checks.changed(counts[wrong], changed.kind, wrong));
}

function isRestarted(object: AnyObject, before: AnyObject | undefined): boolean {
  return before !== undefined && before.metadata.uid === object.metadata.uid && restartsOf(object) > restartsOf(before);
}

export function isMeant(object: AnyObject, { name, selector }: ChangedSpec): boolean {
  if (name !== undefined && object.metadata.name !== name) return false;
  return (selector ?? "").split(",").every((term) => {
    const [key = "", value] = term.split(/==?/);
    return term === "" || object.metadata.labels?.[key] === value;
  });
}
