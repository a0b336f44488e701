// The API server was asked for something, but not for what the check `audit` looks for: another object, another verb, another answer.

import type { AuditSpec } from "../checks/audit.ts";
import { kindNamed } from "../kinds.ts";
import type { AuditEntry } from "../world.ts";
import { elsewhere, type Finding } from "./finding.ts";
import type { Scene } from "./scene.ts";

const LOOKING: ReadonlySet<string> = new Set(["get", "list", "watch"]);

export function requestedOther(audit: AuditSpec, { world }: Scene): Finding | undefined {
  const { kind } = audit;
  const resource = kind === undefined ? undefined : kindNamed(kind)?.resource;
  if (kind === undefined || resource === undefined) return undefined;
  // kubectl looks before most of what it does: that is no request of the learner's.
  const isLook = audit.verb?.some((verb) => LOOKING.has(verb)) === true;
  const last = world
    .audit(world.attemptStart ?? world.stepStart.at)
    .findLast((entry) => entry.resource === resource && (isLook || !LOOKING.has(entry.verb)));
  return last && differenceOf(audit, kind, last);
}

function differenceOf(audit: AuditSpec, kind: string, found: AuditEntry): Finding | undefined {
  const id = `requested ${kind}/${audit.name ?? ""}`;
  const { verb, name, namespace, code, user } = found;
  const { name: wanted, namespace: place } = audit;
  if (wanted !== undefined && name !== undefined && name !== wanted)
    return elsewhere(id, (says) => says.requestedName(verb, kind, name, wanted));
  if (place !== undefined && namespace !== undefined && namespace !== place)
    return elsewhere(id, (says) => says.requestedPlace(namespace, place));
  if (audit.verb !== undefined && !audit.verb.includes(verb))
    return elsewhere(id, (says) => says.requestedVerb(verb, kind));
  if (audit.user !== undefined && user !== audit.user) return elsewhere(id, (says) => says.requestedBy(user));
  if (audit.code !== undefined && !audit.code.includes(code))
    return elsewhere(`${id} ${code}`, (says) => says.requestedCode(code));
  return undefined;
}
