// `replicas:` sets how many pods the workloads of a name have.

import { KubectlError } from "../../errors.ts";
import { setAtField } from "../field-spec.ts";
import { replicaSpecs } from "../field-tables.ts";
import type { ReplicaRule } from "../kustomization.ts";
import { gvkText, isSelected } from "../resource-id.ts";
import { overwrite, scalar, type YamlNode } from "../yaml/node.ts";
import { demandKind } from "../yaml/print.ts";
import type { Transformer } from "./transformer.ts";

export function replicaTransformer({ name = "", count = 0 }: ReplicaRule): Transformer {
  const number = scalar(String(count), "!!int");
  const set = (node: YamlNode): YamlNode => {
    demandKind(node, "scalar");
    return node.kind === "scalar" ? overwrite(node, number) : node;
  };
  return (resources) => {
    let found = false;
    for (const spec of replicaSpecs()) {
      const matching = resources.withAnyId((id) => id.name === name && isSelected(id, spec));
      for (const resource of matching) setAtField(resource, spec, set, () => scalar("", "!!int"));
      found ||= matching.length > 0;
    }
    if (found) return;
    const kinds = replicaSpecs().map(gvkText).join(" ");
    throw new KubectlError(`resource with name ${name} does not match a config with the following GVK [${kinds}]`);
  };
}
