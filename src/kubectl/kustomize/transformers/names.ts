// `namePrefix:` and `nameSuffix:` change names; what refers to them follows at the end of the build.

import { setAtField } from "../field-spec.ts";
import { addNamePrefix, addNameSuffix, originalId, storePreviousId } from "../history.ts";
import type { Resource } from "../resource.ts";
import { isSelected } from "../resource-id.ts";
import { overwrite, scalar, type YamlNode } from "../yaml/node.ts";
import { demandKind } from "../yaml/print.ts";
import type { Transformer } from "./transformer.ts";

const NAME = { path: "metadata/name" };

export function prefixTransformer(prefix: string): Transformer {
  return renamer(
    (resource) => addNamePrefix(resource, prefix),
    (name) => `${prefix}${name}`,
  );
}

export function suffixTransformer(suffix: string): Transformer {
  return renamer(
    (resource) => addNameSuffix(resource, suffix),
    (name) => `${name}${suffix}`,
  );
}

function renamer(note: (resource: Resource) => void, rename: (name: string) => string): Transformer {
  const set = (node: YamlNode): YamlNode => {
    demandKind(node, "scalar");
    return node.kind === "scalar" ? overwrite(node, scalar(rename(node.text))) : node;
  };
  return ({ resources }) => {
    for (const resource of resources.filter((each) => !keepsItsName(each))) {
      note(resource);
      storePreviousId(resource);
      setAtField(resource, NAME, set);
    }
  };
}

// Their names say what they are for.
function keepsItsName(resource: Resource): boolean {
  const id = originalId(resource);
  return (
    id.kind === "CustomResourceDefinition" ||
    id.kind === "Namespace" ||
    isSelected(id, { group: "apiregistration.k8s.io", kind: "APIService" })
  );
}
