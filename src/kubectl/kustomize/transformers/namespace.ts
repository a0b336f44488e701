// `namespace:` puts objects into a namespace, with what names it elsewhere: Namespaces, and the default accounts of role bindings.

import { KubectlError } from "../../errors.ts";
import { setAtField } from "../field-spec.ts";
import { namespaceSpecs } from "../field-tables.ts";
import { storePreviousId } from "../history.ts";
import { currentId, jsonText, kindOf, nodeOf, type Resource } from "../resource.ts";
import { isClusterScoped } from "../resource-id.ts";
import { fieldOf, overwrite, STRING, scalar, setField, stringScalar, textOf, type YamlNode } from "../yaml/node.ts";
import { demandKind } from "../yaml/print.ts";
import type { Transformer } from "./transformer.ts";

export function namespaceTransformer(namespace: string): Transformer {
  return (set) => {
    for (const resource of set.resources) {
      storePreviousId(resource);
      moveTo(resource, namespace);
      const same = set.withCurrentId(currentId(resource));
      if (same.length !== 1) {
        const texts = same.map(jsonText).join(" ");
        throw new KubectlError(`namespace transformation produces ID conflict: [${texts}]`);
      }
    }
  };
}

function moveTo(resource: Resource, namespace: string): void {
  const set = (node: YamlNode) => named(node, namespace);
  if (!isClusterScoped(currentId(resource)))
    setAtField(resource, { path: "metadata/namespace", create: true }, set, () => scalar(""));
  if (/^(Cluster)?RoleBinding$/.test(kindOf(resource))) moveDefaultAccounts(resource, namespace);
  for (const spec of namespaceSpecs()) setAtField(resource, spec, set, () => scalar("", STRING));
}

function named(node: YamlNode, namespace: string): YamlNode {
  demandKind(node, "scalar");
  return node.kind === "scalar" ? overwrite(node, stringScalar(namespace)) : node;
}

// Every namespace has an account of this name; the others are found by their names.
function moveDefaultAccounts(resource: Resource, namespace: string): void {
  const subjects = fieldOf(nodeOf(resource), "subjects");
  if (subjects?.kind !== "list") return;
  for (const subject of subjects.items)
    if (subject.kind === "map" && textOf(fieldOf(subject, "name")) === "default")
      setField(subject, "namespace", stringScalar(namespace));
}
