// The check `access`: what somebody may do, as the API server itself answers it. So it does not matter which roles say so.

import {
  byForm,
  type Fields,
  flag,
  list,
  mapped,
  object,
  optional,
  required,
  type Shape,
  text,
  word,
} from "../format/shape.ts";
import { kindName } from "../format/values.ts";
import { kindNamed } from "../kinds.ts";
import { textsOf, type World } from "../world.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";

export interface AccessSpec {
  readonly serviceAccount?: string;
  readonly user?: string;
  readonly verb: readonly string[];
  readonly kind: string;
  readonly subresource?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly allowed?: boolean;
}

export interface AccessCheck {
  readonly access: AccessSpec;
}

export const accessFields = (): Fields<AccessCheck> => ({
  access: required(mapped(specShape(), sane), "what somebody may do"),
});

function specShape(): Shape<AccessSpec> {
  return object<AccessSpec>({
    serviceAccount: optional(word(/^([a-z0-9-]+\/)?[a-z0-9.-]+$/, "`NAME` or `NAMESPACE/NAME`"), "a ServiceAccount"),
    user: optional(text(), "or a user"),
    verb: required(
      byForm({ scalar: mapped(text(), (verb) => [verb]), list: list(text(), { min: 1 }) }),
      "an API verb or several: get, list, delete …",
    ),
    kind: required(kindName(), "the kind"),
    subresource: optional(text(), "as in `log`, `exec`, `scale`"),
    name: optional(text(), "one object; all of them when absent"),
    namespace: optional(text(), "the namespace; `*` for all"),
    allowed: optional(flag(), "false: none of these verbs may be allowed"),
  });
}

function sane(spec: AccessSpec): AccessSpec {
  if ((spec.serviceAccount === undefined) === (spec.user === undefined))
    throw new Error("Say who it is about: either `serviceAccount` or `user`.");
  return spec;
}

export async function checkAccess({ access: spec }: AccessCheck, world: World): Promise<CheckResult> {
  const isWanted = spec.allowed !== false;
  for (const verb of spec.verb) {
    if ((await isAllowed(spec, verb, world)) !== isWanted) return failed(explain(spec, verb, isWanted, world));
  }
  return PASSED;
}

interface Subject {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The groups are those that a request of this subject would come with. */
function subjectOf({ serviceAccount, user = "" }: AccessSpec, home: string): Subject {
  const groups = ["system:authenticated"];
  if (serviceAccount === undefined) return { user, groups };
  const [name = "", namespace = home] = serviceAccount.split("/").toReversed();
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, ...groups],
  };
}

async function isAllowed(spec: AccessSpec, verb: string, world: World): Promise<boolean> {
  const { resource = "", apiVersion = "", namespaced = true } = kindNamed(spec.kind) ?? {};
  const { subresource, name } = spec;
  const [group] = apiVersion.includes("/") ? apiVersion.split("/") : [""];
  const namespace = placeOf(spec, namespaced, world) ?? "";
  const resourceAttributes = { verb, group, resource, subresource, name, namespace };
  const apiGroup = "authorization.k8s.io/v1";
  const review = {
    apiVersion: apiGroup,
    kind: "SubjectAccessReview",
    spec: { ...subjectOf(spec, world.namespace), resourceAttributes },
  };
  const path = `/apis/${apiGroup}/subjectaccessreviews`;
  const response = await world.read({ method: "POST", path, query: {}, body: JSON.parse(JSON.stringify(review)) });
  if (response.kind !== "object" || response.status !== 201)
    throw new Error(`the API answered ${response.status} to POST ${path}`);
  return (response.body as { status?: { allowed?: boolean } }).status?.allowed === true;
}

/** Undefined stands for all namespaces. */
function placeOf({ namespace }: AccessSpec, isNamespaced: boolean, world: World): string | undefined {
  return namespace === "*" || !isNamespaced ? undefined : (namespace ?? world.namespace);
}

function explain(spec: AccessSpec, verb: string, isWanted: boolean, world: World): string {
  const { resource = "", namespaced = true } = kindNamed(spec.kind) ?? {};
  const what = [resource, spec.subresource].filter((part) => part !== undefined).join("/");
  const which = spec.name === undefined ? what : `${what} \`${spec.name}\``;
  const namespace = placeOf(spec, namespaced, world);
  const who = spec.serviceAccount ?? spec.user ?? "";
  return textsOf(world).checks.access(who, verb, which, namespaced ? (namespace ?? "*") : undefined, isWanted);
}
