// Whether a request may pass: as whom it acts, and what that user may do.

import type { ApiRequest, UserInfo } from "../../../api/request.ts";
import { ApiError, failure, forbidden } from "../../../api/status.ts";
import type { Core } from "../core.ts";
import type { RequestInfo } from "../request-info.ts";
import { authorize } from "./rbac.ts";
import type { AccessAttributes, ResourceAttributes } from "./rules.ts";

const AUTHENTICATED = "system:authenticated";

/** The user that the request acts as; throws Forbidden where somebody may not impersonate. */
export function actingUser(core: Core, { user, impersonate }: ApiRequest): UserInfo {
  if (impersonate === undefined) return user;
  for (const wanted of impersonated(impersonate)) {
    const attributes: ResourceAttributes = {
      verb: "impersonate",
      group: wanted.group ?? "",
      resource: wanted.resource,
      subresource: wanted.subresource ?? "",
      namespace: wanted.namespace ?? "",
      name: wanted.name,
    };
    requireAccess(core, user, attributes);
  }
  return { ...impersonate, groups: groupsOf(impersonate) };
}

interface Impersonated {
  readonly resource: string;
  readonly subresource?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly group?: string;
}

const AUTHENTICATION = "authentication.k8s.io";

function impersonated({ name, groups, uid, extra = {} }: UserInfo): Impersonated[] {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  const user =
    namespace === undefined || account === undefined
      ? { resource: "users", name }
      : { resource: "serviceaccounts", name: account, namespace };
  const extras = Object.entries(extra).flatMap(([key, values]) =>
    values.map((value) => ({ resource: "userextras", subresource: key, name: value, group: AUTHENTICATION })),
  );
  const uids = uid === undefined ? [] : [{ resource: "uids", name: uid, group: AUTHENTICATION }];
  return [user, ...groups.map((group) => ({ resource: "groups", name: group })), ...extras, ...uids];
}

/** A service account brings its groups along unless others were asked for; whoever is not anonymous is authenticated. */
function groupsOf({ name, groups }: UserInfo): readonly string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):/.exec(name) ?? [];
  const own =
    groups.length > 0 || namespace === undefined
      ? groups
      : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  if (own.includes(AUTHENTICATED) || own.includes("system:unauthenticated")) return own;
  return name === "system:anonymous" ? [...own, "system:unauthenticated"] : [...own, AUTHENTICATED];
}

export function authorizeRequest(core: Core, user: UserInfo, info: RequestInfo): void {
  requireAccess(core, user, info.kind === "path" ? { verb: info.verb, path: info.path } : info);
}

function requireAccess(core: Core, user: UserInfo, wanted: AccessAttributes): void {
  const { allowed, reason } = authorize(core, user, wanted);
  if (allowed) return;
  const why = denialText(user, wanted) + (reason === "" ? "" : `: ${reason}`);
  if ("path" in wanted) throw new ApiError(failure(403, "Forbidden", `forbidden: ${why}`, {}));
  throw new ApiError(forbidden({ group: wanted.group, resource: wanted.resource }, wanted.name, why));
}

function denialText({ name }: UserInfo, wanted: AccessAttributes): string {
  const user = JSON.stringify(name);
  if ("path" in wanted) return `User ${user} cannot ${wanted.verb} path ${JSON.stringify(wanted.path)}`;
  const resource = wanted.subresource === "" ? wanted.resource : `${wanted.resource}/${wanted.subresource}`;
  const scope =
    wanted.namespace === "" ? "at the cluster scope" : `in the namespace ${JSON.stringify(wanted.namespace)}`;
  return `User ${user} cannot ${wanted.verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(wanted.group)} ${scope}`;
}
