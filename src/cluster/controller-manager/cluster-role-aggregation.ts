// Stands for the clusterrole aggregation controller: a ClusterRole with an aggregation rule gets the rules of all that match it.
// So whoever adds an API makes it part of view, edit and admin by a label.

import { matchesSelector } from "../../api/selector.ts";
import type { ClusterRole } from "../../api/types.ts";
import type { ControllerContext } from "./controller.ts";
import { deepEqual } from "./deep-equal.ts";

const clusterRoles = { group: "rbac.authorization.k8s.io", version: "v1", resource: "clusterroles" };

type Rules = NonNullable<ClusterRole["rules"]>;

export function startClusterRoleAggregation(context: ControllerContext): void {
  const { client } = context;
  const roles = context.informers.of<ClusterRole>(clusterRoles);
  const queue = context.queue(reconcile);
  // One role may be part of any other.
  roles.onChange(() => {
    for (const { metadata, aggregationRule } of roles.list())
      if (aggregationRule !== undefined) queue.add(metadata.name);
  });

  function reconcile(name: string) {
    const role = roles.get({ name });
    if (role?.aggregationRule === undefined) return {};
    const rules = aggregated(role);
    if (!deepEqual(rules, role.rules ?? [])) client.patch<ClusterRole>(clusterRoles, { name }, { rules });
    return {};
  }

  function aggregated({ metadata, aggregationRule }: ClusterRole): Rules {
    const found: Rules[number][] = [];
    const byName = roles.list().sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    for (const selector of aggregationRule?.clusterRoleSelectors ?? []) {
      for (const each of byName) {
        if (each.metadata.name === metadata.name || !matchesSelector(selector, each.metadata.labels)) continue;
        for (const rule of each.rules ?? []) if (!found.some((known) => deepEqual(known, rule))) found.push(rule);
      }
    }
    return found;
  }
}
