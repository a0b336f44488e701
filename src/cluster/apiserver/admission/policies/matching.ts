// Which requests a webhook or an admission policy is asked about: by rules, by the labels of the object and of its namespace.

import { type LabelSelectorObject, matchesSelector } from "../../../../api/selector.ts";
import type { AnyObject } from "../../../../api/types.ts";
import type { Attributes } from "../plugin.ts";

export interface Rule {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly operations?: readonly string[];
  readonly scope?: string;
}

export interface Selectors {
  readonly namespaceSelector?: LabelSelectorObject;
  readonly objectSelector?: LabelSelectorObject;
  readonly matchPolicy?: string;
}

export interface MatchResources extends Selectors {
  readonly resourceRules?: readonly Rule[];
  readonly excludeResourceRules?: readonly Rule[];
}

// Who could forbid these could lock everybody out, himself included.
const EXEMPT_GROUP = "admissionregistration.k8s.io";
const QUESTIONS = new Set(["authentication.k8s.io", "authorization.k8s.io"]);

/** Requests that are never asked about. */
export function isExempt({ resource }: Attributes): boolean {
  return resource.info.group === EXEMPT_GROUP || QUESTIONS.has(resource.info.group);
}

export function matchesRule(rule: Rule, attributes: Attributes, isExact: boolean): boolean {
  const { operation, resource, name, namespace } = attributes;
  const { group, version } = resource.info;
  const isNamespaced = namespace !== undefined && resource.info.namespaced;
  if (rule.scope === "Namespaced" && !isNamespaced) return false;
  if (rule.scope === "Cluster" && isNamespaced) return false;
  return (
    has(rule.apiGroups, group) &&
    // Other versions of the same objects are equivalent unless only the very one is meant.
    (!isExact || has(rule.apiVersions, version)) &&
    has(rule.operations, operation) &&
    (rule.resourceNames?.length ? rule.resourceNames.includes(name) : true) &&
    (rule.resources ?? []).some((each) => coversResource(each, attributes))
  );
}

function has(list: readonly string[] | undefined, value: string): boolean {
  return (list ?? []).some((each) => each === "*" || each === value);
}

function coversResource(pattern: string, { resource, subresource }: Attributes): boolean {
  const [wanted = "", part = ""] = pattern.split("/");
  return (wanted === "*" || wanted === resource.info.resource) && (part === "*" || part === subresource);
}

/** Whether the labels are those that the selectors ask for. */
export function matchesSelectors(selectors: Selectors, attributes: Attributes): boolean {
  const { object, previous } = attributes;
  const labelled = [object, previous].filter((each) => each !== undefined);
  const isWanted = (each: AnyObject): boolean => matchesSelector(selectors.objectSelector, each.metadata.labels ?? {});
  if (!isEmpty(selectors.objectSelector) && !labelled.some(isWanted)) return false;
  if (isEmpty(selectors.namespaceSelector)) return true;
  const space = namespaceOf(attributes);
  // What stands in no namespace is chosen by every selector of namespaces.
  return space === undefined || matchesSelector(selectors.namespaceSelector, space.metadata.labels ?? {});
}

function isEmpty(selector: LabelSelectorObject | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions?.length ?? 0) === 0;
}

export function matchesResources(wanted: MatchResources | undefined, attributes: Attributes): boolean {
  if (wanted === undefined) return true;
  const isExact = wanted.matchPolicy === "Exact";
  const { resourceRules = [], excludeResourceRules = [] } = wanted;
  if (!matchesSelectors(wanted, attributes)) return false;
  if (excludeResourceRules.some((rule) => matchesRule(rule, attributes, isExact))) return false;
  return resourceRules.length === 0 || resourceRules.some((rule) => matchesRule(rule, attributes, isExact));
}

/** The namespace of the request; for a Namespace itself it is that one. */
export function namespaceOf({ core, resourceName, namespace, object, previous }: Attributes): AnyObject | undefined {
  if (resourceName === "namespaces") return object ?? previous;
  const namespaces = core.resources.named("namespaces");
  return namespace === undefined || namespaces === undefined
    ? undefined
    : core.storage.find(namespaces, undefined, namespace);
}
