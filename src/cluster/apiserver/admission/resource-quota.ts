// Stands for ResourceQuota admission: a namespace gets no more than its quotas allow, and every write is booked at once.

import { addQuantity, compareQuantity, formatQuantity, quantityOf, subtractQuantity } from "../../../api/quantity.ts";
import { ApiError, forbidden } from "../../../api/status.ts";
import type { AnyObject, Pod, ResourceQuota } from "../../../api/types.ts";
import { stored } from "../core.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";
import { type Usage, usageOf } from "./pod-usage.ts";

type Amounts = Readonly<Record<string, string>>;

export const resourceQuota: AdmissionPlugin = {
  name: "ResourceQuota",
  validate(attributes) {
    const { object, namespace, subresource, previous, core, resourceName } = attributes;
    const isResize = resourceName === "pods" && subresource === "resize";
    if (object === undefined || namespace === undefined || (subresource !== "" && !isResize)) return;
    const quotas = (stored(core, "resourcequotas", namespace) as readonly unknown[] as readonly ResourceQuota[]).filter(
      (quota) => isInScope(quota, resourceName, object),
    );
    if (quotas.length === 0) return;
    const usage = increase(
      usageOf(resourceName, object),
      previous === undefined ? {} : usageOf(resourceName, previous),
    );
    const booked = quotas.map((quota) => ({ quota, usage: check(attributes, quota, object, usage) }));
    if (attributes.scope.dryRun) return;
    for (const { quota, usage: wanted } of booked) if (Object.keys(wanted).length > 0) book(attributes, quota, wanted);
  },
};

/** What is more than before. */
function increase(next: Usage, previous: Usage): Usage {
  const out: Record<string, string> = {};
  for (const [name, amount] of Object.entries(next)) {
    const more = subtractQuantity(quantityOf(amount), quantityOf(previous[name]));
    if (more.nano > 0n) out[name] = formatQuantity(more);
  }
  return out;
}

/** The part of the usage that the quota counts; throws where it is too much. */
function check(attributes: Attributes, quota: ResourceQuota, object: AnyObject, usage: Usage): Usage {
  const { name } = quota.metadata;
  const hard = (quota.status?.hard ?? {}) as Amounts;
  const limited = Object.keys((quota.spec.hard ?? {}) as Amounts);
  if (attributes.resourceName === "pods" && attributes.operation === "CREATE") {
    const missing = missingAmounts(limited, object as unknown as Pod);
    if (missing.length > 0) refuse(attributes, `failed quota: ${name}: must specify ${missing.join("; ")}`);
  }
  const counted = limited.filter((each) => usage[each] !== undefined).sort();
  if (counted.length === 0) return {};
  const used = (quota.status?.used ?? {}) as Amounts;
  const unknown = counted.filter((each) => hard[each] === undefined || used[each] === undefined);
  if (unknown.length > 0) refuse(attributes, `status unknown for quota: ${name}, resources: ${unknown.join(",")}`);
  const exceeded = counted.filter(
    (each) => compareQuantity(addQuantity(quantityOf(used[each]), quantityOf(usage[each])), quantityOf(hard[each])) > 0,
  );
  if (exceeded.length > 0) {
    const list = (amounts: Amounts): string =>
      exceeded.map((each) => `${each}=${formatQuantity(quantityOf(amounts[each]))}`).join(",");
    refuse(
      attributes,
      `exceeded quota: ${name}, requested: ${list(usage)}, used: ${list(used)}, limited: ${list(hard)}`,
    );
  }
  return Object.fromEntries(counted.map((each) => [each, usage[each] ?? "0"]));
}

const NEEDED = /^(?:(requests|limits)\.)?(cpu|memory)$/;

/** `limits.memory for: app`: amounts that the quota counts and a container leaves open. */
function missingAmounts(limited: readonly string[], { spec }: Pod): string[] {
  return [...limited].sort().flatMap((resource) => {
    const [, kind = "requests", name = ""] = NEEDED.exec(resource) ?? [];
    if (name === "") return [];
    const open = [...spec.containers, ...(spec.initContainers ?? [])].filter(
      ({ resources }) =>
        ((kind === "limits" ? resources?.limits : resources?.requests) as Amounts | undefined)?.[name] === undefined,
    );
    return open.length === 0
      ? []
      : [`${resource} for: ${[...new Set(open.map((each) => each.name))].sort().join(",")}`];
  });
}

function isInScope({ spec }: ResourceQuota, resource: string, object: AnyObject): boolean {
  const selected = spec.scopeSelector?.matchExpressions ?? [];
  const scopes = [
    ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: "Exists", values: [] })),
    ...selected,
  ];
  if (scopes.length === 0) return true;
  if (resource !== "pods") return false;
  return scopes.every((scope) => matchesScope(scope, object as unknown as Pod));
}

function matchesScope(
  {
    scopeName,
    operator,
    values = [],
  }: { readonly scopeName: string; readonly operator: string; readonly values?: readonly string[] },
  { spec }: Pod,
): boolean {
  const isTerminating = spec.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0;
  switch (scopeName) {
    case "Terminating":
      return isTerminating;
    case "NotTerminating":
      return !isTerminating;
    case "BestEffort":
      return isBestEffort(spec);
    case "NotBestEffort":
      return !isBestEffort(spec);
    case "PriorityClass": {
      const name = spec.priorityClassName ?? "";
      if (operator === "Exists") return name !== "";
      if (operator === "DoesNotExist") return name === "";
      return values.includes(name) === (operator === "In");
    }
    default:
      return false;
  }
}

function isBestEffort({ containers, initContainers = [] }: Pod["spec"]): boolean {
  return [...containers, ...initContainers].every(({ resources }) =>
    ["cpu", "memory"].every(
      (name) =>
        ((resources?.requests ?? {}) as Amounts)[name] === undefined &&
        ((resources?.limits ?? {}) as Amounts)[name] === undefined,
    ),
  );
}

function book({ core }: Attributes, quota: ResourceQuota, usage: Usage): void {
  const resource = core.resources.named("resourcequotas");
  if (resource === undefined) return;
  const previous = quota as unknown as AnyObject;
  const used: Record<string, string> = { ...((quota.status?.used ?? {}) as Amounts) };
  for (const [name, amount] of Object.entries(usage))
    used[name] = formatQuantity(addQuantity(quantityOf(used[name]), quantityOf(amount)));
  core.storage.update(resource, previous, { ...previous, status: { ...quota.status, used } });
}

function refuse({ resource, name }: Attributes, why: string): never {
  throw new ApiError(forbidden(resource.groupResource, name, why));
}
