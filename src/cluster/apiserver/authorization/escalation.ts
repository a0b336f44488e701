// Nobody grants what they do not have: roles and bindings are checked against the rights of who writes them.

import { ApiError, forbidden, notFound } from "../../../api/status.ts";
import type { AnyObject, ClusterRole, ClusterRoleBinding, PolicyRule, RoleBinding } from "../../../api/types.ts";
import type { AdmissionPlugin, Attributes } from "../admission/plugin.ts";
import { isEqual } from "../share.ts";
import { authorize, grantsOf, isTrusted, rulesOfRole } from "./rbac.ts";
import { ruleText, uncovered } from "./rules.ts";

const GROUP = "rbac.authorization.k8s.io";

export const escalationCheck: AdmissionPlugin = {
  name: "RBAC escalation check",
  validate(attributes) {
    const { object, resource, scope } = attributes;
    if (object === undefined || resource.info.group !== GROUP || isTrusted(scope.user)) return;
    const isBinding = resource.info.kind.endsWith("Binding");
    if (mayAnyway(attributes, object, isBinding)) return;
    const granted = grantedBy(attributes, object);
    if (granted === undefined) return;
    const namespace = attributes.namespace ?? "";
    const grants = grantsOf(attributes.core, scope.user, namespace);
    const missing = uncovered(
      granted,
      grants.rules.map(({ rule }) => rule),
    );
    if (missing.length > 0) refuse(attributes, missing, grants.errors);
  },
};

/** The rules that the object would give away; undefined when it changes none. */
function grantedBy({ core, previous, resource }: Attributes, object: AnyObject): readonly PolicyRule[] | undefined {
  if (resource.info.kind.endsWith("Binding")) {
    const binding = object as unknown as RoleBinding | ClusterRoleBinding;
    if (
      previous !== undefined &&
      isEqual(previous.subjects, object.subjects) &&
      isEqual(previous.roleRef, object.roleRef)
    )
      return undefined;
    return rulesOfRole(core, binding) ?? refuseMissingRole(binding.roleRef);
  }
  const role = object as unknown as ClusterRole;
  return previous !== undefined && isEqual(previous.rules, object.rules) ? undefined : (role.rules ?? []);
}

/** What a role that is not there would give cannot be weighed. */
function refuseMissingRole({ kind, name }: RoleBinding["roleRef"]): never {
  const resource = kind === "ClusterRole" ? "clusterroles" : "roles";
  throw new ApiError(notFound({ group: GROUP, resource }, name));
}

function mayAnyway(
  { core, scope, resource, namespace = "" }: Attributes,
  object: AnyObject,
  isBinding: boolean,
): boolean {
  const { roleRef } = object as unknown as RoleBinding;
  const role = isBinding ? (roleRef.kind === "ClusterRole" ? "clusterroles" : "roles") : resource.info.resource;
  const name = isBinding ? roleRef.name : object.metadata.name;
  const verb = isBinding ? "bind" : "escalate";
  return authorize(core, scope.user, { verb, group: GROUP, resource: role, subresource: "", namespace, name }).allowed;
}

function refuse(
  { resource, name, scope }: Attributes,
  missing: readonly PolicyRule[],
  errors: readonly string[],
): never {
  const { user } = scope;
  const groups = user.groups.map((group) => JSON.stringify(group)).join(" ");
  const lines = missing.map(ruleText).sort().join("\n");
  const resolution = errors.length === 0 ? "" : `; resolution errors: [${errors.join(", ")}]`;
  const text = `user ${JSON.stringify(user.name)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${lines}${resolution}`;
  throw new ApiError(forbidden(resource.groupResource, name, text));
}
