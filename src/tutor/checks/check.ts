// A check: exactly one question about the world, with what may stand beside it. The kinds are one file each; here they come together.

import { actionShape } from "../action.ts";
import {
  type Field,
  type Fields,
  type JsonSchema,
  list,
  mapped,
  object,
  optional,
  recursive,
  required,
  type Shape,
  text,
} from "../format/shape.ts";
import { closest } from "../format/slip.ts";
import type { Located, Problems } from "../format/source.ts";
import { duration } from "../format/values.ts";
import type { Workbench, World } from "../world.ts";
import { type AccessCheck, accessFields, checkAccess } from "./access.ts";
import { type AnswerCheck, answerFields, checkAnswer } from "./answer.ts";
import { type AuditCheck, auditFields, checkAudit } from "./audit.ts";
import { type ChangedCheck, changedFields, checkChanged } from "./changed.ts";
import { type CommandCheck, checkCommand, commandFields } from "./command.ts";
import { checkAll, checkAny, checkNot, checkWhatIf, type WhatIf } from "./composition.ts";
import { checkDns, type DnsCheck, dnsFields } from "./dns.ts";
import { checkEndpoints, type EndpointsCheck, endpointsFields } from "./endpoints.ts";
import { checkEvent, type EventCheck, eventFields } from "./event.ts";
import { checkFile, type FileCheck, fileFields } from "./file.ts";
import { foresee, type Timed } from "./future.ts";
import { checkHttp, type HttpCheck, httpFields } from "./http.ts";
import { checkObserved, type ObservedCheck, observedFields } from "./observed.ts";
import { checkResource, type ResourceCheck, resourceFields } from "./resource.ts";
import type { CheckResult } from "./result.ts";

/** What may stand beside any check. */
interface Beside extends Timed {
  /** What the learner sees ticked. */
  readonly title?: string;
}

export type Check = Beside &
  (
    | ResourceCheck
    | EndpointsCheck
    | HttpCheck
    | DnsCheck
    | ObservedCheck
    | AuditCheck
    | AccessCheck
    | ChangedCheck
    | EventCheck
    | FileCheck
    | AnswerCheck
    | CommandCheck
    | { readonly whatIf: WhatIf<Check> }
    | { readonly all: readonly Check[] }
    | { readonly any: readonly Check[] }
    | { readonly not: Check }
  );

export type CheckName = (typeof CHECK_NAMES)[number];

const CHECK_NAMES = [
  "resource",
  "endpoints",
  "http",
  "dns",
  "observed",
  "audit",
  "access",
  "changed",
  "event",
  "file",
  "answer",
  "command",
  "whatIf",
  "all",
  "any",
  "not",
] as const;

/** Which kind of check it is. `any` beside `resource` is a modifier, hence the order. */
export function checkName(check: Check): CheckName {
  const found = CHECK_NAMES.find((name) => name in check);
  if (found === undefined) throw new Error("a check without a kind was loaded");
  return found;
}

export function evaluate(check: Check, world: World): Promise<CheckResult> {
  return evaluateOne(check, world, () => world.fork());
}

async function evaluateOne(check: Check, world: World, copy: () => Promise<Workbench>): Promise<CheckResult> {
  const result = (await evaluateAll([check], world, copy)).get(check);
  if (result === undefined) throw new Error("a check was left unjudged");
  return result;
}

/** In one walk through time, if any of them needs one.
 * @param copy where to look ahead, if not in a new copy. */
export function evaluateAll(
  checks: readonly Check[],
  world: World,
  copy = (): Promise<Workbench> => world.fork(),
): Promise<ReadonlyMap<Check, CheckResult>> {
  return foresee(checks, world, copy, evaluateBare);
}

/** Without `within`, `for` and `missing`: is it so at this instant? */
function evaluateBare(check: Check, world: World): Promise<CheckResult> {
  if ("resource" in check) return checkResource(check, world);
  if ("endpoints" in check) return checkEndpoints(check, world);
  if ("http" in check) return checkHttp(check, world);
  if ("dns" in check) return checkDns(check, world);
  if ("observed" in check) return checkObserved(check, world);
  if ("audit" in check) return checkAudit(check, world);
  if ("access" in check) return checkAccess(check, world);
  if ("changed" in check) return checkChanged(check, world);
  if ("event" in check) return checkEvent(check, world);
  if ("file" in check) return checkFile(check, world);
  if ("answer" in check) return checkAnswer(check, world);
  if ("command" in check) return checkCommand(check, world);
  if ("whatIf" in check)
    return checkWhatIf(check.whatIf, world, evaluate, (last, fork) => evaluateOne(last, fork, async () => fork));
  if ("all" in check) return checkAll(check.all, world, evaluate);
  if ("any" in check) return checkAny(check.any, world, evaluate);
  return checkNot(check.not, world, evaluate);
}

/** The check and all checks inside it. */
export function withInner(check: Check): readonly Check[] {
  if ("all" in check) return [check, ...check.all.flatMap(withInner)];
  if ("not" in check) return [check, ...withInner(check.not)];
  if ("whatIf" in check) return [check, ...check.whatIf.then.flatMap(withInner)];
  if ("any" in check && Array.isArray(check.any)) return [check, ...(check.any as readonly Check[]).flatMap(withInner)];
  return [check];
}

type AnyFields = Readonly<Record<string, Field<unknown>>>;

/** The keys that belong to each kind of check. */
function fieldsOf(name: CheckName): AnyFields {
  return FIELDS[name]() as AnyFields;
}

const FIELDS: Readonly<Record<CheckName, () => unknown>> = {
  resource: resourceFields,
  endpoints: endpointsFields,
  http: httpFields,
  dns: dnsFields,
  observed: observedFields,
  audit: auditFields,
  access: accessFields,
  changed: changedFields,
  event: eventFields,
  file: fileFields,
  answer: answerFields,
  command: commandFields,
  whatIf: () => ({ whatIf: required(whatIfShape(), "a look ahead on a copy of the cluster") }),
  all: () => ({ all: required(list(checkShape(), { min: 1 }), "all of these hold") }),
  any: () => ({ any: required(list(checkShape(), { min: 1 }), "one of these holds") }),
  not: () => ({ not: required(checkShape(), "this does not hold") }),
};

function whatIfShape(): Shape<WhatIf<Check>> {
  return object<WhatIf<Check>>({
    do: required(list(actionShape(), { min: 1 }), "what is done on the copy"),
    then: required(list(checkShape(), { min: 1 }), "what must hold there afterwards"),
  });
}

const besideFields = (): Fields<Beside> => ({
  title: optional(text(), "what the learner sees ticked"),
  missing: optional(text(), "what to say when it is not so, in place of the generated sentence"),
  within: optional(duration(), "it may still become true within this time, on a copy"),
  for: optional(duration(), "it must stay true for this long, on a copy"),
});

export function checkShape(): Shape<Check> {
  return recursive("check", () => ({ expected: "a check", schema: {}, read: readCheck }));
}

function readCheck(node: Located, problems: Problems): Check | undefined {
  if (node.kind !== "map") {
    problems.add(node, "Expected a check, which is a mapping such as `resource: Pod/web`, found something else.");
    return undefined;
  }
  const names = CHECK_NAMES.filter(
    (name) => node.entries.has(name) && !(name === "any" && node.entries.has("resource")),
  );
  const [name] = names;
  if (name === undefined) {
    const beside = besideFields();
    const entries = [...node.entries];
    const [key, entry] = entries.find(([field]) => !(field in beside)) ?? entries[0] ?? [];
    problems.add(
      entry?.key ?? node,
      `${key === undefined ? "This check is empty" : `\`${key}\` is not a check`}. ${didYouMean(key)}A check is one of ${CHECK_NAMES.join(", ")}.`,
    );
    return undefined;
  }
  if (names.length > 1) {
    problems.add(node, `A check asks one thing; found ${names.join(" and ")}. Put them under \`all:\` as a list.`);
    return undefined;
  }
  return shapeOf(name).read(node, problems);
}

// Made when the first check of the kind is read; a course has thousands of checks.
const shapes = new Map<CheckName, Shape<Check>>();

function shapeOf(name: CheckName): Shape<Check> {
  const known = shapes.get(name);
  if (known !== undefined) return known;
  const fields = { ...fieldsOf(name), ...besideFields() } as unknown as Fields<Check>;
  const shape = mapped(object<Check>(fields), sane);
  shapes.set(name, shape);
  return shape;
}

function didYouMean(typed: string | undefined): string {
  const close = typed === undefined ? undefined : closest(typed, CHECK_NAMES);
  return close === undefined ? "" : `Did you mean \`${close}\`? `;
}

/** Mistakes that are well-formed. */
function sane(check: Check): Check {
  if ("resource" in check) {
    const compares = ["equals", "in", "matches", "gte", "lte"].filter((key) => key in check);
    if (check.path === undefined && compares.length > 0)
      throw new Error(`\`${compares[0]}\` compares a field: add \`path\`.`);
    if (check.path !== undefined && check.where !== undefined)
      throw new Error("Use either `where` or `path`, not both.");
  }
  return check;
}

/** The schema of a check for `$defs`. */
export function checkSchema(): JsonSchema {
  return {
    oneOf: CHECK_NAMES.map(
      (name) => object({ ...fieldsOf(name), ...besideFields() } as unknown as Fields<Check>).schema,
    ),
  };
}
