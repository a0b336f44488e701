// Stands for the RBAC authorizer: roles say what may be done, bindings say by whom.

import type { UserInfo } from "../../../api/request.ts";
import type { AnyObject, ClusterRole, ClusterRoleBinding, PolicyRule, RoleBinding } from "../../../api/types.ts";
import { type Core, stored } from "../core.ts";
import { type AccessAttributes, allows } from "./rules.ts";

export interface Decision {
  readonly allowed: boolean;
  /** Why, as a SubjectAccessReview tells it; for a denial what went wrong while looking. */
  readonly reason: string;
}

export interface GrantedRule {
  readonly rule: PolicyRule;
  /** `RoleBinding "read/default" of Role "reader" to User "jane"`. */
  readonly grant: string;
}

export interface Grants {
  readonly rules: readonly GrantedRule[];
  /** Roles that bindings name and that do not exist. */
  readonly errors: readonly string[];
}

const RBAC = "rbac.authorization.k8s.io";

// Simplified: the control plane's own users and the kubelets may do everything, where Kubernetes limits them to what they need;
// nobody acts as one of them in a lesson without wanting exactly that.
const TRUSTED_USERS = new Set([
  "system:apiserver",
  "system:kube-controller-manager",
  "system:kube-scheduler",
  "system:kube-proxy",
]);
const TRUSTED_GROUPS = ["system:masters", "system:nodes", "kubeadm:cluster-admins"];

export function isTrusted(user: UserInfo): boolean {
  return TRUSTED_USERS.has(user.name) || TRUSTED_GROUPS.some((group) => user.groups.includes(group));
}

export function authorize(core: Core, user: UserInfo, wanted: AccessAttributes): Decision {
  if (isTrusted(user)) return { allowed: true, reason: "" };
  const grants = grantsOf(core, user, "path" in wanted ? "" : wanted.namespace);
  const granted = grants.rules.find(({ rule }) => allows(rule, wanted));
  if (granted !== undefined) return { allowed: true, reason: `RBAC: allowed by ${granted.grant}` };
  return { allowed: false, reason: errorReason(grants.errors) };
}

function errorReason(errors: readonly string[]): string {
  if (errors.length === 0) return "";
  return `RBAC: ${errors.length === 1 ? errors[0] : `[${errors.join(", ")}]`}`;
}

/** Every rule that the user has in a namespace; "" for what holds in the whole cluster. */
export function grantsOf(core: Core, user: UserInfo, namespace: string): Grants {
  const rules: GrantedRule[] = [];
  const errors: string[] = [];
  const bindings = [
    ...(stored(core, `clusterrolebindings.${RBAC}`) as readonly unknown[] as readonly ClusterRoleBinding[]),
    ...(namespace === ""
      ? []
      : (stored(core, `rolebindings.${RBAC}`, namespace) as readonly unknown[] as readonly RoleBinding[])),
  ];
  for (const binding of bindings) {
    const subject = subjectText(binding, user);
    if (subject === undefined) continue;
    const found = rulesOfRole(core, binding);
    if (found === undefined) {
      errors.push(`${binding.roleRef.kind.toLowerCase()}.${RBAC} ${JSON.stringify(binding.roleRef.name)} not found`);
      continue;
    }
    const { name, namespace: at } = binding.metadata;
    const place = JSON.stringify(at === undefined ? name : `${name}/${at}`);
    const grant = `${binding.kind} ${place} of ${binding.roleRef.kind} ${JSON.stringify(binding.roleRef.name)} to ${subject}`;
    for (const rule of found) rules.push({ rule, grant });
  }
  return { rules, errors };
}

/** The rules of the role that a binding refers to; undefined when there is none. */
export function rulesOfRole(
  core: Core,
  { roleRef, metadata }: RoleBinding | ClusterRoleBinding,
): readonly PolicyRule[] | undefined {
  const isCluster = roleRef.kind === "ClusterRole";
  const resource = core.resources.named(`${isCluster ? "clusterroles" : "roles"}.${RBAC}`);
  const role = resource && core.storage.find(resource, isCluster ? undefined : metadata.namespace, roleRef.name);
  return role === undefined ? undefined : ((role as AnyObject as ClusterRole & AnyObject).rules ?? []);
}

function subjectText(
  { subjects = [], metadata }: RoleBinding | ClusterRoleBinding,
  user: UserInfo,
): string | undefined {
  for (const { kind, name, namespace = metadata.namespace } of subjects) {
    if (kind === "User" && name === user.name) return `User ${JSON.stringify(name)}`;
    if (kind === "Group" && user.groups.includes(name)) return `Group ${JSON.stringify(name)}`;
    if (kind === "ServiceAccount" && user.name === `system:serviceaccount:${namespace}:${name}`) {
      return `ServiceAccount ${JSON.stringify(`${name}/${namespace}`)}`;
    }
  }
  return undefined;
}
