// Names have changed: what refers to them is changed after them. A reference means the object that was called so, is of the right kind,
// and went through the same changes of names as what refers to it.

import { KubectlError } from "../../errors.ts";
import { setAtField } from "../field-spec.ts";
import { addReferrer, affixesOf, originalId, previousIds } from "../history.ts";
import { currentId, kindOf, nameOf, namespaceOf, nodeOf, type Resource, yamlText } from "../resource.ts";
import {
  effectiveNamespace,
  type GvkSelector,
  idText,
  isClusterScoped,
  isSameNamespace,
  isSelected,
  type ResourceId,
} from "../resource-id.ts";
import type { ResourceSet } from "../resource-set.ts";
import {
  fieldOf,
  isNull,
  type MapNode,
  overwrite,
  type ScalarNode,
  scalar,
  setField,
  textOf,
  type YamlNode,
} from "../yaml/node.ts";
import { nameReferences } from "./reference-table.ts";

export function fixNameReferences({ resources }: ResourceSet): void {
  const table = nameReferences();
  const formerIds = new Map(resources.map((resource) => [resource, previousIds(resource)]));
  for (const referrer of resources) {
    const id = originalId(referrer);
    const within = reachable(referrer, resources);
    for (const { target, fields } of table) {
      for (const field of fields.filter((each) => isSelected(id, each))) {
        const reference: Reference = { referrer, target, path: field.path ?? "", within, formerIds };
        fixField(reference);
      }
    }
  }
}

interface Reference {
  readonly referrer: Resource;
  /** The kind of what is named. */
  readonly target: GvkSelector;
  readonly path: string;
  readonly within: readonly Resource[];
  readonly formerIds: ReadonlyMap<Resource, readonly ResourceId[]>;
}

function fixField(reference: Reference): void {
  const { referrer, path } = reference;
  try {
    setAtField(referrer, { path }, (node) => fixNode(node, reference));
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    const where = `updating name reference in '${path}' field of '${idText(currentId(referrer))}'`;
    throw new KubectlError(`${where}: ${error.message}`);
  }
}

function fixNode(node: YamlNode, reference: Reference): YamlNode {
  if (isNull(node)) return node;
  if (node.kind === "scalar") return fixName(node, reference);
  if (node.kind === "map") fixMap(node, reference);
  else node.items = node.items.map((item) => fixNode(item, reference));
  return node;
}

function fixName(node: ScalarNode, reference: Reference): ScalarNode {
  const found = findReferral(node.text, reference.within, reference, (each) => nameOf(each));
  if (found === undefined) return node;
  addReferrer(found, idText(currentId(reference.referrer)));
  const name = nameOf(found);
  return name === node.text ? node : overwrite(node, scalar(name));
}

/** A map with a name and a namespace, as in the subjects of role bindings. */
function fixMap(node: MapNode, reference: Reference): void {
  const nameNode = fieldOf(node, "name");
  if (nameNode === undefined) throw new KubectlError("path config error; no 'name' field in node");
  const name = textOf(nameNode);
  const candidates = inNamespaceOf(node, reference.within);
  const found = findReferral(name, candidates, reference, (each) => `${nameOf(each)}/${namespaceOf(each)}`);
  if (found === undefined) return;
  addReferrer(found, idText(currentId(reference.referrer)));
  const namespace = namespaceOf(found);
  if (nameOf(found) === name && namespace === "") return;
  setField(node, "name", scalar(nameOf(found)));
  if (namespace !== "") setField(node, "namespace", scalar(namespace));
}

function inNamespaceOf(node: MapNode, resources: readonly Resource[]): readonly Resource[] {
  const field = fieldOf(node, "namespace");
  if (field === undefined) return resources;
  const namespace = textOf(field);
  const original = resources.filter((each) => effectiveNamespace(originalId(each)) === namespace);
  return original.length > 0 ? original : resources.filter((each) => effectiveNamespace(currentId(each)) === namespace);
}

/** The object that a name means; undefined when it means none of the build's. */
function findReferral(
  name: string,
  candidates: readonly Resource[],
  { referrer, target, path, formerIds }: Reference,
  identity: (resource: Resource) => string,
): Resource | undefined {
  const role = path.endsWith("roleRef/name") ? roleOf(referrer) : undefined;
  let left = candidates.filter((each) => {
    const ids = formerIds.get(each) ?? [];
    const isOfKind = (selector: GvkSelector | undefined) => ids.some((id) => isSelected(id, selector ?? {}));
    return ids.some((id) => id.name === name) && isOfKind(target) && isOfKind(role) && isInReach(each, referrer);
  });
  for (const exact of [false, true])
    if (left.length > 1) left = left.filter((each) => hasSameAffixes(each, referrer, exact));
  const [first] = left;
  if (first === undefined || left.every((each) => identity(each) === identity(first))) return first;
  throw new KubectlError(`found multiple possible referrals: ${ambiguity(left, referrer)}`);
}

function ambiguity(found: readonly Resource[], referrer: Resource): string {
  const ids = found.map((each) => idText(currentId(each))).join(", ");
  const texts = found.map((each, at) => `--- possible referral ${at}:\n${yamlText(each)}\n`).join("");
  return `${ids}\n\n**** Too many possible referral targets to referrer:\n${yamlText(referrer)}\n${texts}`;
}

function roleOf(binding: Resource): GvkSelector | undefined {
  const role = fieldOf(nodeOf(binding), "roleRef");
  const [group, kind] = [fieldOf(role, "apiGroup"), fieldOf(role, "kind")];
  return group === undefined || kind === undefined ? undefined : { group: textOf(group), kind: textOf(kind) };
}

/** What an object may refer to: what is in its namespace or in none; what is in no namespace may refer to everything. */
function reachable(referrer: Resource, resources: readonly Resource[]): readonly Resource[] {
  const id = currentId(referrer);
  if (isClusterScoped(id)) return resources;
  const others = accountNamespaces(referrer);
  return resources.filter((each) => {
    const target = currentId(each);
    return isClusterScoped(target) || isSameNamespace(target, id) || others.includes(namespaceOf(each));
  });
}

/** A RoleBinding may name accounts of other namespaces. */
function accountNamespaces(binding: Resource): string[] {
  const subjects = kindOf(binding) === "RoleBinding" ? fieldOf(nodeOf(binding), "subjects") : undefined;
  if (subjects?.kind !== "list") return [];
  const accounts = subjects.items.filter((subject) => textOf(fieldOf(subject, "kind")) === "ServiceAccount");
  return accounts.flatMap((account) => {
    const namespace = fieldOf(account, "namespace");
    return namespace === undefined ? [] : [textOf(namespace)];
  });
}

function isInReach(candidate: Resource, referrer: Resource): boolean {
  const [from, to] = [currentId(referrer), currentId(candidate)];
  if (isClusterScoped(from) || isClusterScoped(to)) return true;
  return kindOf(candidate) === "ServiceAccount" || isSameNamespace(from, to);
}

/** True when one's prefixes and suffixes end like the other's; unless `exact`, having none agrees with all. */
function hasSameAffixes(a: Resource, b: Resource, exact: boolean): boolean {
  const [ofA, ofB] = [affixesOf(a), affixesOf(b)];
  return (["prefixes", "suffixes"] as const).every((which) => {
    const [left, right] = [ofA[which], ofB[which]];
    if (!exact && (left.length === 0 || right.length === 0)) return true;
    return endsAlike(left, right);
  });
}

function endsAlike(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0) return long.length === 0;
  const ending = long.slice(long.length - short.length);
  return short.every((part, at) => part === ending[at]);
}
