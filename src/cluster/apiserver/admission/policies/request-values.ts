// What the names in admission's expressions stand for in one request.

import type { UserInfo } from "../../../../api/request.ts";
import type { AnyObject } from "../../../../api/types.ts";
import { authorize } from "../../authorization/rbac.ts";
import { type Authorizer, authorizerValue } from "../../cel/functions/authorizer.ts";
import { plainValue } from "../../cel/to-value.ts";
import type { Core } from "../../core.ts";
import type { Attributes } from "../plugin.ts";
import { namespaceOf } from "./matching.ts";

/** @param params undefined where a policy has none. */
export function requestValues(attributes: Attributes, params: AnyObject | undefined): Map<string, unknown> {
  const { core, scope, object, previous } = attributes;
  return new Map<string, unknown>([
    ["object", plainValue(object)],
    ["oldObject", plainValue(previous)],
    ["request", plainValue(requestOf(attributes))],
    ["namespaceObject", plainValue(attributes.namespace === undefined ? undefined : namespaceOf(attributes))],
    ["params", plainValue(params)],
    ["authorizer", authorizerValue(authorizerOf(core, scope.user))],
  ]);
}

function requestOf({ scope, resource, operation, subresource, name, namespace }: Attributes): object {
  const { group, version, kind, resource: plural } = resource.info;
  const { name: username, uid = "", groups, extra = {} } = scope.user;
  const [asKind, asResource] = [
    { group, version, kind },
    { group, version, resource: plural },
  ];
  return {
    ...{ kind: asKind, resource: asResource, subResource: subresource },
    ...{ requestKind: asKind, requestResource: asResource, requestSubResource: subresource },
    ...{ name, namespace: namespace ?? "", operation, dryRun: scope.dryRun, options: null },
    userInfo: { username, uid, groups, extra },
  };
}

function authorizerOf(core: Core, user: UserInfo): Authorizer {
  return {
    ask: ({ path, ...wanted }) => authorize(core, user, path === undefined ? wanted : { verb: wanted.verb, path }),
    forServiceAccount: (namespace, name) =>
      authorizerOf(core, {
        name: `system:serviceaccount:${namespace}:${name}`,
        groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
      }),
  };
}
