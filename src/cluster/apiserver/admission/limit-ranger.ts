// Stands for LimitRanger: gives containers the defaults of their namespace, and holds them to its bounds.

import { podQuantities } from "../../../api/pod-requests.ts";
import {
  compareQuantity,
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityMilliValue,
  ZERO_QUANTITY,
} from "../../../api/quantity.ts";
import { ApiError, forbidden } from "../../../api/status.ts";
import type { Container, Draft, LimitRange, PersistentVolumeClaim, Pod } from "../../../api/types.ts";
import { stored } from "../core.ts";
import type { AdmissionPlugin, Attributes } from "./plugin.ts";

type Amounts = Readonly<Record<string, string>>;
type Item = LimitRange["spec"]["limits"][number];

const ANNOTATION = "kubernetes.io/limit-ranger";

export const limitRanger: AdmissionPlugin = {
  name: "LimitRanger",
  mutate(attributes, draft) {
    if (attributes.operation !== "CREATE" || attributes.resourceName !== "pods" || attributes.subresource !== "")
      return;
    for (const range of ranges(attributes)) applyDefaults(range, draft as unknown as Draft<Pod>);
  },
  validate(attributes) {
    const { object, operation, resourceName, subresource } = attributes;
    if (object === undefined || (subresource !== "" && subresource !== "resize")) return;
    const isPod = resourceName === "pods" && (operation === "CREATE" || subresource === "resize");
    if (!isPod && resourceName !== "persistentvolumeclaims") return;
    for (const range of ranges(attributes)) {
      const errors = limitsOf(range).flatMap((item) =>
        isPod
          ? podErrors(item, object as unknown as Pod)
          : claimErrors(item, object as unknown as PersistentVolumeClaim),
      );
      if (errors.length === 0) continue;
      const text = errors.length === 1 ? (errors[0] ?? "") : `[${errors.join(", ")}]`;
      throw new ApiError(forbidden(attributes.resource.groupResource, attributes.name, text));
    }
  },
};

function ranges({ core, namespace }: Attributes): readonly LimitRange[] {
  return namespace === undefined
    ? []
    : (stored(core, "limitranges", namespace) as readonly unknown[] as readonly LimitRange[]);
}

/** A LimitRange may have been made without any. */
function limitsOf(range: LimitRange): LimitRange["spec"]["limits"] {
  return (range as Partial<LimitRange>).spec?.limits ?? [];
}

function applyDefaults(range: LimitRange, pod: Draft<Pod>): void {
  const limits: Record<string, string> = {};
  const requests: Record<string, string> = {};
  for (const item of limitsOf(range)) {
    if (item.type !== "Container") continue;
    Object.assign(limits, item.default ?? {});
    Object.assign(requests, item.defaultRequest ?? {});
  }
  const notes = [
    ...pod.spec.containers.flatMap((container) => fillIn(container, requests, limits, "container")),
    ...(pod.spec.initContainers ?? []).flatMap((container) => fillIn(container, requests, limits, "init container")),
  ];
  if (notes.length === 0) return;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    [ANNOTATION]: `LimitRanger plugin set: ${notes.join("; ")}`,
  };
}

function fillIn(container: Draft<Container>, requests: Amounts, limits: Amounts, what: string): string[] {
  const resources = container.resources ?? {};
  const given = {
    requests: (resources.requests ?? {}) as Record<string, string>,
    limits: (resources.limits ?? {}) as Record<string, string>,
  };
  const fill = (into: Record<string, string>, from: Amounts): string[] => {
    const names = Object.keys(from)
      .filter((name) => into[name] === undefined)
      .sort();
    for (const name of names) into[name] = from[name] ?? "";
    return names;
  };
  const setRequests = fill(given.requests, requests);
  const setLimits = fill(given.limits, limits);
  if (setRequests.length + setLimits.length === 0) return [];
  container.resources = {
    ...resources,
    ...(Object.keys(given.limits).length > 0 ? { limits: given.limits } : {}),
    ...(Object.keys(given.requests).length > 0 ? { requests: given.requests } : {}),
  };
  const note = (names: readonly string[], kind: string): string[] =>
    names.length === 0 ? [] : [`${names.join(", ")} ${kind} for ${what} ${container.name}`];
  return [...note(setRequests, "request"), ...note(setLimits, "limit")];
}

function podErrors(item: Item, { spec }: Pod): string[] {
  if (item.type === "Container") {
    return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
      boundErrors(item, (resources?.requests ?? {}) as Amounts, (resources?.limits ?? {}) as Amounts),
    );
  }
  if (item.type !== "Pod") return [];
  const total = (kind: "requests" | "limits"): Amounts =>
    Object.fromEntries(
      [...podQuantities({ spec: withoutOverhead(spec) }, kind)].map(([name, amount]) => [name, formatQuantity(amount)]),
    );
  return boundErrors(item, total("requests"), total("limits"));
}

// What the sandbox of a pod takes is not the user's to bound.
function withoutOverhead({ overhead: _, ...spec }: Pod["spec"]): Pod["spec"] {
  return spec;
}

function claimErrors(item: Item, { spec }: PersistentVolumeClaim): string[] {
  if (item.type !== "PersistentVolumeClaim") return [];
  const requests = (spec.resources?.requests ?? {}) as Amounts;
  const bound = (limits: unknown, name: string, isBad: (order: number) => boolean): string[] =>
    Object.entries((limits ?? {}) as Amounts).flatMap(([resource, limit]) => {
      const request = requests[resource];
      if (request === undefined)
        return [`${name} ${resource} usage per ${item.type} is ${limit}.  No request is specified`];
      return isBad(compare(request, limit))
        ? [`${name} ${resource} usage per ${item.type} is ${limit}, but request is ${request}`]
        : [];
    });
  return [...bound(item.min, "minimum", (order) => order < 0), ...bound(item.max, "maximum", (order) => order > 0)];
}

function boundErrors(item: Item, requests: Amounts, limits: Amounts): string[] {
  const { type } = item;
  const errors: string[] = [];
  for (const [name, min] of Object.entries((item.min ?? {}) as Amounts)) {
    const head = `minimum ${name} usage per ${type} is ${min}`;
    const [request, limit] = [requests[name], limits[name]];
    if (request === undefined) errors.push(`${head}.  No request is specified`);
    else if (compare(request, min) < 0) errors.push(`${head}, but request is ${request}`);
    else if (limit !== undefined && compare(limit, min) < 0) errors.push(`${head}, but limit is ${limit}`);
  }
  for (const [name, max] of Object.entries((item.max ?? {}) as Amounts)) {
    const head = `maximum ${name} usage per ${type} is ${max}`;
    const [request, limit] = [requests[name], limits[name]];
    if (limit === undefined) errors.push(`${head}.  No limit is specified`);
    else if (compare(limit, max) > 0) errors.push(`${head}, but limit is ${limit}`);
    else if (request !== undefined && compare(request, max) > 0) errors.push(`${head}, but request is ${request}`);
  }
  for (const [name, ratio] of Object.entries((item.maxLimitRequestRatio ?? {}) as Amounts)) {
    errors.push(
      ...ratioErrors(`${name} max limit to request ratio per ${type} is ${ratio}`, ratio, requests[name], limits[name]),
    );
  }
  return errors;
}

function ratioErrors(head: string, ratio: string, request: string | undefined, limit: string | undefined): string[] {
  if (request === undefined || compare(request, "0") === 0)
    return [`${head}, but no request is specified or request is 0`];
  if (limit === undefined || compare(limit, "0") === 0) return [`${head}, but no limit is specified or limit is 0`];
  const found = quantityMilliValue(quantity(limit)) / quantityMilliValue(quantity(request));
  return found > quantityMilliValue(quantity(ratio)) / 1000
    ? [`${head}, but provided ratio is ${found.toFixed(6)}`]
    : [];
}

function quantity(text: string): Quantity {
  return parseQuantity(text) ?? ZERO_QUANTITY;
}

function compare(a: string, b: string): number {
  return compareQuantity(quantity(a), quantity(b));
}
