// The check `audit`: the API server answered such a request since the step began, whoever sent it.

import {
  byForm,
  type Fields,
  integer,
  list,
  mapped,
  object,
  optional,
  required,
  type Shape,
  text,
} from "../format/shape.ts";
import { kindName, regularExpression, since } from "../format/values.ts";
import { kindNamed } from "../kinds.ts";
import { textsOf, type World } from "../world.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";
import { startOf } from "./since.ts";

export interface AuditSpec {
  readonly verb?: readonly string[];
  readonly kind?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** For names that a controller makes up. */
  readonly matches?: RegExp;
  /** Any of these. */
  readonly code?: readonly number[];
  readonly user?: string;
  readonly since?: "step" | "lesson";
}

export interface AuditCheck {
  readonly audit: AuditSpec;
}

function specShape(): Shape<AuditSpec> {
  return object<AuditSpec>({
    verb: optional(
      byForm({ scalar: mapped(text(), (verb) => [verb]), list: list(text()) }),
      "an API verb or several: create, patch, delete …",
    ),
    kind: optional(kindName(), "the kind"),
    subresource: optional(text(), "as in `log`, `exec`, `scale`"),
    namespace: optional(text(), "the namespace"),
    name: optional(text(), "the object's name"),
    matches: optional(regularExpression(), "a regular expression that the name contains"),
    code: optional(
      byForm({ scalar: mapped(integer(), (code) => [code]), list: list(integer(), { min: 1 }) }),
      "the HTTP status of the answer, or several",
    ),
    user: optional(text(), "who asked"),
    since: optional(since(), "`step` (usual) or `lesson`"),
  });
}

export const auditFields = (): Fields<AuditCheck> => ({
  audit: required(specShape(), "a request that the API server answered"),
});

export async function checkAudit({ audit }: AuditCheck, world: World): Promise<CheckResult> {
  const resource = audit.kind === undefined ? undefined : kindNamed(audit.kind)?.resource;
  const found = world
    .audit(startOf(audit.since, world))
    .some(
      (entry) =>
        (audit.verb === undefined || audit.verb.includes(entry.verb)) &&
        (resource === undefined || entry.resource === resource) &&
        (audit.subresource === undefined || entry.subresource === audit.subresource) &&
        (audit.namespace === undefined || entry.namespace === audit.namespace) &&
        (audit.name === undefined || entry.name === audit.name) &&
        (audit.matches === undefined || audit.matches.test(entry.name ?? "")) &&
        (audit.code === undefined || audit.code.includes(entry.code)) &&
        (audit.user === undefined || entry.user === audit.user),
    );
  if (found) return PASSED;
  const { checks } = textsOf(world);
  const verbs = audit.verb === undefined ? checks.anyRequest : checks.either(audit.verb);
  const what = [verbs, audit.kind, audit.name].filter((part) => part !== undefined).join(" ");
  const answers = audit.code === undefined ? undefined : checks.either(audit.code.map(String));
  return failed(checks.audit(what, answers));
}
