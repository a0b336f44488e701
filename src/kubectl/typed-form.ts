// Fills in what kubectl writes of an object that it has decoded into its own types: empty fields that are never left out.

import type { AnyObject, Draft } from "../api/types.ts";
import { podSpecOf, podTemplateOf } from "./pod-spec.ts";

type Loose = Record<string, unknown>;

/** Changes and returns the object, which nobody else holds. */
export function typedForm(object: Draft<AnyObject>): AnyObject {
  const loose = object as unknown as Loose & { metadata: Loose };
  loose.metadata.creationTimestamp ??= null;
  const template = podTemplateOf(object);
  if (template !== undefined) {
    const metadata = (template.metadata ?? {}) as Loose;
    metadata.creationTimestamp ??= null;
    template.metadata = metadata as typeof template.metadata & object;
  }
  const spec = podSpecOf(object);
  for (const container of [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]) container.resources ??= {};
  if (object.kind === "Deployment") (loose.spec as Loose).strategy ??= {};
  if (spec !== undefined) loose.status ??= {};
  return object as AnyObject;
}
