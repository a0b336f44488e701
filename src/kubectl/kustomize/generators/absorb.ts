// Takes a generated object into the build: as a new one, or merged with or in the place of one that is there.

import { goQuote } from "../../../api/go-values.ts";
import { KubectlError } from "../../errors.ts";
import { BEHAVIOR, buildAnnotations, NEEDS_HASH, ownAnnotations } from "../history.ts";
import {
  annotationsOf,
  currentId,
  jsonText,
  labelsOf,
  nameOf,
  namespaceOf,
  nodeOf,
  type Resource,
  setAnnotations,
  setLabels,
  setName,
  setNamespace,
  setTexts,
  textsOf,
} from "../resource.ts";
import { idText, isClusterScoped, isSameObject, type ResourceId } from "../resource-id.ts";
import type { ResourceSet } from "../resource-set.ts";
import { fieldOf } from "../yaml/node.ts";

export function absorb(set: ResourceSet, generated: Resource): void {
  const id = currentId(generated);
  const behavior = annotationsOf(generated)[BEHAVIOR];
  const known = set.withAnyId((each) => isSameObject(each, id));
  const [old, ...others] = known;
  if (others.length > 0) {
    const texts = known.map(jsonText).join(" ");
    throw failure(`found multiple objects [${texts}] that could accept merge of ${idText(id)}`);
  }
  const isUpdate = behavior === "merge" || behavior === "replace";
  if (old === undefined) {
    if (isUpdate) throw failure(`id ${idSyntax(id)} does not exist; cannot merge or replace`);
    set.append(generated);
    return;
  }
  if (!isUpdate) throw failure(`id ${idSyntax(id)} exists; behavior must be merge or replace`);
  takeMetadata(generated, old);
  if (behavior === "merge") takeData(generated, old);
  set.replace(old, generated);
}

// Go prints where in memory the generator is; here it is one place in every run.
function failure(text: string): KubectlError {
  return new KubectlError(`merging from generator &{0xc000010000 <nil>}: ${text}`);
}

function idSyntax(id: ResourceId): string {
  const { group, version, kind, name, namespace } = id;
  const gvk = `Group:${goQuote(group)}, Version:${goQuote(version)}, Kind:${goQuote(kind)}`;
  const scope = `isClusterScoped:${isClusterScoped(id)}`;
  return `resid.ResId{Gvk:resid.Gvk{${gvk}, ${scope}}, Name:${goQuote(name)}, Namespace:${goQuote(namespace)}}`;
}

function takeMetadata(generated: Resource, old: Resource): void {
  setLabels(generated, { ...labelsOf(old), ...labelsOf(generated) });
  const [before, after] = [annotationsOf(old), annotationsOf(generated)];
  const { [NEEDS_HASH]: hash, ...ofTheBuild } = buildAnnotations(before);
  // The name gets a hash only when both of them want one.
  const wantsHash = hash !== undefined && after[NEEDS_HASH] !== undefined ? { [NEEDS_HASH]: hash } : {};
  const own = { ...ownAnnotations(before), ...ownAnnotations(after) };
  setAnnotations(generated, { ...own, ...ofTheBuild, ...wantsHash });
  setName(generated, nameOf(old));
  setNamespace(generated, namespaceOf(old));
  generated.variables.push(...old.variables);
}

function takeData(generated: Resource, old: Resource): void {
  for (const field of ["data", "binaryData"]) {
    const texts = [old, generated].map((each) => textsOf(fieldOf(nodeOf(each), field)));
    setTexts(nodeOf(generated), field, { ...texts[0], ...texts[1] });
  }
}
